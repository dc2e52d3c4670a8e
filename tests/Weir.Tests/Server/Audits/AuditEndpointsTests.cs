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

    [Fact]
    public async Task A_missing_anchor_is_a_warning_and_missing_triggers_are_a_fault_of_the_log_as_a_whole()
    {
        await using var server = await ServerUnderTest.Start();
        server.Store.Settings.Set("a", "1", "anna");
        Assert.Equal(0, (await Get(server, "/v1/audit/verify")).GetProperty("warnings").GetArrayLength());
        File.Delete(Path.Combine(server.Store.DataDirectory, "audit-anchor.json"));
        var warned = await Get(server, "/v1/audit/verify");
        Assert.True(warned.GetProperty("whole").GetBoolean());
        Assert.Contains("audit-anchor.json is not in the data directory", warned.GetProperty("warnings")[0].GetString());
        Assert.Contains("audit-anchor.json is not in the data directory", await server.Client.GetStringAsync("/audit", Ct));
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(server.Store.DataDirectory, "weir.db")};Pooling=False"))
        {
            connection.Open();
            using var drop = connection.CreateCommand();
            drop.CommandText = "DROP TRIGGER audit_no_delete";
            drop.ExecuteNonQuery();
        }

        var open = await Get(server, "/v1/audit/verify");
        Assert.Equal((false, 0L), (open.GetProperty("whole").GetBoolean(), open.GetProperty("fault").GetProperty("entry").GetInt64()));
        Assert.Contains("not guarded", await server.Client.GetStringAsync("/audit", Ct));
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
