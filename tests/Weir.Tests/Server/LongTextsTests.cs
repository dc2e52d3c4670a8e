using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Pipeline;
using Weir.Pipeline.Labeling;
using Weir.Server.Models;
using Weir.Server.Verdicts;
using Weir.Storage.Review;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server;

/// <summary>Addresses of any length go through every door as they do on the other database; what no index could hold is met here.</summary>
public abstract class LongTextsTests(StoreKind kind)
{
    private const int Longest = 8_000;

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Longest, HttpStatusCode.Created)]
    [InlineData(10_000, HttpStatusCode.BadRequest)]
    [InlineData(100_000, HttpStatusCode.BadRequest)]
    public async Task A_list_entry_is_kept_once_or_refused_with_a_sentence(int length, HttpStatusCode status)
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        Assert.Equal(status, (await Entry("block")).StatusCode);
        if (status is not HttpStatusCode.Created) return;
        Assert.Equal(HttpStatusCode.OK, (await Entry("block")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Entry("allow")).StatusCode);
        var csv = await server.Client.GetStringAsync("/v1/lists/export", Ct);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync("/v1/lists/1", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Post("/v1/lists/import", csv, "text/csv")).StatusCode);
        Assert.Equal(Address(length)["http://".Length..], Assert.Single(server.Store.Lists.All()).Value);

        Task<HttpResponseMessage> Entry(string kind) => server.Client.PostAsJsonAsync("/v1/lists", new { kind, value = Address(length), reason = "long" }, Ct);
    }

    [Fact]
    public async Task An_objection_is_settled_and_the_reviewer_may_say_otherwise()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.Created, (await server.Client.PostAsJsonAsync("/v1/appeals", new { subject = Address(Longest), reason = "It is mine." }, Ct)).StatusCode);
        var about = Assert.Single((await server.Client.GetFromJsonAsync<JsonElement>("/v1/appeals", Ct)).GetProperty("items").EnumerateArray());
        Assert.Equal(2, about.GetProperty("objections").GetInt32());
        var settled = await server.Post("/v1/appeals/cases/1/settle", """{"outcome":"overturned","reason":"It is a shop."}""");
        Assert.True(settled.IsSuccessStatusCode, await settled.Content.ReadAsStringAsync(Ct));
        Assert.False(Assert.Single(server.Store.Gold.All()).IsPhishing);
        var decided = await server.Client.PostAsJsonAsync("/v1/review/decide", new { items = new[] { new { subject = Address(Longest), decision = "phishing", list = "url" } } }, Ct);
        Assert.True(decided.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict, await decided.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Client.PostAsJsonAsync("/v1/appeals", new { subject = Address(10_000), reason = "It is mine." }, Ct)).StatusCode);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(100_000)]
    public async Task What_was_gathered_is_settled_once_and_the_exports_still_answer(int length)
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        var address = Address(length);
        SomeStore.Import(server.Store, [new LabelledUrl(address, true, TimeProvider.System.GetUtcNow(), "a"), new LabelledUrl(address, true, TimeProvider.System.GetUtcNow(), "b")]);
        var canonical = "";
        SampleLabeling.Run(server.Store.Samples, Ct);
        server.Store.Samples.ReadLabelled(sample => canonical = sample.Canonical);
        foreach (var isPhishing in (bool[])[true, false]) server.Store.Gold.Add(new GoldSubject { Canonical = canonical, Subject = address, IsPhishing = isPhishing }, "anna");
        Assert.False(Assert.Single(server.Store.Gold.All()).IsPhishing);
        SampleLabeling.Run(server.Store.Samples, Ct);
        Assert.Equal((1L, 1L), (server.Store.Samples.CountLabels().Samples, server.Store.Samples.CountLabels().Benign));
        server.Store.Lists.Add(new ListEntry(ListKind.Block, ListScope.Url, canonical, "long", null), "anna");
        foreach (var format in (string[])["plain", "csv", "stix"]) Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/v1/export/" + format, Ct)).StatusCode);
        Assert.True(server.Store.Gold.Remove(canonical, "anna"));
    }

    [Fact]
    public async Task The_history_keeps_every_verdict()
    {
        await using var server = await ServerUnderTest.StartWithStore(ByHost(), kind: kind);
        string[] subjects = [Address(10_000), Address(100_000), $"http://bad{Text(5_000)}.example/", $"http://{Text(70_000)}.example/", "http://bad.example/"];
        foreach (var subject in subjects) Assert.True((await server.Client.PostAsJsonAsync("/v1/check", new { subject }, Ct)).IsSuccessStatusCode);
        server.Part<TrafficRecorder>().Beat();
        var totals = server.Store.Verdicts.Totals();
        Assert.Equal((subjects.Length, subjects.Length, 0L), (totals.Seen, totals.Kept, totals.Dropped));
    }

    private static ServedDetector ByHost() => new((subject, _) => new Verdict
    {
        Subject = subject,
        Canonical = subject["http://".Length..],
        RegistrableDomain = subject.Split('/')[2],
        Decision = Decision.Phishing,
        Score = 0.9,
        CheckedAt = TimeProvider.System.GetUtcNow(),
        Model = new ModelIdentity("v1", ""),
    }, new ModelIdentity("v1", new string('a', 64)), "champion", null);

    private static string Address(int length) => $"http://bad.example/{Text(length - "http://bad.example/".Length)}";

    // Without any order: what repeats itself is kept packed, and would fit.
    private static string Text(int length)
    {
        var random = new Random(7);
        return string.Create(length, random, (to, chance) =>
        {
            foreach (ref var c in to) c = "abcdefghijklmnopqrstuvwxyz0123456789"[chance.Next(36)];
        });
    }
}

public sealed class LongTextsOnSqlite() : LongTextsTests(StoreKind.Sqlite);

public sealed class LongTextsOnPostgres() : LongTextsTests(StoreKind.Postgres);
