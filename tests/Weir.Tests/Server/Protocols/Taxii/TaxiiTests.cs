using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Weir.Detection.Lists;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Protocols.Taxii;

public abstract partial class TaxiiTests(StoreKind kind)
{
    private const string MediaType = "application/taxii+json;version=2.1";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_finds_its_way_from_discovery_to_the_objects()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        SomeThreats.Label(server.Store);
        var root = (await Get(server, "/taxii2/")).Json.GetProperty("default").GetString()!;
        Assert.Equal(MediaType, (await Get(server, root)).Json.GetProperty("versions")[0].GetString());
        var collection = (await Get(server, root + "collections/")).Json.GetProperty("collections")[0];
        Assert.Equal((true, false), (collection.GetProperty("can_read").GetBoolean(), collection.GetProperty("can_write").GetBoolean()));
        var objects = await Get(server, $"{root}collections/{collection.GetProperty("id").GetString()}/objects/");
        Assert.Equal(["marking-definition", "identity"], objects.Json.GetProperty("objects").EnumerateArray().Take(2).Select(Type));
        Assert.Contains(objects.Json.GetProperty("objects").EnumerateArray(), one => Pattern(one) == "[domain-name:value = 'fake-bank-login.vercel.app']");
    }

    [Theory]
    [InlineData("evil.example", "", "/taxii2/weir/")]
    [InlineData("192.0.2.1", "", "/taxii2/weir/")]
    [InlineData("localhost:81", "", "http://localhost:81/taxii2/weir/")]
    [InlineData("evil.example", "https://weir.example.com/base", "https://weir.example.com/base/taxii2/weir/")]
    public async Task The_root_names_the_host_that_was_asked_only_where_it_is_this_server(string host, string publicUrl, string root)
    {
        await using var server = await ServerUnderTest.Start(change: options => options with { PublicUrl = publicUrl });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/taxii2/") { Headers = { { "Host", host } } };
        using var answer = await server.Client.SendAsync(request, Ct);
        var told = await server.Json(answer);
        Assert.Equal((root, root), (told.GetProperty("default").GetString(), told.GetProperty("api_roots")[0].GetString()));
    }

    [Fact]
    public async Task Pages_together_hold_every_object_once_and_in_order()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        SomeThreats.Label(server.Store, Enumerable.Range(0, 20).Select(i => $"http://bad-{i}.example/"));
        var path = await Objects(server);
        var (ids, next) = (new List<string>(), "");
        do
        {
            var page = (await Get(server, $"{path}?limit=7&match[type]=indicator{next}")).Json;
            ids.AddRange(page.GetProperty("objects").EnumerateArray().Select(one => one.GetProperty("id").GetString()!));
            next = page.GetProperty("more").GetBoolean() ? "&next=" + page.GetProperty("next").GetString() : "";
        }
        while (next.Length > 0);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal((await Get(server, path + "?match[type]=indicator")).Json.GetProperty("objects").GetArrayLength(), ids.Count);
    }

    [Fact]
    public async Task What_comes_after_the_last_date_is_only_what_changed()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        SomeThreats.Label(server.Store);
        var path = await Objects(server);
        var last = (await Get(server, path)).Headers.GetValues("X-TAXII-Date-Added-Last").Single();
        Assert.Equal(0, (await Get(server, $"{path}?added_after={last}")).Json.GetProperty("objects").GetArrayLength());
        server.Store.Lists.Add(SomeThreats.Entry(ListKind.Allow, ListScope.Host, "fake-bank-login.vercel.app"), "test");
        var changed = (await Get(server, $"{path}?added_after={last}")).Json.GetProperty("objects").EnumerateArray().ToList();
        Assert.Equal(2, changed.Count);
        Assert.All(changed, one => Assert.True(one.GetProperty("revoked").GetBoolean()));
    }

    [Fact]
    public async Task Indicators_are_as_the_standard_wants_them()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        SomeThreats.Label(server.Store, "http://bad.example/it's%20\\here");
        var objects = (await Get(server, await Objects(server))).Json.GetProperty("objects").EnumerateArray().Where(one => Type(one) == "indicator").ToList();
        var ids = objects.Select(one => one.GetProperty("id").GetString()!).ToList();
        Assert.All(objects, Check);
        Assert.Equal(ids, (await Get(server, await Objects(server))).Json.GetProperty("objects").EnumerateArray().Where(one => Type(one) == "indicator").Select(one => one.GetProperty("id").GetString()));
        Assert.Contains(objects, one => Pattern(one)!.Contains("it\\'s", StringComparison.Ordinal));
        Assert.Contains(objects, one => Pattern(one) == "[ipv4-addr:value = '203.0.113.9']");
    }

    [Fact]
    public async Task One_object_its_versions_and_the_manifest_agree()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        SomeThreats.Label(server.Store);
        var path = await Objects(server);
        var record = (await Get(server, path.Replace("objects/", "manifest/", StringComparison.Ordinal))).Json.GetProperty("objects").EnumerateArray().Last();
        var id = record.GetProperty("id").GetString();
        var one = (await Get(server, $"{path}{id}/")).Json.GetProperty("objects")[0];
        Assert.Equal(record.GetProperty("version").GetString(), one.GetProperty("modified").GetString());
        Assert.Equal(record.GetProperty("version").GetString(), (await Get(server, $"{path}{id}/versions/")).Json.GetProperty("versions")[0].GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await Get(server, $"{path}indicator--00000000-0000-4000-8000-000000000000/")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Get(server, "/taxii2/weir/collections/other/objects/")).Status);
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.NotAcceptable)]
    [InlineData("application/taxii+json;version=2.0", HttpStatusCode.NotAcceptable)]
    [InlineData("application/taxii+json", HttpStatusCode.OK)]
    [InlineData("*/*", HttpStatusCode.OK)]
    public async Task Only_who_takes_the_media_type_is_answered(string accept, HttpStatusCode status)
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        Assert.Equal(status, (await Get(server, "/taxii2/", accept)).Status);
    }

    private static void Check(JsonElement indicator)
    {
        Assert.Matches(Id(), indicator.GetProperty("id").GetString()!);
        Assert.Equal("2.1", indicator.GetProperty("spec_version").GetString());
        foreach (var time in (string[])["created", "modified", "valid_from"]) Assert.Matches(Time(), indicator.GetProperty(time).GetString()!);
        Assert.True(string.CompareOrdinal(indicator.GetProperty("created").GetString(), indicator.GetProperty("modified").GetString()) <= 0);
        Assert.Equal("stix", indicator.GetProperty("pattern_type").GetString());
        Assert.InRange(indicator.GetProperty("confidence").GetInt32(), 0, 100);
        Assert.Equal("malicious-activity", indicator.GetProperty("indicator_types")[0].GetString());
        Assert.DoesNotContain("http://", indicator.GetProperty("name").GetString(), StringComparison.Ordinal);
    }

    private static string? Type(JsonElement one) => one.GetProperty("type").GetString();

    private static string? Pattern(JsonElement one) => one.TryGetProperty("pattern", out var pattern) ? pattern.GetString() : null;

    private static async Task<string> Objects(ServerUnderTest server) =>
        $"/taxii2/weir/collections/{(await Get(server, "/taxii2/weir/collections/")).Json.GetProperty("collections")[0].GetProperty("id").GetString()}/objects/";

    private static async Task<(HttpStatusCode Status, JsonElement Json, System.Net.Http.Headers.HttpResponseHeaders Headers)> Get(ServerUnderTest server, string path, string accept = MediaType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        var response = await server.Client.SendAsync(request, Ct);
        Assert.Equal(MediaType, response.Content.Headers.ContentType!.ToString().Replace(" ", "", StringComparison.Ordinal));
        return (response.StatusCode, await server.Json(response), response.Headers);
    }

    [GeneratedRegex("^indicator--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    private static partial Regex Id();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
    private static partial Regex Time();
}

public sealed class TaxiiOnSqlite() : TaxiiTests(StoreKind.Sqlite);

public sealed class TaxiiOnPostgres() : TaxiiTests(StoreKind.Postgres);
