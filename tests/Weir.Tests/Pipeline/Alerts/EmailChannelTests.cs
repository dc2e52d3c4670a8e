using System.Net;
using System.Security.Cryptography.X509Certificates;
using Weir.Pipeline;
using Weir.Pipeline.Alerts;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Alerts;

/// <summary>Mail against Debian's aiosmtpd. One class, so that what is trusted changes for no other test.</summary>
public sealed class EmailChannelTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly X509Certificate2 _certificate = SomeCertificate.Create();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Trust(null);
        _certificate.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Mail_goes_out_after_starttls_and_a_sign_in()
    {
        using var server = SmtpServer.Secured(SomeCertificate.Write(_certificate, _folder), "weir@example.org", "pass word");
        Trust(_certificate);
        using var alerts = new SomeAlerts(Settings(server.Port, "weir@example.org", "pass word"));
        alerts.Raise(new Finding(FindingKind.RolledBack, FindingLevel.Critical, "v2", "v2 was taken back: false alarms rose to 3 % ≥ 1 %, see http://evil.example/."));
        Assert.True(await Send(alerts) is (1, 0), Trouble(alerts));
        var mail = Assert.Single(server.Taken);
        Assert.Equal(("weir@example.org", true), (mail.GetProperty("user").GetString(), mail.GetProperty("tls").GetBoolean()));
        var text = mail.GetProperty("data").GetString()!;
        Assert.Contains("Subject: [Weir] critical: rolled-back v2\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated\r\n", text, StringComparison.Ordinal);
        Assert.Matches("(?i)message-id: <weir-[0-9a-f]{32}@example.org>\r\n", text);
        Assert.DoesNotContain("http://evil", Decoded(text), StringComparison.Ordinal);
        Assert.Contains("3 % ≥ 1 %, see hxxp://evil[.]example/.", Decoded(text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_it()
    {
        using var server = SmtpServer.Secured(SomeCertificate.Write(_certificate, _folder), "weir@example.org", "right-one");
        Trust(_certificate);
        using var alerts = new SomeAlerts(Settings(server.Port, "weir@example.org", "wrong-one"));
        alerts.Raise(SomeAlerts.Stale());
        Assert.Equal((0, 1), await Send(alerts));
        var trouble = Trouble(alerts);
        Assert.StartsWith($"The mail server 127.0.0.1:{server.Port} answered 530 (5.7.0 Authentication required): ", trouble);
        Assert.Contains("check Alerts:Email:Username (SMTP_USERNAME) and Alerts:Email:Password (SMTP_PASSWORD).", trouble, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_gets_no_password()
    {
        using var server = SmtpServer.Secured(SomeCertificate.Write(_certificate, _folder), "weir@example.org", "pass word");
        using var alerts = new SomeAlerts(Settings(server.Port, "weir@example.org", "pass word"));
        alerts.Raise(SomeAlerts.Stale());
        Assert.Equal((0, 1), await Send(alerts));
        Assert.StartsWith($"The mail server 127.0.0.1:{server.Port} cannot be used: its TLS certificate is not trusted (", Trouble(alerts));
        Assert.Empty(server.Taken);
    }

    [Fact]
    public async Task A_server_without_starttls_is_not_spoken_to_in_the_clear()
    {
        using var server = SmtpServer.Plain();
        using var alerts = new SomeAlerts(Settings(server.Port));
        alerts.Raise(SomeAlerts.Stale());
        Assert.Equal((0, 1), await Send(alerts));
        Assert.StartsWith($"The mail server 127.0.0.1:{server.Port} cannot be used: it does not offer STARTTLS;", Trouble(alerts));
        Assert.Empty(server.Taken);
    }

    [Theory]
    [InlineData("gone@example.org", "answered 550 (", "check Alerts:Email:From and Alerts:Email:To (ALERT_EMAIL).")]
    [InlineData("full@example.org", "answered 452 (", "it has trouble.")]
    public async Task The_operator_reads_why_a_receiver_was_refused(string to, string answer, string way)
    {
        using var server = SmtpServer.Plain();
        using var alerts = new SomeAlerts(Plain(server.Port, to));
        alerts.Raise(SomeAlerts.Stale());
        Assert.Equal((0, 1), await Send(alerts));
        Assert.StartsWith($"The mail server 127.0.0.1:{server.Port} {answer}", Trouble(alerts));
        Assert.Contains(way, Trouble(alerts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_an_outage_of_an_hour_every_mail_arrives_once_and_in_order()
    {
        var port = SmtpServer.FreePort();
        using var alerts = new SomeAlerts(Plain(port, "soc@example.org"));
        for (var minute = 0; minute < 60; minute += 5, alerts.Time.Advance(TimeSpan.FromMinutes(5)))
        {
            if (minute % 20 == 0) alerts.Raise(SomeAlerts.Stale($"feed-{minute / 20}"));
            Assert.Equal(0, (await Send(alerts)).Delivered);
            Assert.StartsWith($"The mail server 127.0.0.1:{port} cannot be used: it refuses connections; check that it runs and the port is right.", Trouble(alerts));
        }

        using var server = SmtpServer.Plain(port);
        for (var minute = 0; minute < 30; minute += 5, alerts.Time.Advance(TimeSpan.FromMinutes(5))) await Send(alerts);
        Assert.Equal(["feed-0", "feed-1", "feed-2"], server.Taken.Select(mail => SubjectOf(mail.GetProperty("data").GetString()!)[^6..]));
    }

    private static AlertSettings Settings(int port, string? user = null, string? password = null) => new()
    {
        Email = new MailTarget("127.0.0.1", port, "weir@example.org", ["soc@example.org"]) { Username = user, Password = password },
        Mask = SecretMask.Of(password),
    };

    private static AlertSettings Plain(int port, string to) => new() { Email = new MailTarget("127.0.0.1", port, "weir@example.org", [to]) { Tls = false } };

    private static async Task<(int Delivered, int Waiting)> Send(SomeAlerts alerts)
    {
        using var sender = new AlertSender(alerts.Store, alerts.Settings);
        var round = await sender.SendDueAsync(Ct);
        return (round.Delivered, (int)round.Waiting);
    }

    private static string Trouble(SomeAlerts alerts) => Assert.Single(alerts.Store.Alerts.Outbox.Channels()).LastError!;

    private static string SubjectOf(string mail) => mail.Split("\r\n").First(line => line.StartsWith("Subject: ", StringComparison.Ordinal));

    private static string Decoded(string mail)
    {
        var body = mail[(mail.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        return mail.Contains("base64", StringComparison.OrdinalIgnoreCase) ? System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(body)) : Unquoted(body);
    }

    private static string Unquoted(string body)
    {
        var bytes = new List<byte>();
        var text = body.Replace("=\r\n", "", StringComparison.Ordinal);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '=') bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(text[at].ToString()));
            else (bytes, at) = ([.. bytes, Convert.ToByte(text.Substring(at + 1, 2), 16)], at + 2);
        }

        return System.Text.Encoding.UTF8.GetString([.. bytes]);
    }

    // The mail client of .NET asks only this hook and the trust store of the machine, which a test leaves alone.
    private static void Trust(X509Certificate2? certificate)
    {
#pragma warning disable SYSLIB0014
        ServicePointManager.ServerCertificateValidationCallback = certificate is null ? null : (_, given, _, _) => given?.GetCertHashString() == certificate.GetCertHashString();
#pragma warning restore SYSLIB0014
    }
}
