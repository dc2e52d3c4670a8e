using Weir.Pipeline;
using Weir.Pipeline.Registry;
using Weir.Pipeline.Tables.Training;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline;

/// <summary>A cycle of a table that is stopped anywhere.</summary>
public abstract class TableCycleKillTests(StoreKind kind) : StoreTests(kind)
{
    private static readonly TableCycleOptions Quick = TableCycleTests.Quick;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

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
    public void What_a_person_ended_does_not_go_on()
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        Assert.Throws<OperationCanceledException>(() => Run("board", progress: step => { if (step.Stage == "gate") throw new OperationCanceledException(); }));
        TableCycle.GiveUp(Store, "board", "ann");
        TableCycle.GiveUp(Store, "board", "ann");
        TableCycle.GiveUp(Store, "none", "ann");
        Assert.Equal(("abandoned", "ended by ann"), Store.Cycles.On(table.ChannelNumber).Recent(5).Single() is var row ? (row.Outcome, row.Reason) : default);
    }

    private CycleResult Run(string table, TableCycleOptions? options = null, Action<TableProgress>? progress = null) => new TableCycle(Store, options ?? Quick, progress).Run(table, Ct);
}

public sealed class TableCycleKillOnSqlite() : TableCycleKillTests(StoreKind.Sqlite);

public sealed class TableCycleKillOnPostgres() : TableCycleKillTests(StoreKind.Postgres);
