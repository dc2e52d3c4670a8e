using Weir.Detection.Tables;
using Weir.Pipeline;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Schema;
using Weir.Pipeline.Triggers;
using Weir.Tests.Pipeline.Tables.Training;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline;

public abstract class TableLearnStationTests(StoreKind kind) : StoreTests(kind)
{
    private static readonly TableCycleOptions Quick = new()
    {
        Actor = "weir",
        Training = TableTrainerTests.Quick with { Candidates = features => [TableTrainerTests.Quick.Candidates(features)[2]] },
        Limits = new GateLimits { CalibrationError = 0.3, Microseconds = 1e6 },
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_file_in_the_drop_folder_becomes_a_champion_and_more_rows_the_next()
    {
        Drop("a.csv", 400, seed: 5);
        var promoted = Assert.Single(Look());
        Assert.Equal((FindingKind.Promoted, FindingLevel.Information, "table:board"), (promoted.Kind, promoted.Level, promoted.Subject));
        var channel = Store.Tables.Find("board")!.ChannelNumber;
        var (models, decisions) = (Store.Models.On(channel), Store.Trainings.On(channel));
        var first = models.Champion()!.Version;
        Assert.Equal(("first", true), (decisions.Recent(1)[0].Kind, decisions.Recent(1)[0].Train));
        Assert.Empty(Look());
        Assert.Equal(("wait", 0), (decisions.Recent(1)[0].Kind, decisions.Recent(1)[0].NewSamples));
        Time.Advance(TimeSpan.FromHours(1));
        Drop("b.csv", 90, seed: 6);
        Assert.Empty(Look());
        Assert.Equal("90 of 100 new rows of board, and the last training is 1 of 168 h ago.", decisions.Recent(1)[0].Reason);
        Drop("c.csv", 60, seed: 7);
        Assert.Equal(FindingKind.Promoted, Assert.Single(Look()).Kind);
        Assert.Equal("150 new rows of board came since the last training; 100 are enough.", decisions.Recent(1)[0].Reason);
        Assert.NotEqual(first, models.Champion()!.Version);
        Assert.Equal("weir", Store.Reigns.On(channel).At(Time.GetUtcNow())!.Actor);
        Assert.Empty(Store.Trainings.Recent(5));
        Assert.Equal([channel], Store.Trainings.RecentEverywhere(9).Select(decision => decision.Channel).Distinct());
    }

    [Fact]
    public void A_decision_to_wait_is_recorded_now_and_then()
    {
        LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        Look();
        var decisions = Store.Trainings.On(Store.Tables.Find("board")!.ChannelNumber);
        for (var minute = 0; minute < 12 * 60; minute += 10, Time.Advance(TimeSpan.FromMinutes(10))) Assert.Empty(Look());
        Assert.Equal(["wait", "wait", "first"], decisions.Recent(9).Select(decision => decision.Kind));
    }

    [Fact]
    public void Switched_off_it_trains_nothing()
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        Assert.Empty(Look(new TableTrainingSettings { Train = false }));
        Store.Tables.SetTrains(table.Id, false, "ann");
        Store.Tables.SetTrains(table.Id, false, "ann");
        Assert.Empty(Look());
        Assert.Null(Store.Models.On(table.ChannelNumber).Champion());
        Assert.Equal(("table.loop", "board", "off"), Store.Audit.Recent(1)[0] is var entry ? (entry.Action, entry.Subject, entry.Detail) : default);
        Store.Tables.SetTrains(table.Id, true, "ann");
        Assert.Equal(FindingKind.Promoted, Assert.Single(Look()).Kind);
    }

