using Weir.Detection;
using Weir.Pipeline;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Tables.Reading;
using Weir.Storage.Models;
using Weir.Storage.Tables;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline;

public abstract class TableShadowJudgeTests(StoreKind kind) : StoreTests(kind)
{
    private static readonly DeploymentPlan Plan = new() { Mode = DeploymentPlan.Ab, ShadowLength = TimeSpan.FromHours(24), LeastLabelled = 100 };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void It_goes_on_until_its_time_is_over_and_is_promoted_when_nothing_speaks_against_it()
    {
        var (table, running) = Begin();
        Assert.Equal(("shadow", 0), (running.Mode, running.Share));
        Assert.Empty(Look());
        Time.Advance(TimeSpan.FromHours(24));
        var finding = Assert.Single(Look());
        Assert.Equal((FindingKind.Promoted, running.Version), (finding.Kind, finding.Subject));
        Assert.Equal(running.Version, Store.Models.On(table.ChannelNumber).Champion()!.Version);
        Assert.Empty(Look());
        Assert.Null(Store.Models.Champion());
    }

    [Fact]
    public void One_that_turns_too_many_rows_is_dropped_at_once()
    {
        var (table, running) = Begin();
        Store.Deployments.On(table.ChannelNumber).Saw(running.Id, new ShadowCounts(1000, 800, 150, 50, 0, 0, 1, 5), []);
        var finding = Assert.Single(Look());
        Assert.Equal(FindingKind.ShadowDropped, finding.Kind);
        Assert.Contains("would turn 20 % of 1,000 live verdicts", finding.Sentence, StringComparison.Ordinal);
        Assert.Equal(running.Champion, Store.Models.On(table.ChannelNumber).Champion()!.Version);
    }

    [Fact]
    public void Rows_that_come_with_labels_decide_about_what_both_said()
    {
        var (table, running) = Begin();
        Time.Advance(TimeSpan.FromHours(1));
        LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(60, seed: 77));
        var data = TableData.Read(Store, table.Id, LoadedTables.Board, afterLoad: Store.Tables.Loads.Of(table.Id)[1].Id, ct: Ct);
        // The champion was right about all of them, the challenger about none.
        Store.Deployments.On(table.ChannelNumber).Saw(running.Id, new ShadowCounts(60, 60, 0, 0, 0, 0, 0, 0), [.. data.Hashes.Distinct().Select(hash =>
        {
            var isPhishing = data.Labels[Array.IndexOf(data.Hashes, hash)] == 1;
            return new ShadowPair(hash, 0.5, 0.5, (int)(isPhishing ? Decision.Phishing : Decision.Benign), (int)(isPhishing ? Decision.Benign : Decision.Phishing));
        })]);
        Time.Advance(TimeSpan.FromHours(24));
        Assert.Contains("of 60 live subjects that were labelled since, only the champion was right about 60", Assert.Single(Look()).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_are_measured_on_rows_that_came_since()
    {
        Begin();
        Time.Advance(TimeSpan.FromHours(1));
        LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(300, seed: 78));
        Time.Advance(TimeSpan.FromHours(24));
        Assert.Contains("on 300 rows labelled since, accuracy 0.", Assert.Single(Look()).Sentence, StringComparison.Ordinal);
    }

    private (TableRecord Table, DeploymentRecord Running) Begin()
    {
        LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(500));
        new TableCycle(Store, TableCycleTests.Quick).Run("board", Ct);
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(500, seed: 9));
        Assert.Equal("shadow", new TableCycle(Store, TableCycleTests.Quick with { Deployment = Plan }).Run("board", Ct).Outcome);
        return (table, Store.Deployments.On(table.ChannelNumber).Running()!);
    }

    private IReadOnlyList<Finding> Look() => new TableShadowJudge(Store, Plan).Look(Time.GetUtcNow(), Ct);
}

public sealed class TableShadowJudgeOnSqlite() : TableShadowJudgeTests(StoreKind.Sqlite);

public sealed class TableShadowJudgeOnPostgres() : TableShadowJudgeTests(StoreKind.Postgres);
