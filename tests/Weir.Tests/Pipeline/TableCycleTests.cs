using Weir.Detection.Tables;
using Weir.Pipeline;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Keeping;
using Weir.Pipeline.Registry;
using Weir.Pipeline.Tables.Schema;
using Weir.Pipeline.Tables.Training;
using Weir.Tests.Pipeline.Tables.Training;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline;

public abstract class TableCycleTests(StoreKind kind) : StoreTests(kind)
{
    private static readonly TableCycleOptions Quick = new()
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
        Assert.Equal("nothing new since " + Store.Models.On(table.ChannelNumber).All()[0].Version + " was trained; --force trains all the same", Run("noise").Reason);
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

    [Theory]
    [InlineData("rows", "begun")]
    [InlineData("split", "snapshot")]
    [InlineData("judge", "snapshot")]
    [InlineData("trained", "snapshot")]
    [InlineData("gate", "trained")]
    public void A_cycle_that_is_killed_at_a_stage_goes_on_from_there(string stage, string reached)
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        Assert.Throws<OperationCanceledException>(() => Run("board", progress: Stop));
        var half = Store.Cycles.On(table.ChannelNumber).Unfinished()!;
        Assert.Equal(reached, half.Stage);
        Assert.Null(Store.Models.On(table.ChannelNumber).Champion());
        Assert.Null(Store.Cycles.Unfinished());
        var models = Store.Models.On(table.ChannelNumber).All().Count;
        Time.Advance(TimeSpan.FromHours(1));
        var stages = new List<string>();
        var result = Run("board", progress: step => stages.Add(step.Stage));
        Assert.Equal((half.Name, "promoted"), (result.Cycle, result.Outcome));
        Assert.Equal(("resume", models == 0), (stages[0], stages.Contains("fit")));
        var row = Assert.Single(Store.Cycles.On(table.ChannelNumber).Recent(5));
        Assert.Equal((half.StartedAt, Time.GetUtcNow()), (row.StartedAt, row.FinishedAt));
        Assert.Single(Store.Models.On(table.ChannelNumber).All());

        void Stop(TableProgress step)
        {
            if (step.Stage == stage) throw new OperationCanceledException();
        }
    }

    [Fact]
    public void A_cycle_that_was_killed_when_it_had_promoted_finds_that_done()
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        Run("board");
        var (cycles, champion) = (Store.Cycles.On(table.ChannelNumber), Store.Models.On(table.ChannelNumber).Champion()!.Version);
        cycles.Advance(cycles.Begin() with { Stage = "gated", Challenger = champion, DatasetHash = Store.Models.Find(champion)!.DatasetHash });
        Assert.Equal(("promoted", $"{champion} is the champion already."), (Run("board") is var result ? result.Outcome : "", result.Reason));
        Assert.Single(Store.Models.Below().Append(champion));
        Assert.Null(cycles.Unfinished());
    }

    [Fact]
    public void Rows_that_came_after_a_kill_wait_for_the_next_cycle()
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        Assert.Throws<OperationCanceledException>(() => Run("board", progress: step => { if (step.Stage == "gate") throw new OperationCanceledException(); }));
        var version = Store.Models.On(table.ChannelNumber).All().Single();
        Time.Advance(TimeSpan.FromDays(2));
        LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(300, seed: 8));
        Assert.Equal("promoted", Run("board").Outcome);
        Assert.Equal(version.Version, Store.Models.On(table.ChannelNumber).Champion()!.Version);
        Assert.Equal("promoted", Run("board").Outcome);
        Assert.NotEqual(version.Version, Store.Models.On(table.ChannelNumber).Champion()!.Version);
    }

    [Fact]
    public void A_challenger_whose_rows_or_file_are_gone_is_abandoned_by_name()
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(300, seed: 8));
        Assert.Throws<OperationCanceledException>(() => Run("board", progress: step => { if (step.Stage == "gate") throw new OperationCanceledException(); }));
        var first = Store.Models.On(table.ChannelNumber).All().Single().Version;
        Store.Tables.Loads.Remove(Store.Tables.Loads.Of(table.Id)[1].Id, "desk", Ct);
        Assert.Equal("promoted", Run("board").Outcome);
        var cycles = Store.Cycles.On(table.ChannelNumber).Recent(5);
        Assert.Equal(["promoted", "abandoned"], cycles.Select(cycle => cycle.Outcome));
        Assert.Equal($"the rows or the schema that {first} was trained with are no longer there", cycles[1].Reason);
        var (open, champion) = (Store.Cycles.On(table.ChannelNumber), Store.Models.On(table.ChannelNumber).Champion()!.Version);
        open.Advance(open.Begin() with { Stage = "gated", Challenger = champion });
        File.Delete(new ModelRegistry(Store).PathOf(Store.Models.Find(champion)!.File));
        Assert.Equal("promoted", Run("board").Outcome);
        Assert.Equal($"its challenger {champion} is missing or damaged", open.Recent(2)[1].Reason);
        Assert.True(new ModelRegistry(Store, table.ChannelNumber).IsWhole(champion));
    }

    [Fact]
    public void What_was_not_to_be_put_to_work_is_not_when_it_goes_on()
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        Assert.Throws<OperationCanceledException>(() => Run("board", Quick with { Deploys = false }, step => { if (step.Stage == "gate") throw new OperationCanceledException(); }));
        Assert.Equal("judged", Run("board").Outcome);
        Assert.Null(Store.Models.On(table.ChannelNumber).Champion());
    }

    [Fact]
    public void A_fault_ends_the_cycle_with_its_sentence()
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        Assert.Throws<InvalidOperationException>(() => Run("board", progress: step => { if (step.Stage == "trained") throw new InvalidOperationException("the disk is full"); }));
        var row = Store.Cycles.On(table.ChannelNumber).Recent(1).Single();
        Assert.Equal(("failed", "the disk is full"), (row.Outcome, row.Reason));
        Assert.Equal("promoted", Run("board").Outcome);
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
