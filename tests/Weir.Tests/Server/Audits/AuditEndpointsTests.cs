using System.Net;
using System.Text.Json;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Audits;

public abstract class AuditEndpointsTests(StoreKind kind)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entries_are_read_page_by_page_and_filtered()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        for (var i = 0; i < 5; i++) server.Store.Settings.Set($"name{i}", "1", "anna");
        var first = await Get(server, "/v1/audit?action=setting&limit=2");
        Assert.Equal(["name4", "name3"], Subjects(first));
        var second = await Get(server, $"/v1/audit?action=setting&limit=3&cursor={first.GetProperty("next").GetString()}");
        Assert.Equal(["name2", "name1", "name0"], Subjects(second));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.Equal(["name1"], Subjects(await Get(server, "/v1/audit?subject=NAME1&actor=anna&since=2020-01-01")));
    }

    [Fact]
    public async Task Every_fault_of_a_query_is_told_in_one_answer()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        var refused = await server.Client.GetAsync($"/v1/audit?limit=0&cursor=x&since=soon&until=then&actor={new string('a', 501)}", Ct);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(["limit", "cursor", "actor", "since", "until"], (await server.Json(refused)).GetProperty("errors").EnumerateArray().Select(fault => fault.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task The_chain_is_verified_and_its_first_fault_named()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        server.Store.Settings.Set("a", "1", "anna");
        var whole = await Get(server, "/v1/audit/verify");
        Assert.Equal((true, server.Store.Audit.Count()), (whole.GetProperty("whole").GetBoolean(), whole.GetProperty("entries").GetInt64()));
        Assert.Equal(server.Store.Audit.Recent(1)[0].Hash, whole.GetProperty("lastHash").GetString());
        File.WriteAllText(Path.Combine(server.Store.DataDirectory, "audit-anchor.json"), """{"entry": 99, "hash": "ff"}""");
        var cut = await Get(server, "/v1/audit/verify");
        Assert.False(cut.GetProperty("whole").GetBoolean());
        Assert.Contains("audit-anchor.json knows entry 99", cut.GetProperty("fault").GetProperty("sentence").GetString());
    }

    [Theory]
    [InlineData("analyst", "main")]
    [InlineData("admin", "other")]
    public async Task Only_admins_of_the_main_tenant_may_read_it(string role, string tenant)
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        if (tenant != "main") server.Store.Tenants.Add(tenant, null, "test");
        using var client = server.ClientOf(role, tenant);
        foreach (var path in (string[])["/v1/audit", "/v1/audit/verify", "/audit"])
            Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(path, Ct)).StatusCode);
    }

    private static async Task<JsonElement> Get(ServerUnderTest server, string path)
    {
        var answer = await server.Client.GetAsync(path, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await server.Json(answer);
    }

    private static IEnumerable<string?> Subjects(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("subject").GetString());
}

public sealed class AuditEndpointsOnSqlite() : AuditEndpointsTests(StoreKind.Sqlite);

public sealed class AuditEndpointsOnPostgres() : AuditEndpointsTests(StoreKind.Postgres);
