using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Pipeline;
using Weir.Pipeline.Review;
using Weir.Storage.Verdicts;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Review;

public abstract class ReviewEndpointsTests(StoreKind kind)
{
    private readonly FakeTime _time = new();

    [Fact]
    public async Task What_is_asked_for_often_and_unsure_comes_first_and_what_is_sure_does_not_come()
    {
        await using var server = await Start();
        Verdicts(server, ("often.example/", Decision.Suspicious, 0.3, 5), ("unsure.example/", Decision.Suspicious, 0.5, 2), ("sure.example/", Decision.Phishing, 0.99, 9), ("near.example/", Decision.Phishing, 0.62, 1), ("fine.example/", Decision.Benign, 0.01, 9));
        var items = (await Get(server, "/v1/review")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["http://often.example/", "http://unsure.example/", "http://near.example/"], items.Select(item => Text(item, "subject")));
        Assert.Equal(5, items[0].GetProperty("seen").GetInt32());
        Assert.True(items[0].GetProperty("verdict").GetProperty("reasons").GetArrayLength() > 0);
        Verdicts(server, ("unsure.example/", Decision.Suspicious, 0.5, 8));
        Assert.Equal("http://unsure.example/", Text((await Get(server, "/v1/review?limit=1")).GetProperty("items")[0], "subject"));
        Assert.Equal(0, ReviewWatch.Run(server.Store, 0.5, Ct));
    }

    [Fact]
    public async Task A_decision_teaches_and_lists_and_takes_the_subject_off_the_queue()
    {
        await using var server = await Start();
        Verdicts(server, ("a.example/", Decision.Suspicious, 0.5, 3), ("b.example/", Decision.Suspicious, 0.5, 2), ("c.example/", Decision.Suspicious, 0.5, 1));
        var answer = await server.Post("/v1/review/decide", """{"items":[{"id":1,"decision":"phishing","list":"host"},{"id":2,"decision":"benign"},{"id":3,"decision":"skip"},{"subject":"hxxp://d[.]example/","decision":"phishing"}]}""");
        Assert.Equal(4, (await server.Json(answer)).GetProperty("count").GetInt32());
        Assert.Empty((await Get(server, "/v1/review")).GetProperty("items").EnumerateArray());
        var entry = Assert.Single(server.Store.Lists.Read(new("main")));
        Assert.Equal((ListKind.Block, "a.example", "review"), (entry.Entry.Kind, entry.Entry.Value, entry.Source));
        Assert.Equal([("a.example/", true), ("b.example/", false), ("d.example/", true)], server.Store.Gold.All().Select(gold => (gold.Canonical, gold.IsPhishing)));
        Assert.Equal((1L, 2L), (server.Store.Samples.CountLabels().Benign, server.Store.Samples.CountLabels().Phishing));
        Verdicts(server, ("a.example/", Decision.Suspicious, 0.5, 3));
        Assert.Empty((await Get(server, "/v1/review")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_tenant_sees_and_decides_its_own_subjects_alone()
    {
        await using var server = await Start();
        Verdicts(server, "north", ("n.example/", Decision.Suspicious, 0.5, 3));
        Assert.Empty((await Get(server, "/v1/review")).GetProperty("items").EnumerateArray());
        using var north = server.ClientOf("analyst", "north");
        Assert.Single((await north.GetFromJsonAsync<JsonElement>("/v1/review", Ct)).GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.Forbidden, (await north.GetAsync("/v1/review/conflicts", Ct)).StatusCode);
        var refused = await server.Post("/v1/review/decide", """{"items":[{"id":1,"decision":"phishing"}]}""");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Single(server.Store.ReviewQueue.Read("north", null, 10));
        await north.PostAsJsonAsync("/v1/review/decide", new { items = new[] { new { id = 1, decision = "phishing", list = "url" } } }, Ct);
        Assert.Empty(server.Store.ReviewQueue.Read("north", null, 10));
        Assert.Single(server.Store.Lists.All("north"));
        Assert.Empty(server.Store.Gold.All());
    }

    [Theory]
    [InlineData("{}", "items")]
    [InlineData("""{"items":[{"decision":"phishing"},{"id":1,"subject":"x.example","decision":"benign"},{"id":0,"decision":"maybe"},7]}""", "items[0].id")]
    [InlineData("""{"items":[{"subject":"linktr.ee/x","decision":"benign","list":"domain"}]}""", "platform")]
    [InlineData("""{"items":[{"subject":"mailto:x","decision":"benign"}]}""", "cannot be read")]
    public async Task Faults_are_told_and_nothing_is_decided(string body, string words)
    {
        await using var server = await Start();
        var refused = await server.Post("/v1/review/decide", body);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(words, (await server.Json(refused)).ToString());
        Assert.Empty(server.Store.Gold.All());
    }

    [Fact]
    public async Task What_feeds_disagree_about_waits_here_too()
    {
        await using var server = await Start();
        SomeStore.Import(server.Store, [new LabelledUrl("http://torn.example/", true, _time.GetUtcNow(), "a"), new LabelledUrl("http://torn.example/", false, _time.GetUtcNow(), "b")]);
        var conflict = Assert.Single((await Get(server, "/v1/review/conflicts")).GetProperty("items").EnumerateArray());
        Assert.Equal("http://torn.example/", Text(conflict, "subject"));
        await server.Post("/v1/review/decide", """{"items":[{"subject":"http://torn.example/","decision":"benign"}]}""");
        Assert.Empty((await Get(server, "/v1/review/conflicts")).GetProperty("items").EnumerateArray());
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Task<ServerUnderTest> Start() => ServerUnderTest.StartWithStore(time: _time, kind: kind);

    private void Verdicts(ServerUnderTest server, params (string Canonical, Decision Decision, double Score, int Times)[] verdicts) => Verdicts(server, "main", verdicts);

    private void Verdicts(ServerUnderTest server, string tenant, params (string Canonical, Decision Decision, double Score, int Times)[] verdicts)
    {
        _time.Advance(TimeSpan.FromSeconds(2));
        var rows = verdicts.SelectMany(one => Enumerable.Repeat(one, one.Times)).Select(one => new VerdictRow
        {
            Tenant = tenant,
            At = _time.GetUtcNow(),
            Subject = "http://" + one.Canonical,
            SubjectKey = SubjectHash.Of(one.Canonical),
            Score = one.Score,
            Decision = one.Decision,
        }).ToList();
        server.Store.Verdicts.Add(rows, rows.Count, 0, null);
        ReviewWatch.Run(server.Store, 0.5, Ct);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static async Task<JsonElement> Get(ServerUnderTest server, string path) => await server.Client.GetFromJsonAsync<JsonElement>(path, Ct);
}

public sealed class ReviewEndpointsOnSqlite() : ReviewEndpointsTests(StoreKind.Sqlite);

public sealed class ReviewEndpointsOnPostgres() : ReviewEndpointsTests(StoreKind.Postgres);
