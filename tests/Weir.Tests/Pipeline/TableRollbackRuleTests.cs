using Weir.Pipeline;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Gates;
using Weir.Storage.Models;
using Weir.Storage.Verdicts;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline;

public abstract class TableRollbackRuleTests(StoreKind kind) : StoreTests(kind)
{
    private static readonly TableCycleOptions Lax = TableCycleTests.Quick with { Limits = new GateLimits { Accuracy = 0, F1 = 0, CalibrationError = 1, Microseconds = 1e6 } };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_champion_that_fails_on_labels_that_came_later_goes_back_to_the_better_one_before()
    {
        var (before, champion) = (Train(500, seed: 5), Train(1500, seed: 6, isTurned: true));
        var rule = Rule();
        Assert.Empty(Look(rule));
        Load(150, seed: 7);
        Assert.Empty(Look(rule));
        Load(250, seed: 8);
        var finding = Assert.Single(Look(rule));
        Assert.Equal((FindingKind.RolledBack, FindingLevel.Critical, champion), (finding.Kind, finding.Level, finding.Subject));
        Assert.Contains("its accuracy on 400 labelled rows that it has not learned from is", finding.Sentence, StringComparison.Ordinal);
        Assert.Equal(before, Models.Champion()!.Version);
        Assert.Equal("weir", Store.Reigns.On(Channel).At(Time.GetUtcNow())!.Actor);
        Assert.Empty(Look(rule));
    }

    [Fact]
    public void With_nothing_better_to_go_back_to_it_asks_for_a_training()
    {
        var champion = Train(500, seed: 5, isTurned: true);
        Load(400, seed: 8);
        var rule = Rule();
        var finding = Assert.Single(Look(rule));
        Assert.Equal((FindingKind.Drift, FindingLevel.Warning, champion), (finding.Kind, finding.Level, finding.Subject));
        Assert.Contains("there is no version before it: a training is due.", finding.Sentence, StringComparison.Ordinal);
        Assert.StartsWith($"of {champion}, its accuracy on 400", Store.Trainings.On(Channel).OpenAsk()!.Reason, StringComparison.Ordinal);
        Assert.Empty(Look(rule));
        Assert.Equal(champion, Models.Champion()!.Version);
    }

    [Fact]
    public void One_that_fails_on_rows_is_taken_back_by_its_answers_alone()
    {
        var (before, champion) = (Train(500, seed: 5), Train(500, seed: 6));
        Store.Served.Add([new ServedFigures { Version = champion, At = Time.GetUtcNow(), Answers = 5000, Faults = 100, Timed = 5000, Micros = 9000 }]);
        Assert.Contains("2 % of 5,000 answers failed", Assert.Single(Look(Rule())).Sentence, StringComparison.Ordinal);
        Assert.Equal(before, Models.Champion()!.Version);
    }

    [Fact]
    public void A_good_champion_stays_and_so_does_every_one_when_it_is_switched_off()
    {
        Train(500, seed: 5);
        var champion = Train(500, seed: 6);
        Load(400, seed: 8);
        Assert.Empty(Look(Rule()));
        Store.Served.Add([new ServedFigures { Version = champion, At = Time.GetUtcNow(), Answers = 5000, Faults = 100, Timed = 5000, Micros = 9000 }]);
        Assert.Empty(Look(new TableRollbackRule(Store, new DeploymentPlan { Rollback = false }, new GateLimits())));
        Assert.Equal(champion, Models.Champion()!.Version);
    }

    private int Channel => Store.Tables.Find("board")!.ChannelNumber;

    private ModelStore Models => Store.Models.On(Channel);

    private TableRollbackRule Rule() => new(Store, new DeploymentPlan(), new GateLimits());

    private IReadOnlyList<Finding> Look(TableRollbackRule rule) => rule.Look(Time.GetUtcNow(), Ct);

    private string Train(int rows, int seed, bool isTurned = false)
    {
        Load(rows, seed, isTurned);
        Assert.Equal("promoted", new TableCycle(Store, Lax).Run("board", Ct).Outcome);
        Time.Advance(TimeSpan.FromHours(1));
        return Models.Champion()!.Version;
    }

    private void Load(int rows, int seed, bool isTurned = false) => LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(rows, seed).Select(row => isTurned ? Turned(row) : row));

    private static string Turned(string row) => row.EndsWith("bad", StringComparison.Ordinal) ? row[..^3] + "good" : row[..^4] + "bad";
}

public sealed class TableRollbackRuleOnSqlite() : TableRollbackRuleTests(StoreKind.Sqlite);

public sealed class TableRollbackRuleOnPostgres() : TableRollbackRuleTests(StoreKind.Postgres);
