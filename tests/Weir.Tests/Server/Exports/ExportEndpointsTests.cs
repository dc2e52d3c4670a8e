using System.IO.Compression;
using System.Net;
using System.Text;
using Weir.Detection.Lists;
using Weir.Storage.Review;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Exports;

public abstract class ExportEndpointsTests(StoreKind kind)
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hosts_file_holds_hosts_and_tenants_but_never_platforms_or_numbers()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        SomeThreats.Label(server.Store);
        var lines = await Lines(server, "hosts");
        Assert.Equal(["0.0.0.0 fake-bank-login.vercel.app", "0.0.0.0 secure-login.account-check.example"], lines);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("csv")]
    [InlineData("stix")]
    [InlineData("misp")]
    [InlineData("rpz")]
    public async Task Another_tenant_sees_what_main_blocks_and_neither_why_nor_who(string format)
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        server.Store.Lists.Add(new ListEntry(ListKind.Block, ListScope.Host, "bad.example", "told-by-nobody", null), "anna-of-main");
        using var other = server.ClientOf("viewer", "other");
        var text = await other.GetStringAsync($"/v1/export/{format}", Ct);
        Assert.Contains("bad.example", text, StringComparison.Ordinal);
        Assert.DoesNotContain("told-by-nobody", text, StringComparison.Ordinal);
        Assert.DoesNotContain("anna-of-main", text, StringComparison.Ordinal);
        Assert.DoesNotContain("bad.example", await other.GetStringAsync("/v1/lists", Ct) + await other.GetStringAsync("/v1/lists/export", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_list_names_pages_where_their_host_is_shared()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        SomeThreats.Label(server.Store);
        var lines = await Lines(server, "plain");
        Assert.Equal(["203.0.113.9", "fake-bank-login.vercel.app", "secure-login.account-check.example", SomeThreats.Page], lines);
        Assert.Equal([SomeThreats.Number, SomeThreats.Page], (await Lines(server, "plain?entries=urls")).Where(line => line is SomeThreats.Page or SomeThreats.Number));
    }

    [Fact]
    public async Task A_filter_list_blocks_hosts_and_single_documents()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        SomeThreats.Label(server.Store);
        var lines = await Lines(server, "adblock");
        Assert.Contains("||fake-bank-login.vercel.app^", lines);
        Assert.Contains("||github.com/phisher-of-example/login|$document", lines);
        Assert.DoesNotContain("||vercel.app^", lines);
        Assert.DoesNotContain("||github.com^", lines);
    }

    [Fact]
    public async Task A_zone_passes_the_checker_of_BIND()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        SomeThreats.Label(server.Store);
        server.Store.Lists.Add(SomeThreats.Entry(ListKind.Block, ListScope.RegistrableDomain, "wholly-bad.example"), "test");
        var zone = await server.Client.GetStringAsync("/v1/export/rpz", Ct);
        Assert.Contains("\nfake-bank-login.vercel.app CNAME .\n", zone, StringComparison.Ordinal);
        Assert.Contains("\n*.wholly-bad.example CNAME .\n", zone, StringComparison.Ordinal);
        Assert.Contains("\n32.9.113.0.203.rpz-ip CNAME .\n", zone, StringComparison.Ordinal);
        using var directory = new TempDirectory();
        var file = Path.Combine(directory.Path, "weir.zone");
        await File.WriteAllTextAsync(file, zone, Ct);
        var check = await ProcessRun.Of("named-checkzone", ["rpz.weir.test", file]);
        Assert.True(check.ExitCode == 0, check.Output + check.Error);
    }

    [Fact]
    public async Task A_table_is_safe_to_open_and_tells_everything()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        SomeThreats.Label(server.Store, "http://bad.example/a,b\"c");
        var lines = await Lines(server, "csv");
        Assert.StartsWith("type,value,host,domain,origin,confidence,first_seen,listed_at,changed_at,expires", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("host,fake-bank-login.vercel.app,fake-bank-login.vercel.app,fake-bank-login.vercel.app,label,1,2026-03-01T12:00:00Z,", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("url,\"http://bad.example/a,b%22c\",bad.example,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_list_has_the_same_tag_and_is_not_sent_again()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        SomeThreats.Label(server.Store);
        using var first = await server.Client.GetAsync("/v1/export/plain", Ct);
        using var again = await Get(server, "/v1/export/plain", "If-None-Match", first.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.False(first.Headers.ETag.IsWeak);
        SomeThreats.Label(server.Store, "http://another-bad.example/");
        using var changed = await Get(server, "/v1/export/plain", "If-None-Match", first.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task A_client_that_takes_gzip_gets_the_same_text_packed()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        SomeThreats.Label(server.Store);
        using var packed = await Get(server, "/v1/export/plain", "Accept-Encoding", "br, gzip");
        Assert.Equal("gzip", Assert.Single(packed.Content.Headers.ContentEncoding));
        await using var unpacked = new GZipStream(await packed.Content.ReadAsStreamAsync(Ct), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked, Encoding.UTF8);
        Assert.Equal(await server.Client.GetStringAsync("/v1/export/plain", Ct), await reader.ReadToEndAsync(Ct));
    }

    [Fact]
    public async Task Changes_since_a_time_tell_what_came_and_what_went()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        SomeThreats.Label(server.Store);
        using var before = await server.Client.GetAsync("/v1/export/plain", Ct);
        var changed = before.Headers.GetValues("X-Weir-Changed").Single();
        server.Store.Lists.Add(SomeThreats.Entry(ListKind.Block, ListScope.Host, "new-bad.example"), "test");
        server.Store.Lists.Add(SomeThreats.Entry(ListKind.Allow, ListScope.Host, "fake-bank-login.vercel.app"), "test");
        var lines = await Lines(server, "plain?since=" + changed);
        Assert.Equal(["+new-bad.example", "-fake-bank-login.vercel.app", "-" + SomeThreats.Tenant], lines.Order(StringComparer.Ordinal));
        Assert.True(server.Store.Lists.Remove(ListKind.Allow, ListScope.Host, "fake-bank-login.vercel.app", "test"));
        Assert.Contains("0.0.0.0 fake-bank-login.vercel.app", await Lines(server, "hosts"));
    }

    [Fact]
    public async Task What_is_settled_as_benign_is_taken_off_and_its_host_with_it()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        SomeThreats.Label(server.Store, "http://shop.example/hacked");
        Assert.Contains("shop.example", await Lines(server, "plain"));
        server.Store.Gold.Add(new GoldSubject { Canonical = "shop.example/", Subject = "http://shop.example/", IsPhishing = false, Origin = "appeal" }, "test");
        var lines = await Lines(server, "plain");
        Assert.DoesNotContain("shop.example", lines);
        Assert.Contains("http://shop.example/hacked", lines);
    }

    [Fact]
    public async Task A_block_entry_that_has_expired_is_no_longer_exported()
    {
        var time = new FakeTime();
        await using var server = await ServerUnderTest.StartWithStore(time: time, kind: kind);
        server.Store.Lists.Add(SomeThreats.Entry(ListKind.Block, ListScope.Host, "for-an-hour.example", time.GetUtcNow().AddHours(1)), "test");
        Assert.Contains("for-an-hour.example", await Lines(server, "plain"));
        time.Advance(TimeSpan.FromHours(2));
        Assert.DoesNotContain("for-an-hour.example", await Lines(server, "plain"));
    }

    [Fact]
    public async Task Every_fault_of_a_request_is_told_at_once()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        using var response = await server.Client.GetAsync("/v1/export/rpz?entries=urls&since=yesterday", Ct);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await server.Json(response);
        Assert.Equal(["entries", "since", "since"], problem.GetProperty("errors").EnumerateArray().Select(fault => fault.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task The_command_line_writes_the_same_list()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        SomeThreats.Label(server.Store);
        var expected = await server.Client.GetStringAsync("/v1/export/hosts", Ct);
        using var directory = new TempDirectory();
        var file = Path.Combine(directory.Path, "phishing.hosts");
        var run = await CommandRun.Of("export", "--data", server.Store.DataDirectory, "--format", "hosts", "--out", file);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(expected, await File.ReadAllTextAsync(file, Ct));
    }

    private static async Task<List<string>> Lines(ServerUnderTest server, string list)
    {
        var text = await server.Client.GetStringAsync("/v1/export/" + list, Ct);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] is not ('#' or '!' or '['))];
    }

    private static async Task<HttpResponseMessage> Get(ServerUnderTest server, string path, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(header, value);
        return await server.Client.SendAsync(request, Ct);
    }
}

public sealed class ExportEndpointsOnSqlite() : ExportEndpointsTests(StoreKind.Sqlite);

public sealed class ExportEndpointsOnPostgres() : ExportEndpointsTests(StoreKind.Postgres);
