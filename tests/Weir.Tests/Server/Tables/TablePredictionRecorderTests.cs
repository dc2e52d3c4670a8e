using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Weir.Detection;
using Weir.Pipeline;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Registry;
using Weir.Pipeline.Tables.Predicting;
using Weir.Pipeline.Tables.Reading;
using Weir.Server.Security;
using Weir.Server.Tables;
using Weir.Tests.Pipeline;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Tables;

public sealed class TablePredictionRecorderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Judged_rows_stand_in_the_history_under_their_table_and_nowhere_among_addresses()
    {
        await using var server = await TablesUnderTest.Start();
        await server.Board(isTrained: true);
        var table = server.Server.Store.Tables.Find("board")!;
        var champion = server.Server.Store.Models.On(table.ChannelNumber).Champion()!.Version;
        await Predict(server, LoadedTables.BoardRows(200, seed: 3).Append("broken,row"), "new.csv");
        var rows = (await server.Client.GetFromJsonAsync<JsonElement>("/v1/verdicts?channel=table:board&limit=1000", Ct)).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(200, rows.Count);
        Assert.All(rows, row => Assert.Equal(("table", "board", champion), (row.GetProperty("channel").GetString(), row.GetProperty("table").GetString(), row.GetProperty("model").GetProperty("version").GetString())));
        Assert.Contains("new.csv:2", rows.Select(row => row.GetProperty("subject").GetString()));
        var totals = server.Server.Store.Verdicts.Totals();
        Assert.Equal((201, 200), (totals.Seen, totals.Kept));
        Assert.Empty((await server.Client.GetFromJsonAsync<JsonElement>("/v1/verdicts?channel=url", Ct)).GetProperty("items").EnumerateArray());
        Assert.Equal(400, (int)(await server.Client.GetAsync("/v1/verdicts?channel=rows", Ct)).StatusCode);
        var served = server.Server.Store.Served.Read(champion, DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Single();
        Assert.Equal((200, 0, 200), (served.Answers, served.Faults, served.Timed));
        Assert.InRange(served.Micros, 1, 60_000_000);
        Assert.Equal(served.Phishing, rows.Count(row => row.GetProperty("decision").GetString() == "phishing"));
        var metrics = await server.Client.GetStringAsync("/metrics", Ct);
        Assert.Contains($$"""weir_table_rows_judged_total{channel="table:board",decision="phishing"} {{served.Phishing}}""", metrics, StringComparison.Ordinal);
        Assert.Contains("""weir_table_rows_judged_total{channel="table:board",decision="unknown"} 1""", metrics, StringComparison.Ordinal);
        Assert.Contains("""weir_cycles_total{outcome="promoted",channel="table:board"} 1""", metrics, StringComparison.Ordinal);
        var overview = await server.Client.GetFromJsonAsync<JsonElement>("/v1/stats", Ct);
        Assert.DoesNotContain("new.csv", overview.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_predict_answered_is_kept_with_who_asked()
    {
        await using var server = await TablesUnderTest.Start();
        await server.Board(isTrained: true);
        using var answer = await server.Client.PostAsync("/predict?channel=table:board&format=csv&source=mine.csv", new StringContent(TablesUnderTest.Csv(40, seed: 3), Encoding.UTF8, "text/csv"), Ct);
        Assert.Equal(42, (await answer.Content.ReadAsStringAsync(Ct)).Split('\n').Length);
        var store = server.Server.Store;
        Assert.True(await DeploymentServer.Until(() => Task.FromResult(store.Verdicts.Totals().Kept == 40)));
        var row = store.Verdicts.Recent(40)[^1];
        Assert.Equal(("board", Channel.Table), (row.TableName, row.Channel));
        Assert.StartsWith("mine.csv:", row.Subject, StringComparison.Ordinal);
        Assert.StartsWith("key:", row.AskedBy, StringComparison.Ordinal);
        Assert.Contains("mine.csv:", await server.Client.GetStringAsync("/history?channel=table:board", Ct), StringComparison.Ordinal);
        Assert.Contains("<dt>Table</dt><dd>board</dd>", await server.Client.GetStringAsync($"/history/{row.Id}", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shadow_judges_the_same_rows_away_from_the_answers()
    {
        await using var server = await TablesUnderTest.Start();
        await server.Board(isTrained: true);
        var store = server.Server.Store;
        var table = LoadedTables.Load(store, "board", LoadedTables.Board, LoadedTables.BoardRows(300, seed: 9));
        Assert.Equal("shadow", new TableCycle(store, TableCycleTests.Quick with { Deployment = new DeploymentPlan { Mode = "shadow" } }).Run("board", Ct).Outcome);
        await Predict(server, LoadedTables.BoardRows(150, seed: 3), "new.csv");
        var (deployments, running) = (store.Deployments.On(table.ChannelNumber), store.Deployments.On(table.ChannelNumber).Running()!);
        Assert.Equal((150, 0, 0), (running.Counts.Seen, running.Counts.Faults, running.Counts.Skipped));
        Assert.InRange(running.Counts.Agreed, 75, 150);
        var keys = store.History.Search(new() { Tenant = "main", TableName = "board" }, 1000).Rows.Select(row => row.SubjectKey).ToHashSet();
        Assert.Equal(keys, deployments.Pairs(running.Id).Keys.ToHashSet());
        // The key of a judged row is that of the same row when it comes with its label.
        LoadedTables.Load(store, "board", LoadedTables.Board, LoadedTables.BoardRows(150, seed: 3));
        Assert.Equal(keys, TableData.Read(store, table.Id, LoadedTables.Board, afterLoad: store.Tables.Loads.Of(table.Id)[1].Id, ct: Ct).Hashes.ToHashSet());
        await Predict(server, LoadedTables.BoardRows(900, seed: 4), "more.csv");
        Assert.InRange(deployments.Running()!.Counts.Skipped, 500, 900);
    }

    [Fact]
    public async Task A_shadow_that_cannot_be_read_fails_alone()
    {
        await using var server = await TablesUnderTest.Start();
        await server.Board(isTrained: true);
        var store = server.Server.Store;
        var table = LoadedTables.Load(store, "board", LoadedTables.Board, LoadedTables.BoardRows(300, seed: 9));
        new TableCycle(store, TableCycleTests.Quick with { Deployment = new DeploymentPlan { Mode = "shadow" } }).Run("board", Ct);
        var running = store.Deployments.On(table.ChannelNumber).Running()!;
        await File.WriteAllTextAsync(new ModelRegistry(store).PathOf(store.Models.Find(running.Version)!.File), "broken", Ct);
        await Predict(server, LoadedTables.BoardRows(50, seed: 3), "new.csv");
        Assert.Equal((0, 50), store.Deployments.On(table.ChannelNumber).Running()!.Counts is var counts ? (counts.Seen, counts.Faults) : default);
        Assert.Equal(50, store.Verdicts.Totals().Kept);
    }

    [Fact]
    public void Of_large_files_a_share_is_kept_that_thins_out()
    {
        Assert.Equal(1000, Enumerable.Range(1, 1000).Count(line => PredictedFile.IsKept(line)));
        Assert.Equal(3700, Enumerable.Range(1, 1_000_000).Count(line => PredictedFile.IsKept(line)));
        Assert.Equal([true, false, true], ((long[])[1010, 1011, 40_000_000]).Select(PredictedFile.IsKept));
    }

    // Until it is written: the beat in the background does that.
    private static async Task Predict(TablesUnderTest server, IEnumerable<string> rows, string name)
    {
        using var folder = new TempDirectory();
        var path = folder.File(name);
        await File.WriteAllLinesAsync(path, [.. (string[])["id,x,y,level,tld,same,status"], .. rows], Ct);
        var (store, recorder) = (server.Server.Store, server.Server.Part<TablePredictionRecorder>());
        using var file = TableFile.Open(path);
        var channel = store.Tables.Find("board")!.ChannelNumber;
        var model = new TableModelSource(store).Champion(channel)!;
        var before = store.Verdicts.Totals().Seen;
        var heard = recorder.Begin(model, Caller.Local, name);
        var prediction = new TablePrediction(file, model, Stream.Null) { Heard = heard.Hear };
        await prediction.RunAsync(2, Ct);
        heard.End(prediction);
        Assert.True(await DeploymentServer.Until(() => Task.FromResult(store.Verdicts.Totals().Seen == before + prediction.Rows && Answers() >= prediction.Rows - prediction.Count(Decision.Unknown) && !IsShadowBehind())));

        long Answers() => store.Served.Read(model.Version, DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Sum(step => step.Answers);
        bool IsShadowBehind() => store.Deployments.On(channel).Running() is { Counts: var counts } && counts.Seen + counts.Faults + counts.Skipped < Answers();
    }
}
