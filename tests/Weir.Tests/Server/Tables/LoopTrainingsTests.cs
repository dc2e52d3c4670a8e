using Weir.Detection.Reference;
using Weir.Pipeline;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Training;
using Weir.Pipeline.Triggers;
using Weir.Server.Live;
using Weir.Server.Schedules;
using Weir.Server.Settings;
using Weir.Server.Tables;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Tables;

/// <summary>What the loop does to tables while the server runs.</summary>
public sealed class LoopTrainingsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_training_of_the_loop_is_listed_cancelled_by_a_person_and_not_begun_again()
    {
        await using var tables = await Start(TimeSpan.FromMinutes(10), store => LoadedTables.Load(store, "board", LoadedTables.Board, LoadedTables.BoardRows(4000)));
        using var patience = Patiently();
        TableTraining? running;
        while ((running = tables.Server.Part<TableTrainings>().Running) is not { Tried: > 0 }) await Task.Delay(Look, patience.Token);
        var (_, listed) = await tables.Get("/v1/trainings");
        var training = Assert.Single(listed.GetProperty("items").EnumerateArray());
        Assert.Equal((true, "the loop", "board"), (training.GetProperty("isOfLoop").GetBoolean(), training.GetProperty("actor").GetString(), training.GetProperty("table").GetString()));
        var (busy, why) = await tables.Train();
        Assert.Equal(409, busy);
        Assert.Contains($"POST /v1/trainings/{running.Id}/cancel", why.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains(">the loop<", await tables.Client.GetStringAsync("/tables/board/train", Ct), StringComparison.Ordinal);
        Assert.Equal(202, (await tables.Send(HttpMethod.Post, $"/v1/trainings/{running.Id}/cancel")).Status);
        Assert.Equal("cancelled", (await tables.Until(running.Id)).GetProperty("state").GetString());
        var channel = tables.Server.Store.Tables.Find("board")!.ChannelNumber;
        Assert.Equal("abandoned", Assert.Single(tables.Server.Store.Cycles.On(channel).Recent(5)).Outcome);
        while (tables.Server.Store.Trainings.On(channel).Recent(1) is not [{ Kind: "wait" }]) await Task.Delay(Look, patience.Token);
        Assert.StartsWith("Nothing has come since the last cycle: ended by key:", tables.Server.Store.Trainings.On(channel).Recent(1)[0].Reason, StringComparison.Ordinal);
        Assert.Single(tables.Server.Store.Cycles.On(channel).Recent(5));
    }

    [Fact]
    public async Task A_training_of_the_loop_ends_in_the_list_with_its_model()
    {
        await using var tables = await Start(TimeSpan.FromSeconds(1), store => LoadedTables.Load(store, "board", LoadedTables.Board, LoadedTables.BoardRows(300, noise: 0.02)));
        using var patience = Patiently();
        TableTraining? done;
        while ((done = tables.Server.Part<TableTrainings>().Latest().FirstOrDefault()) is not { IsRunning: false }) await Task.Delay(Look, patience.Token);
        Assert.True(done.IsOfLoop);
        Assert.StartsWith("table-board-", done.Version, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stops_ends_the_training_of_its_loop_at_once()
    {
        TableTrainings trainings;
        await using (var tables = await Start(TimeSpan.FromMinutes(10), store => LoadedTables.Load(store, "board", LoadedTables.Board, LoadedTables.BoardRows(4000))))
        {
            using var patience = Patiently();
            trainings = tables.Server.Part<TableTrainings>();
            while (trainings.Running is not { Tried: > 0 }) await Task.Delay(Look, patience.Token);
        }

        var ended = Assert.Single(trainings.Latest());
        Assert.Equal((Weir.Server.Tables.TrainingState.Cancelled, "The server stopped; the training goes on at its next start."), (ended.State, ended.Outcome));
    }

    [Fact]
    public async Task Rows_from_the_drop_folder_are_told_to_open_pages()
    {
        await using var tables = await Start(TimeSpan.FromSeconds(1), store =>
        {
            // Claimed before a stop: it need not settle.
            var folder = Directory.CreateDirectory(Path.Combine(TableDrop.FolderOf(store, "dropped"), ".taking")).FullName;
            File.WriteAllText(Path.Combine(folder, "x.csv"), "a,label\n1,0\n2,1\n");
        }, trains: false);
        using var patience = Patiently();
        await foreach (var topic in tables.Server.Part<LiveEvents>().Listen(0, patience.Token))
            if (topic == "tables") break;
        Assert.Equal(2, tables.Server.Store.Tables.Find("dropped")!.Rows);
    }

    private static CancellationTokenSource Patiently()
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(Patience);
        return patience;
    }

    private static Task<TablesUnderTest> Start(TimeSpan budget, Action<WeirStore> fill, bool trains = true) => TablesUnderTest.Start(
        options: usual => usual with { FirstTick = TimeSpan.FromMilliseconds(1), Tick = TimeSpan.FromMilliseconds(20) },
        loop: store =>
        {
            fill(store);
            var options = new LearningOptions { Tables = new TableTrainingSettings { Budget = budget, Every = TimeSpan.Zero, Train = trains }, Limits = new() { CalibrationError = 0.4, Microseconds = 1e6 } };
            return new LoopWiring(store, options, UrlCycle.Parts(ReferenceLists.Embedded, new UrlTrainingParameters(), TimeProvider.System), ReferenceLists.Embedded);
        });
}
