using System.Net;
using System.Security.Cryptography;
using System.Text;
using Weir.Detection.Lists;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Protocols.Misp;

public sealed class MispFeedTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_manifest_names_an_event_that_holds_what_the_hashes_say()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        SomeThreats.Label(server.Store);
        var entry = Assert.Single((await server.Json(await server.Client.GetAsync("/misp/manifest.json", Ct))).EnumerateObject());
        Assert.Equal("Weir", entry.Value.GetProperty("Orgc").GetProperty("name").GetString());
        var file = (await server.Json(await server.Client.GetAsync($"/misp/{entry.Name}.json", Ct))).GetProperty("Event");
        Assert.Equal(entry.Name, file.GetProperty("uuid").GetString());
        Assert.Equal(entry.Value.GetProperty("timestamp").GetString(), file.GetProperty("timestamp").GetString());
        var attributes = file.GetProperty("Attribute").EnumerateArray().ToList();
        Assert.Contains(attributes, one => (one.GetProperty("type").GetString(), one.GetProperty("value").GetString()) == ("url", SomeThreats.Page));
        Assert.Contains(attributes, one => (one.GetProperty("type").GetString(), one.GetProperty("value").GetString()) == ("ip-dst", "203.0.113.9"));
        Assert.All(attributes, one => Assert.True(one.GetProperty("to_ids").GetBoolean()));
        var hashes = await server.Client.GetStringAsync("/misp/hashes.csv", Ct);
        Assert.Equal(attributes.Select(one => $"{Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(one.GetProperty("value").GetString()!)))},{entry.Name}"),
            hashes.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task What_was_taken_off_is_deleted_in_the_event()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        SomeThreats.Label(server.Store);
        var id = (await server.Json(await server.Client.GetAsync("/misp/manifest.json", Ct))).EnumerateObject().Single().Name;
        server.Store.Lists.Add(SomeThreats.Entry(ListKind.Allow, ListScope.Host, "fake-bank-login.vercel.app"), "test");
        var attributes = (await server.Json(await server.Client.GetAsync($"/misp/{id}.json", Ct))).GetProperty("Event").GetProperty("Attribute").EnumerateArray();
        Assert.Equal(["fake-bank-login.vercel.app", SomeThreats.Tenant], attributes.Where(one => one.GetProperty("deleted").GetBoolean()).Select(one => one.GetProperty("value").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_event_that_is_not_there_is_told_with_the_way_out()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        using var response = await server.Client.GetAsync($"/misp/{Guid.Empty}.json", Ct);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task The_export_is_one_event_with_everything()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        SomeThreats.Label(server.Store);
        var all = (await server.Json(await server.Client.GetAsync("/v1/export/misp", Ct))).GetProperty("Event");
        Assert.Contains(all.GetProperty("Attribute").EnumerateArray(), one => one.GetProperty("value").GetString() == SomeThreats.Own);
        var bundle = await server.Json(await server.Client.GetAsync("/v1/export/stix", Ct));
        Assert.Equal("bundle", bundle.GetProperty("type").GetString());
        Assert.Equal(all.GetProperty("Attribute").GetArrayLength() + 2, bundle.GetProperty("objects").GetArrayLength());
    }
}