    [Fact]
    public void What_cannot_be_learned_is_told_once_and_tried_again_with_new_rows()
    {
        LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(20));
        var told = Assert.Single(Look());
        Assert.Equal((FindingKind.TableRefused, "board was not trained: The table board has 20 different rows; at least 50 are needed to learn and to judge"), (told.Kind, told.Sentence));
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(Look());
        Assert.Single(Store.Cycles.On(Store.Tables.Find("board")!.ChannelNumber).Recent(5));
        LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400, seed: 9));
        Assert.Equal(FindingKind.Promoted, Assert.Single(Look()).Kind);
    }

    [Fact]
    public void A_changed_schema_stops_the_loop_until_a_person_has_trained()
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        Look();
        Time.Advance(TimeSpan.FromHours(1));
        var columns = LoadedTables.Board.Columns.Select(column => column.Name == "level" ? column with { Kind = ColumnKind.Ignored } : column);
        var changed = new TableSchema { Columns = [.. columns], Target = LoadedTables.Board.Target };
        Store.Tables.SetSchema(table.Id, SchemaYaml.Write(changed), changed.Fingerprint, "desk");
        LoadedTables.Load(Store, "board", changed, LoadedTables.BoardRows(400, seed: 9));
        Assert.Contains("'level' is gone", Assert.Single(Look()).Sentence, StringComparison.Ordinal);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(Look());
        new TableCycle(Store, Quick with { Force = true }).Run("board", Ct);
        Assert.Empty(Look());
        Assert.Equal(changed.Fingerprint, Store.Models.Find(Store.Models.On(table.ChannelNumber).Champion()!.Version)!.Schema);
    }

    [Fact]
    public void Rows_that_are_unlike_the_old_are_learned_before_they_are_many()
    {
        LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(1500));
        Look();
        Time.Advance(TimeSpan.FromHours(1));
        LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(120, seed: 9).Select(row => row.Replace(",7,", ",9,", StringComparison.Ordinal)));
        var findings = Look();
        Assert.Equal([FindingKind.Drift, FindingKind.Promoted], findings.Select(finding => finding.Kind));
        Assert.Contains("same", findings[0].Sentence, StringComparison.Ordinal);
        Assert.Equal("drift", Store.Trainings.RecentEverywhere(1)[0].Kind);
        Time.Advance(TimeSpan.FromHours(1));
        LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(120, seed: 10).Select(row => row.Replace(",7,", ",8,", StringComparison.Ordinal)));
        Assert.Empty(Look(new TableTrainingSettings { Drift = false }));
    }

    [Fact]
    public void A_wish_is_answered_once_also_when_there_is_nothing_to_train()
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        Look();
        Time.Advance(TimeSpan.FromHours(1));
        Store.Trainings.On(table.ChannelNumber).Ask("ann", "it is wrong");
        Assert.Null(Store.Trainings.OpenAsk());
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("nothing new since", Assert.Single(Look()).Sentence, StringComparison.Ordinal);
        Assert.Equal(("asked", "ann asked for it: it is wrong."), Store.Trainings.RecentEverywhere(1)[0] is var decision ? (decision.Kind, decision.Reason) : default);
        Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Empty(Look());
    }

    [Fact]
    public void Rows_that_were_taken_away_are_unlearned()
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(300, seed: 9));
        Look();
        Time.Advance(TimeSpan.FromHours(1));
        Store.Tables.Loads.Remove(Store.Tables.Loads.Of(table.Id)[0].Id, "ann", Ct);
        Assert.Equal(FindingKind.Promoted, Assert.Single(Look()).Kind);
        Assert.Equal("removed", Store.Trainings.RecentEverywhere(1)[0].Kind);
        Assert.Empty(Look());
    }

    [Fact]
    public void A_cycle_that_was_killed_goes_on_at_the_next_look()
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        Assert.Throws<OperationCanceledException>(() => new TableCycle(Store, Quick, step => { if (step.Stage == "gate") throw new OperationCanceledException(); }).Run("board", Ct));
        Assert.Equal(FindingKind.Promoted, Assert.Single(Look()).Kind);
        Assert.Single(Store.Cycles.On(table.ChannelNumber).Recent(5));
    }

    [Fact]
    public void Beside_another_training_it_waits_for_its_turn()
    {
        LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        IReadOnlyList<Finding>? meanwhile = null;
        new TableCycle(Store, Quick, step => meanwhile ??= Look()).Run("board", Ct);
        Assert.Empty(meanwhile!);
        Assert.Single(Store.Cycles.RecentEverywhere(5));
    }

    private IReadOnlyList<Finding> Look(TableTrainingSettings? settings = null) => new TableLearnStation(Store, settings ?? new(), (name, ct) => new TableCycle(Store, Quick).Run(name, ct)).Run(Ct);

    private void Drop(string name, int rows, int seed)
    {
        if (Store.Tables.Find("board") is null) Store.Tables.Create("board", SchemaYaml.Write(LoadedTables.Board), LoadedTables.Board.Fingerprint, "desk");
        var folder = Directory.CreateDirectory(TableDrop.FolderOf(Store, "board")).FullName;
        File.WriteAllLines(Path.Combine(folder, name), [.. (string[])["id,x,y,level,tld,same,status"], .. LoadedTables.BoardRows(rows, seed)]);
        Assert.Empty(new TableDrop(Store).Run(now: true, Ct));
    }
}

public sealed class TableLearnStationOnSqlite() : TableLearnStationTests(StoreKind.Sqlite);

public sealed class TableLearnStationOnPostgres() : TableLearnStationTests(StoreKind.Postgres);
