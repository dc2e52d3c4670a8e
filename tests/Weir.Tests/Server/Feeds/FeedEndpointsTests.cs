using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Feeds;

public abstract class FeedEndpointsTests(StoreKind kind)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_feed_is_added_paused_fetched_and_removed()
    {
        using var source = new FeedServer { Answer = _ => FeedReply.Text("http://bad1.test/a\nhttp://bad2.test/b\n") };
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        using var added = await Add(server, "mine", "lines", ("Url", source.Address("/list?key=hush")), ("Label", "phishing"));
        Assert.Equal((HttpStatusCode.Created, "/v1/feeds/mine"), (added.StatusCode, added.Headers.Location!.ToString()));
        Assert.Equal("off", State(await Do(server, "mine/disable")));
        Assert.Equal("new", State(await Do(server, "mine/enable")));
        using var begun = await server.Post("/v1/feeds/mine/fetch", "");
        Assert.Equal((HttpStatusCode.Accepted, "/v1/feeds/mine/fetches"), (begun.StatusCode, begun.Headers.Location!.ToString()));
        // The loop may have been faster than the request, which then finds nothing new.
        Assert.True(await DeploymentServer.Until(async () => (await server.Client.GetFromJsonAsync<JsonElement>("/v1/feeds/mine/fetches?limit=10", Ct))
            .GetProperty("items").EnumerateArray().Sum(fetch => fetch.GetProperty("counts").GetProperty("added").GetInt64()) == 2));
        Assert.True(await DeploymentServer.Until(async () => State(await server.Client.GetFromJsonAsync<JsonElement>("/v1/feeds/mine", Ct)) == "well"));
        Assert.DoesNotContain("hush", await server.Client.GetStringAsync("/v1/feeds", Ct) + await server.Client.GetStringAsync("/feeds", Ct) + await server.Client.GetStringAsync("/feeds/mine", Ct), StringComparison.Ordinal);
        using var removed = await server.Client.DeleteAsync("/v1/feeds/mine", Ct);
        Assert.Equal("imported", State(await server.Client.GetFromJsonAsync<JsonElement>("/v1/feeds/mine", Ct)));
        var audit = server.Store.Audit.Recent(20);
        Assert.Superset(new HashSet<string> { "feed.configured", "feed.fetch", "feed.removed" }, audit.Select(entry => entry.Action).ToHashSet());
        Assert.All(audit, entry => Assert.DoesNotContain("hush", entry.Detail, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("lists/2025", "lists%2F2025")]
    [InlineData("a/b c?d#e", "a%2Fb%20c%3Fd%23e")]
    public async Task An_imported_feed_is_found_whatever_its_name_holds(string name, string inPath)
    {
        await using var server = await ServerUnderTest.StartWithStore();
        server.Store.Feeds.Configure(name, 0.5);
        Assert.Contains($"href=\"/feeds/{inPath}\"", await server.Client.GetStringAsync("/feeds", Ct), StringComparison.Ordinal);
        Assert.Contains("Imported under this name", await server.Client.GetStringAsync("/feeds/" + inPath, Ct), StringComparison.Ordinal);
        Assert.Equal(name, (await server.Client.GetFromJsonAsync<JsonElement>("/v1/feeds/" + inPath, Ct)).GetProperty("name").GetString());
        Assert.Equal(200, (int)(await server.Client.GetAsync($"/v1/feeds/{inPath}/fetches", Ct)).StatusCode);
        Assert.Equal(200, (int)(await server.Post($"/v1/feeds/{inPath}/quarantine", """{"reason":"odd"}""")).StatusCode);
        Assert.NotNull(server.Store.Standings.Find(name)!.QuarantinedAt);
    }

    [Fact]
    public async Task A_feed_is_quarantined_with_a_reason_and_released()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        ToyModels.Label(server.Store, "x", 2, 2);
        Assert.Equal(400, (int)(await server.Post("/v1/feeds/feed/quarantine", "{}")).StatusCode);
        Assert.Equal(200, (int)(await server.Post("/v1/feeds/feed/quarantine", """{"reason":"odd <i>claims</i>"}""")).StatusCode);
        Assert.Contains("odd &lt;i&gt;claims", await server.Client.GetStringAsync("/feeds", Ct));
        Assert.Equal(200, (int)(await server.Post("/v1/feeds/feed/release", "")).StatusCode);
        Assert.Equal(409, (int)(await server.Post("/v1/feeds/feed/release", "")).StatusCode);
        Assert.Null(server.Store.Standings.Find("feed")!.QuarantinedAt);
    }

    [Theory]
    [InlineData("/v1/feeds", """{"name":"mine","kind":"lines","setting":{"Url":"http://a.test/"}}""", "setting")]
    [InlineData("/v1/feeds", """{"name":7}""", "name")]
    [InlineData("/v1/feeds/x/quarantine", """{"reason":"odd","why":1}""", "why")]
    public async Task A_member_that_is_not_known_or_of_another_kind_is_named(string path, string body, string member)
    {
        await using var server = await ServerUnderTest.StartWithStore();
        var answer = await server.Post(path, body);
        Assert.Equal((HttpStatusCode.BadRequest, member), (answer.StatusCode, (await server.Json(answer)).GetProperty("errors")[0].GetProperty("field").GetString()));
    }

    [Fact]
    public async Task All_faults_of_settings_come_in_one_answer_and_nothing_is_written()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        var before = Settings(server);
        using var answer = await Add(server, "mine", "lines", ("Url", "ftp://x.test/"), ("Trust", "often"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(2, (await server.Json(answer)).GetProperty("errors").GetArrayLength());
        Assert.Equal(before, Settings(server));
        foreach (var (name, kind) in ((string, string?)[])[("nothing-known", null), ("<script>", "lines"), ("", null)])
            Assert.Equal(400, (int)(await Add(server, name, kind)).StatusCode);
        foreach (var path in (string[])["x/fetch", "x/enable", "x/release"]) Assert.Equal(404, (int)(await server.Post("/v1/feeds/" + path, "")).StatusCode);
        Assert.Equal(404, (int)(await server.Client.DeleteAsync("/v1/feeds/x", Ct)).StatusCode);
        Assert.Equal(404, (int)(await server.Client.GetAsync("/v1/feeds/x/fetches", Ct)).StatusCode);
    }

    [Fact]
    public async Task The_kinds_say_what_they_need()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        var kinds = await server.Client.GetFromJsonAsync<JsonElement>("/v1/feeds/kinds", Ct);
        Assert.False(kinds.EnumerateArray().Single(kind => kind.GetProperty("name").GetString() == "openphish").GetProperty("needsUrl").GetBoolean());
        Assert.True(kinds.EnumerateArray().Single(kind => kind.GetProperty("name").GetString() == "lines").GetProperty("needsUrl").GetBoolean());
    }

    private static string? Settings(ServerUnderTest server) =>
        Path.Combine(server.Store.DataDirectory, "weir.json") is var file && File.Exists(file) ? File.ReadAllText(file) : null;

    private static Task<HttpResponseMessage> Add(ServerUnderTest server, string name, string? kind, params (string Name, string Value)[] settings) =>
        server.Client.PostAsJsonAsync("/v1/feeds", new { name, kind, settings = settings.ToDictionary(one => one.Name, one => one.Value) }, Ct);

    private static async Task<JsonElement> Do(ServerUnderTest server, string what)
    {
        using var answer = await server.Post("/v1/feeds/" + what, "");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await server.Client.GetFromJsonAsync<JsonElement>("/v1/feeds/" + what.Split('/')[0], Ct);
    }

    private static string? State(JsonElement feed) => feed.GetProperty("state").GetString();
}

public sealed class FeedEndpointsOnSqlite() : FeedEndpointsTests(StoreKind.Sqlite);

public sealed class FeedEndpointsOnPostgres() : FeedEndpointsTests(StoreKind.Postgres);
