using System.Text.Json;
using System.Text.RegularExpressions;
using Weir.Detection.Lists;
using Weir.Server;
using Weir.Server.Protocols.Syslog;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Protocols.Syslog;

public sealed partial class SyslogTests
{
    // The server tells of changes too, such as the key that the test made.
    private const string Verdict = " verdict - ";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Phishing_is_told_by_datagram_in_CEF()
    {
        using var receiver = SyslogServer.Udp();
        await using var server = await Start(receiver, SyslogTransport.Udp);
        await server.Post("/v1/check", """{"subject":"http://bad.example/a=b|c\\d"}""");
        var message = await receiver.NextAsync(Verdict);
        Assert.Matches(Frame(), message);
        Assert.Contains(" request=http://bad.example/a\\=b|c\\\\d ", message, StringComparison.Ordinal);
        Assert.Contains(" cfp1Label=score cfp1=0.973 ", message, StringComparison.Ordinal);
        Assert.EndsWith(" cs4Label=tenant cs4=main", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_harmless_is_not_told()
    {
        using var receiver = SyslogServer.Udp();
        await using var server = await Start(receiver, SyslogTransport.Udp);
        await server.Post("/v1/check", """{"subjects":["http://good.example/","http://bad.example/"]}""");
        Assert.Contains("bad.example", await receiver.NextAsync(Verdict), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_made_again_and_nothing_is_lost()
    {
        using var receiver = SyslogServer.Tcp();
        await using var server = await Start(receiver, SyslogTransport.Tcp, isCef: false);
        await server.Post("/v1/check", """{"subject":"http://bad.example/1"}""");
        Assert.Contains("bad.example/1", await receiver.NextAsync(Verdict), StringComparison.Ordinal);
        receiver.Drop();
        await server.Post("/v1/check", """{"subject":"http://bad.example/2"}""");
        var second = await receiver.NextAsync(Verdict);
        var json = JsonDocument.Parse(second[second.IndexOf('{', StringComparison.Ordinal)..]).RootElement;
        Assert.Equal(("verdict.phishing", "http://bad.example/2"), (json.GetProperty("event").GetString(), json.GetProperty("url").GetString()));
    }

    [Fact]
    public async Task Encrypted_events_reach_only_a_server_that_is_trusted()
    {
        using var certificate = SomeCertificate.Create();
        using var receiver = SyslogServer.Tls(certificate);
        await using var server = await Start(receiver, SyslogTransport.Tls, settings => settings with { Roots = [certificate] });
        await server.Post("/v1/check", """{"subject":"http://bad.example/"}""");
        Assert.Contains("bad.example", await receiver.NextAsync(Verdict), StringComparison.Ordinal);
        using var other = SomeCertificate.Create();
        await Assert.ThrowsAnyAsync<System.Security.Authentication.AuthenticationException>(() => SyslogConnection.OpenAsync(Settings(receiver, SyslogTransport.Tls) with { Roots = [other] }, Ct));
    }

    [Fact]
    public async Task Changes_are_told_from_the_audit_log()
    {
        using var receiver = SyslogServer.Tcp();
        await using var server = await StartWithStore(receiver);
        server.Store.Lists.Add(SomeThreats.Entry(ListKind.Block, ListScope.Host, "first.example"), "test");
        string message;
        do
        {
            // The log server hears of what happens after it was reached for the first time.
            server.Store.Lists.Add(SomeThreats.Entry(ListKind.Block, ListScope.Host, "later.example"), "test");
            await server.Post("/v1/check", """{"subject":"http://bad.example/"}""");
            message = await receiver.NextAsync();
        }
        while (!message.Contains(" cs1=later.example ", StringComparison.Ordinal));
        Assert.Contains("|list.add|Audit entry|3|", message, StringComparison.Ordinal);
        Assert.Contains(" suser=test act=list.add cs1Label=subject cs1=later.example msg=", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_queue_loses_verdicts_and_counts_them()
    {
        await using var server = await ServerUnderTest.Start(change: options => options with { Syslog = new SyslogSettings { Host = "127.0.0.1", Port = 1, Transport = SyslogTransport.Tcp, Queue = 100 } });
        await server.Post("/v1/check", $$"""{"subjects":[{{string.Join(',', Enumerable.Range(0, 150).Select(i => $"\"http://bad.example/{i}\""))}}]}""");
        var state = await server.Json(await server.Client.GetAsync("/v1/events", Ct));
        Assert.Equal((100, 50), (state.GetProperty("waiting").GetInt32(), state.GetProperty("lost").GetInt32()));
        Assert.Contains("weir_syslog_lost_total 50", await server.Client.GetStringAsync("/metrics", Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Address", "user@host/path")]
    [InlineData("Protocol", "smoke")]
    [InlineData("Facility", "local9")]
    [InlineData("CaFile", "/no/such/file.pem")]
    [InlineData("Colour", "red")]
    public void Settings_that_cannot_be_used_are_named(string name, string value)
    {
        var faults = new List<string>();
        SyslogSettings.From(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Events:Syslog:" + name] = value }, faults);
        Assert.Contains("Events:Syslog:" + name, Assert.Single(faults), StringComparison.Ordinal);
    }

    private static SyslogSettings Settings(SyslogServer receiver, SyslogTransport transport) => new() { Host = "localhost", Port = receiver.Port, Transport = transport };

    private static Task<ServerUnderTest> Start(SyslogServer receiver, SyslogTransport transport, Func<SyslogSettings, SyslogSettings>? change = null, bool isCef = true) =>
        ServerUnderTest.Start(change: Use(receiver, transport, change, isCef));

    private static Task<ServerUnderTest> StartWithStore(SyslogServer receiver) => ServerUnderTest.StartWithStore(change: Use(receiver, SyslogTransport.Tcp, null, true));

    private static Func<ServerOptions, ServerOptions> Use(SyslogServer receiver, SyslogTransport transport, Func<SyslogSettings, SyslogSettings>? change, bool isCef) => options =>
        options with { Syslog = (change ?? (same => same))(Settings(receiver, transport) with { IsCef = isCef }) };

    [GeneratedRegex(@"^<132>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \S+ weir \d+ verdict - CEF:0\|Weir\|Weir\|[^|]*\|verdict\.phishing\|Address judged phishing\|8\|rt=\d+ ")]
    private static partial Regex Frame();
}
