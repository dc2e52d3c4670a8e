using System.Net.Http.Json;
using System.Text.Json;
using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Learning;
using Weir.Pipeline.Registry;
using Weir.Server;
using Weir.Server.Models;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Models;

public sealed class DetectorFeedTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("weir-feed").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public void Without_any_model_everything_is_unknown_and_the_reason_is_named()
    {
        using var feed = Feed("missing.weir");
        var served = feed.Look()!;
        Assert.Equal("none", served.Origin);
        Assert.Contains("No model", served.NotReady);
        Assert.Equal(Decision.Unknown, served.Check("http://www.example.com/", Explain.Top).Decision);
        Assert.Null(feed.Look());
    }

    [Fact]
    public void Looking_writes_nothing()
    {
        using var feed = Feed("missing.weir");
        feed.Look();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_data));
    }

    [Fact]
    public void A_broken_baseline_is_refused_by_name()
    {
        File.WriteAllText(Path.Combine(_data, "broken.weir"), "not a model");
        using var feed = Feed("broken.weir");
        Assert.Contains("broken.weir", Assert.Throws<ModelFileException>(feed.Look).Message);
    }

    [Fact]
    public void A_list_that_changes_while_it_serves_is_honoured_from_the_next_look_on()
    {
        using var feed = Feed("missing.weir");
        feed.Look();
        using var store = WeirStore.Open(_data, TimeProvider.System);
        Assert.Null(feed.Look());
        store.Lists.Add(new ListEntry(ListKind.Block, ListScope.Host, "bad.test", null, null), "test");
        Assert.Equal(Decision.Phishing, feed.Look()!.Check("http://bad.test/", Explain.Top).Decision);
        Assert.Null(feed.Look());
        store.Lists.Remove(ListKind.Block, ListScope.Host, "bad.test", "test");
        Assert.Equal(Decision.Unknown, feed.Look()!.Check("http://bad.test/", Explain.Top).Decision);
    }

    [Fact]
    public void The_entries_of_a_tenant_hold_for_its_checks_alone()
    {
        using var feed = Feed("missing.weir");
        using var store = WeirStore.Open(_data, TimeProvider.System);
        store.Lists.Add(new ListEntry(ListKind.Block, ListScope.Host, "bad.test", null, null), "test");
        var one = feed.Look()!;
        Assert.Same(one, one.For("north"));
        store.Lists.Add(new ListEntry(ListKind.Block, ListScope.Host, "own.test", null, null), "test", "north");
        store.Lists.Add(new ListEntry(ListKind.Allow, ListScope.Host, "bad.test", null, null), "test", "north");
        var served = feed.Look()!;
        Assert.Equal("block", served.For("north").Judge("http://own.test/", Explain.None).List);
        Assert.Equal("block", served.For("north").Judge("http://bad.test/", Explain.None).List);
        Assert.Null(served.For("south").Judge("http://own.test/", Explain.None).List);
        Assert.Null(served.For("main").Judge("http://own.test/", Explain.None).List);
        Assert.Equal(4, served.Champion.Drain().Answers);
    }

    [Fact]
    public async Task A_server_takes_over_a_changed_list_without_failing_a_request()
    {
        var ct = TestContext.Current.CancellationToken;
        using var store = WeirStore.Open(_data, TimeProvider.System);
        await using var server = await RunningServer.StartAsync(
            new ServerOptions { DataDirectory = _data, Urls = ["http://127.0.0.1:0"], ChampionPoll = TimeSpan.FromMilliseconds(10) }, ct);
        using var client = KeyedClient.Admin(server, _data);
        Assert.NotEqual("block", await ListOf(client, ct));
        store.Lists.Add(new ListEntry(ListKind.Block, ListScope.Host, "bad.example", null, null), "anna");
        string? list = null;
        for (var tries = 0; list != "block" && tries < 100_000; tries++) list = await ListOf(client, ct);
        Assert.Equal("block", list);
        Assert.NotEmpty((await client.GetFromJsonAsync<JsonElement>("/v1/lists", ct)).GetProperty("reference").EnumerateArray());
    }

    [Fact]
    public void A_database_that_is_damaged_at_the_start_lets_the_baseline_serve_until_it_is_put_back()
    {
        File.WriteAllText(Path.Combine(_data, "weir.db"), new string('x', 9000));
        File.WriteAllBytes(Path.Combine(_data, "toy.weir"), SomeModel.Trained.File);
        using var feed = Feed("toy.weir");
        var served = feed.Look()!;
        Assert.Equal(("baseline", null), (served.Origin, served.NotReady));
        Assert.Contains("is damaged", served.Problem);
        Assert.Throws<StoreException>(feed.Look);
        File.Delete(Path.Combine(_data, "weir.db"));
        using (WeirStore.Open(_data, TimeProvider.System)) { }
        Assert.Null(feed.Look()!.Problem);
        Assert.Null(feed.Look());
    }

    [Fact]
    public void A_data_directory_that_is_removed_while_it_serves_is_told()
    {
        using var store = WeirStore.Open(_data, TimeProvider.System);
        using var feed = Feed("missing.weir");
        feed.Look();
        File.Delete(Path.Combine(_data, "weir.db"));
        Assert.Contains("was removed while Weir ran; put it back", Assert.Throws<StoreException>(feed.Look).Message);
    }

    [Fact]
    public async Task An_unknown_pinned_version_stops_the_start_with_one_sentence()
    {
        var options = new ServerOptions { DataDirectory = _data, Urls = ["http://127.0.0.1:0"], ModelVersion = "v9" };
        var refused = await Assert.ThrowsAsync<ModelFileException>(() => RunningServer.StartAsync(options, TestContext.Current.CancellationToken));
        Assert.Contains("v9", refused.Message);
        Assert.Contains("weir models list", refused.Message);
    }

    private static async Task<string?> ListOf(HttpClient client, CancellationToken ct)
    {
        using var answer = await client.PostAsJsonAsync("/v1/check", new { subject = "http://bad.example/a" }, ct);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("list").GetString();
    }

    private DetectorFeed Feed(string baseline) => new(new DetectorSource(_data, TimeProvider.System, Path.Combine(_data, baseline)));
}
