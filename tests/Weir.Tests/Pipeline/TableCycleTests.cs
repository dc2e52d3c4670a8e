using Weir.Detection.Tables;
using Weir.Pipeline;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Keeping;
using Weir.Pipeline.Registry;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Schema;
using Weir.Pipeline.Tables.Training;
using Weir.Tests.Pipeline.Tables.Training;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline;

public abstract class TableCycleTests(StoreKind kind) : StoreTests(kind)
{
    internal static readonly TableCycleOptions Quick = new()
    {
        Training = TableTrainerTests.Quick with { Candidates = features => [TableTrainerTests.Quick.Candidates(features)[2]] },
        Limits = new GateLimits { CalibrationError = 0.3, Microseconds = 1e6 },
    };

    private CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Rows_become_a_champion_and_the_same_rows_are_not_trained_again()
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(600));
        var stages = new List<string>();
        var first = Run("board", progress: step => stages.Add(step.Stage));
        Assert.Equal("promoted", first.Outcome);
        Assert.Equal(["rows", "split", "search", "fit", "judge", "warning", "trained", "gate"], stages.Distinct());
        var champion = Store.Models.On(table.ChannelNumber).Champion()!;
        Assert.StartsWith("table-board-", champion.Version);
        Assert.Null(Store.Models.Champion());
        Assert.Empty(Store.Models.All());
        var model = Store.Models.Find(champion.Version)!;
        Assert.Equal((table.ChannelNumber, true, LoadedTables.Board.Fingerprint), (model.Channel, model.GatesPassed, model.Schema));
        Assert.Equal("board", TableReport.FromJson(model.Parameters)!.Table);
        Assert.Equal(champion.Version, new TableModelSource(Store).Champion(table.ChannelNumber)!.Version);
        var again = Run("board");
        Assert.Equal("skipped", again.Outcome);
        Assert.Contains("nothing new since " + champion.Version, again.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Further_rows_make_a_challenger_that_is_held_against_the_champion()
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(500));
        Run("board");
        var before = Store.Models.On(table.ChannelNumber).Champion()!.Version;
        LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(500, seed: 9));
        var result = Run("board");
        Assert.Equal("promoted", result.Outcome);
        var champion = Store.Models.Find(Store.Models.On(table.ChannelNumber).Champion()!.Version)!;
        Assert.Equal((before, true), (champion.Parent, champion.Version != before));
        Assert.Contains(before, GateSet.Parse(champion.Gates!).Single(gate => gate.Name == "champion").Sentence, StringComparison.Ordinal);
        var back = new ModelRegistry(Store, table.ChannelNumber).Rollback("desk", "worse");
        Assert.Equal((true, before), (back.Done, Store.Models.On(table.ChannelNumber).Champion()!.Version));
        Assert.Equal(before, Store.Reigns.On(table.ChannelNumber).At(Time.GetUtcNow())!.Version);
        Assert.Null(Store.Reigns.At(Time.GetUtcNow()));
        Assert.True(new Deployer(Store, new(), table.ChannelNumber).Begin(champion.Version, "shadow", "desk").Done);
        Assert.Equal(champion.Version, Store.Deployments.On(table.ChannelNumber).Running()!.Version);
        Assert.Null(Store.Deployments.Running());
    }

    [Fact]
    public void A_table_that_fails_its_gates_is_not_put_to_work()
    {
        var table = LoadedTables.Load(Store, "noise", LoadedTables.Board, LoadedTables.BoardRows(400, noise: 0.5));
        var result = Run("noise");
        Assert.Equal("refused", result.Outcome);
        Assert.Contains("accuracy is", result.Reason, StringComparison.Ordinal);
        Assert.Null(Store.Models.On(table.ChannelNumber).Champion());
        Assert.Equal("nothing new since " + Store.Models.On(table.ChannelNumber).All()[0].Version + " was trained; force trains all the same", Run("noise").Reason);
    }

    [Fact]
    public void A_model_that_learned_a_copy_of_the_target_is_not_promoted_and_the_load_warns()
    {
        var copied = Place.Write("copied.csv", "x,y,again,status\n" + string.Concat(LoadedTables.BoardRows(300).Select(line => line.Split(','))
            .Select(cells => $"{cells[1]},{cells[2]},{(cells[6] == "bad" ? "evil" : "fine")},{cells[6]}\n")));
        var load = new TableIngest(Store).Load(copied, new TableLoadOptions { Table = "copied", Actor = "desk", Phishing = ["bad"] }, Ct);
        Assert.Contains(load.Notes, note => note.StartsWith("again: the same as the target 'status' in every row.", StringComparison.Ordinal));
        var result = Run("copied");
        Assert.Equal("refused", result.Outcome);
        Assert.Contains("'again' says the same as the target in every row", result.Reason, StringComparison.Ordinal);
        Assert.Contains("make the column 'ignored' in the schema", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_is_right_about_nearly_all_rows_is_no_copy()
    {
        var near = Place.Write("near.csv", "x,y,again,status\n" + string.Concat(LoadedTables.BoardRows(300).Select(line => line.Split(','))
            .Select((cells, i) => $"{cells[1]},{cells[2]},{(cells[6] == "bad" ^ i == 150 ? "evil" : "fine")},{cells[6]}\n")));
        var load = new TableIngest(Store).Load(near, new TableLoadOptions { Table = "near", Actor = "desk", Phishing = ["bad"] }, Ct);
        Assert.DoesNotContain(load.Notes, note => note.Contains("in every row", StringComparison.Ordinal));
        Assert.Equal("promoted", Run("near").Outcome);
    }

    [Fact]
    public void A_changed_schema_stops_with_a_sentence_until_it_is_meant()
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        Run("board");
        var columns = LoadedTables.Board.Columns.Select(column => column.Name == "level" ? column with { Kind = ColumnKind.Ignored } : column);
        var changed = new TableSchema { Columns = [.. columns], Target = LoadedTables.Board.Target };
        Store.Tables.SetSchema(table.Id, SchemaYaml.Write(changed), changed.Fingerprint, "desk");
        var result = Run("board");
        Assert.Equal("skipped", result.Outcome);
        Assert.Contains("'level' is gone", result.Reason, StringComparison.Ordinal);
        Assert.Equal("promoted", Run("board", Quick with { Force = true }).Outcome);
    }

    [Fact]
    public void A_cycle_that_was_stopped_goes_on_where_it_stood()
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        using var stop = new CancellationTokenSource();
        Assert.Equal("judged", Run("board", Quick with { Deploys = false }).Outcome);
        var version = Store.Models.On(table.ChannelNumber).All().Single().Version;
        var stages = new List<string>();
        Assert.Equal("promoted", Run("board", progress: step => stages.Add(step.Stage)).Outcome);
        Assert.DoesNotContain("fit", stages);
        Assert.Equal(version, Store.Models.On(table.ChannelNumber).Champion()!.Version);
    }

    [Fact]
    public void A_cycle_leaves_its_row_beside_those_of_addresses()
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        var cycles = Store.Cycles.On(table.ChannelNumber);
        var result = Run("board");
        var row = Assert.Single(cycles.Recent(5));
        Assert.Equal((result.Cycle, "gated", "promoted", result.Reason), (row.Name, row.Stage, row.Outcome, row.Reason));
        Assert.Equal((table.ChannelNumber, true, Time.GetUtcNow(), Store.Models.On(table.ChannelNumber).Champion()!.Version), (row.Channel, row.Deploys, row.FinishedAt, row.Challenger));
        Run("board");
        Assert.Equal(["skipped", "promoted"], cycles.Recent(5).Select(cycle => cycle.Outcome));
        Assert.Equal([(table.ChannelNumber, "promoted", 1), (table.ChannelNumber, "skipped", 1)], Store.Cycles.CountEverywhere());
        Assert.Equal((0, 2), (Store.Cycles.Count(), cycles.Count()));
        Assert.Empty(Store.Cycles.Recent(5));
        Assert.Equal(Time.GetUtcNow(), Store.Trainings.On(table.ChannelNumber).LastTraining());
        Assert.Null(Store.Trainings.LastTraining());
    }

    [Fact]
    public void A_table_that_is_forgotten_ends_what_its_loop_has_begun()
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        Assert.Throws<OperationCanceledException>(() => Run("board", progress: step => { if (step.Stage == "split") throw new OperationCanceledException(); }));
        Assert.Equal("table:board", ChannelNames.Of(Store, table.ChannelNumber));
        Store.Tables.Forget(table.Id, "desk", Ct);
        Assert.Empty(Store.Cycles.UnfinishedEverywhere());
        Assert.Equal(("abandoned", "its table was forgotten"), (Store.Cycles.On(table.ChannelNumber).Recent(1)[0].Outcome, Store.Cycles.On(table.ChannelNumber).Recent(1)[0].Reason));
        Assert.Equal($"table:#{table.Id}", ChannelNames.Of(Store, table.ChannelNumber));
    }

    [Fact]
    public void Nothing_is_made_of_a_table_that_is_not_there_or_cannot_be_learned()
    {
        Assert.Equal(("skipped", "there is no table 'none'; `weir tables` names those there are"), (Run("none").Outcome, Run("none").Reason));
        LoadedTables.Load(Store, "empty", LoadedTables.Board, []);
        Assert.Equal("The table empty has no rows to learn from; load some first", Run("empty").Reason);
    }

    [Fact]
    public void Files_of_tables_are_kept_when_old_models_are_taken_away()
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        Run("board");
        var model = Store.Models.Find(Store.Models.On(table.ChannelNumber).Champion()!.Version)!;
        Time.Advance(TimeSpan.FromDays(30));
        new FileRetention(Store, new KeepingSettings()).Run([]);
        Assert.True(new ModelRegistry(Store, table.ChannelNumber).IsWhole(model.Version));
        Assert.Equal($"{model.Version} is a model of another channel.", new ModelRegistry(Store).WhyNot(model.Version));
    }

    private CycleResult Run(string table, TableCycleOptions? options = null, Action<TableProgress>? progress = null) => new TableCycle(Store, options ?? Quick, progress).Run(table, Ct);
}

public sealed class TableCycleOnSqlite() : TableCycleTests(StoreKind.Sqlite);

public sealed class TableCycleOnPostgres() : TableCycleTests(StoreKind.Postgres);
