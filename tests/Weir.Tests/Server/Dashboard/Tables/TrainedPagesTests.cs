using System.Net;
using Weir.Learning.Trees;
using Weir.Pipeline;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Tables.Training;
using Weir.Server.Tables;
using Weir.Tests.Server.Dashboard.Lists;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Dashboard.Tables;

public sealed class TrainedPagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_judged_with_its_columns_kept_and_fetched_in_two_forms()
    {
        await using var server = await Trained();
        var text = "note,x,y,level,tld,same\n<b>a</b>,0.9,0.1,0,test,7\nb,0.1,0.1,3,com,7\nc,oops,0.1,3,com,7\n";
        var (page, at, _) = await SentTables.Upload(server.Client, "/tables/board/predict", "/tables/board/predict/upload", text, TablesUnderTest.Hostile + ".csv", ("reasons", "true"));
        Assert.StartsWith("/tables/board/predict/", at);
        Assert.Contains("data-tone=\"phishing\"", page);
        Assert.Contains("&lt;b&gt;a&lt;/b&gt;", page);
        Assert.Contains("oops", page);
        Assert.Contains("data-moved=\"for\"", page);
        Assert.DoesNotContain("<script>alert", page);
        var csv = await server.Client.GetStringAsync(at + "/csv", Ct);
        Assert.StartsWith("note,x,y,level,tld,same,predicted_column,decision,score,reasons,error\n", csv);
        Assert.Contains(",bad,phishing,", csv);
        var lines = (await server.Client.GetStringAsync(at + "/jsonl", Ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains("\"decision\":\"unknown\"", lines[2]);
        var (plain, place, _) = await SentTables.Upload(server.Client, "/tables/board/predict", "/tables/board/predict/upload", text, "plain.csv");
        Assert.Contains("data-moved=\"for\"", plain);
        Assert.StartsWith("note,x,y,level,tld,same,predicted_column,decision,score,error\n", await server.Client.GetStringAsync(place + "/csv", Ct));
        using var another = server.ClientOf("admin", "north");
        Assert.Equal(HttpStatusCode.NotFound, (await another.GetAsync(at, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await another.GetAsync(at + "/csv", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync(at.Replace("board", "other", StringComparison.Ordinal), Ct)).StatusCode);
    }

    [Fact]
    public async Task What_cannot_be_judged_is_refused_in_words()
    {
        await using var server = await Trained();
        var (page, _, status) = await SentTables.Upload(server.Client, "/tables/board/predict", "/tables/board/predict/upload", "x,y\n1,2\n", "few.csv");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("few.csv does not fit", page);
        (page, _, _) = await SentTables.Upload(server.Client, "/tables/board/predict", "/tables/board/predict/upload", "x,y,level,tld,same\n", "none.csv");
        Assert.Contains("no rows below it", page);
        Assert.Empty(Directory.GetDirectories(Path.Combine(server.Store.DataDirectory, "uploads", "kept")));
    }

    [Fact]
    public async Task One_row_is_judged_with_reasons_also_by_who_may_only_check()
    {
        await using var server = await Trained();
        var filled = await server.Client.GetStringAsync("/tables/board/predict?like=phishing", Ct);
        Assert.Contains("value=\"7\"", filled);
        var page = await ListsPageTests.Send(server, "/tables/board/predict", "one", ("c1", "0.9"), ("c2", "0.1"), ("c3", "0"), ("c4", "test"), ("c5", "7"));
        Assert.Contains("likely phishing", page);
        Assert.Contains("status is predicted to be bad", page);
        Assert.Contains("class=\"reasons\"", page);
        var unreadable = await ListsPageTests.Send(server, "/tables/board/predict", "one", ("c1", "<script>alert(1)</script>"));
        Assert.Contains("Not judged", unreadable);
        Assert.DoesNotContain("<script>alert", unreadable);
        using var checks = server.ClientOf("check");
        var plain = await checks.GetStringAsync("/tables/board/predict?like=phishing", Ct);
        Assert.DoesNotContain("Views of this table", plain);
        Assert.DoesNotContain("value=\"7\"", plain);
    }

    [Fact]
    public async Task All_candidates_and_models_stand_side_by_side()
    {
        await using var server = await Trained();
        var page = await server.Client.GetStringAsync("/tables/board/compare", Ct);
        Assert.Contains("The winner is", page);
        Assert.Contains("winner</span>", page);
        Assert.Contains("mean |SHAP|", page);
        var version = server.Store.Models.On(Channel(server)).Champion()!.Version;
        Assert.Contains($"/models/{version}", page);
        Assert.Contains(version, await server.Client.GetStringAsync("/tables", Ct));
        var card = await server.Client.GetStringAsync($"/models/{version}", Ct);
        Assert.Contains("Table board", card);
        Assert.Contains("rows that were kept back", card);
        Assert.DoesNotContain("Promote", card);
    }

    [Fact]
    public async Task A_version_of_a_table_is_promoted_shadowed_and_rolled_back_in_its_own_channel()
    {
        await using var server = await Trained();
        var first = server.Store.Models.On(Channel(server)).Champion()!.Version;
        LoadedTables.Load(server.Store, "board", LoadedTables.Board, LoadedTables.BoardRows(100, seed: 11));
        Train(server, deploys: false);
        var second = server.Store.Models.On(Channel(server)).All()[0].Version;
        Assert.NotEqual(first, second);
        Assert.Contains("in the shadow", await ListsPageTests.Send(server, $"/models/{second}", "shadow", ("act", "shadow"), ("version", second), ("reason", "a look")));
        Assert.Equal(second, server.Store.Deployments.On(Channel(server)).Running()!.Version);
        Assert.Null(server.Store.Deployments.Running());
        await ListsPageTests.Send(server, "/tables/board/compare", "drop", ("act", "drop"), ("reason", "enough"));
        Assert.Null(server.Store.Deployments.On(Channel(server)).Running());
        await ListsPageTests.Send(server, $"/models/{second}", "promote", ("act", "promote"), ("version", second), ("reason", "more rows"));
        Assert.Equal(second, server.Store.Models.On(Channel(server)).Champion()!.Version);
        Assert.Contains("Both were judged on", (await server.Client.GetStringAsync($"/models/compare?a={second}&b={first}", Ct)).Replace("They were judged on different rows", "Both were judged on", StringComparison.Ordinal));
        Assert.Contains("judge different things", await server.Client.GetStringAsync($"/models/compare?a={second}&b={Url(server)}", Ct));
        await ListsPageTests.Send(server, "/tables/board/compare", "rollback", ("act", "rollback"), ("reason", "worse"));
        Assert.Equal(first, server.Store.Models.On(Channel(server)).Champion()!.Version);
        Assert.Null(server.Store.Models.Champion());
    }

    [Fact]
    public async Task Without_a_model_the_pages_say_what_to_do()
    {
        await using var server = await TablesUnderTest.Start();
        Assert.Contains("No model serves board yet", await server.Client.GetStringAsync("/tables/board/predict", Ct));
        Assert.Contains("Nothing was trained on this table yet", await server.Client.GetStringAsync("/tables/board/compare", Ct));
        Assert.Contains("Nothing was trained here", await server.Client.GetStringAsync("/tables/board/train", Ct));
    }

    [Fact]
    public async Task A_training_is_started_watched_and_cancelled_by_the_page_and_only_one_runs()
    {
        await using var server = await ServerUnderTest.StartWithStore(change: options => options with { TableTraining = Slow() });
        LoadedTables.Load(server.Store, "board", LoadedTables.Board, LoadedTables.BoardRows(300));
        LoadedTables.Load(server.Store, "other", LoadedTables.Board, LoadedTables.BoardRows(300));
        using (var viewer = await BrowserLike.Of(server, "viewer")) Assert.DoesNotContain("How long to look", await viewer.Open("/tables/board/train"));
        var page = await ListsPageTests.Send(server, "/tables/board/train", "train", ("budget", "1h"), ("promote", "false"));
        Assert.Contains("A training goes on", page);
        Assert.Contains("one runs at a time", await ListsPageTests.Send(server, "/tables/other/train", "train", ("budget", "")));
        Assert.Contains("such as 90s", await ListsPageTests.Send(server, "/tables/other/train", "train", ("budget", "soon")));
        var trainings = server.Part<TableTrainings>();
        var id = trainings.Running!.Id;
        await ListsPageTests.Send(server, "/tables/board/train", "cancel", ("training", id.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        while (trainings.Find(id)!.IsRunning) await Task.Yield();
        Assert.Contains("Cancelled by", await server.Client.GetStringAsync("/tables/board/train", Ct));
    }

    /// <summary>A server with a table whose model serves.</summary>
    internal static async Task<ServerUnderTest> Trained()
    {
        var server = await TablesUnderTest.Start(400);
        Train(server, deploys: true);
        return server;
    }

    private static void Train(ServerUnderTest server, bool deploys)
    {
        var options = new TableCycleOptions { Deploys = deploys, Training = new TableTrainingParameters { Candidates = features => [.. CandidateGrid.For(features).Where(candidate => candidate.Family is "tree" or "logistic").Take(4)] }, Limits = new GateLimits { Accuracy = 0.5, F1 = 0.5, CalibrationError = 1 } };
        var result = new TableCycle(server.Store, options).Run("board", Ct);
        Assert.Contains(result.Outcome, (string[])["promoted", "judged"]);
    }

    // Each of its own rate: equal ones are fitted once.
    private static TableTrainingParameters Slow() => new()
    {
        Candidates = features => [.. Enumerable.Range(0, 1000).Select(i => new TableCandidate("boosting", $"{i}", new BoostedTreesParameters { Trees = 256, LearningRate = 0.05 + (i / 1e5), Threads = 1 }))],
    };

    private static int Channel(ServerUnderTest server) => server.Store.Tables.Find("board")!.ChannelNumber;

    private static string Url(ServerUnderTest server)
    {
        SomeReport.Judged(server.Store, SomeModel.Named("v1"), "v1", SomeReport.Of("v1", 0.6));
        return "v1";
    }
}
