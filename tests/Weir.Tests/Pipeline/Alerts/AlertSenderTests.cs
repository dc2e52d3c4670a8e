using System.Security.Cryptography;
using System.Text;
using Weir.Pipeline;
using Weir.Pipeline.Alerts;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Alerts;

public sealed class AlertSenderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_webhook_is_signed_so_that_its_receiver_can_check_it()
    {
        await using var server = await WebhookServer.Start();
        var settings = new AlertSettings { Webhook = new WebhookTarget(new Uri(server.Address, "/in"), "whsec_" + Convert.ToBase64String("0123456789abcdef0123456789abcdef"u8)) };
        using var alerts = new SomeAlerts(settings);
        alerts.Raise(SomeAlerts.Stale());
        await Send(alerts);
        var got = Assert.Single(server.All);
        var (id, stamp) = (got.Headers["webhook-id"], got.Headers["webhook-timestamp"]);
        Assert.Equal(alerts.Time.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), stamp);
        var expected = HMACSHA256.HashData("0123456789abcdef0123456789abcdef"u8, [.. Encoding.UTF8.GetBytes($"{id}.{stamp}."), .. got.Body]);
        Assert.Equal("v1," + Convert.ToBase64String(expected), got.Headers["webhook-signature"]);
        var data = got.Json.GetProperty("data");
        Assert.Equal(("weir.alert.raised", id, "warning"), (got.Json.GetProperty("type").GetString(), data.GetProperty("id").GetString(), data.GetProperty("level").GetString()));
        Assert.Equal("openphish", data.GetProperty("alerts")[0].GetProperty("subject").GetString());
    }

    [Fact]
    public async Task Slack_and_Teams_get_their_own_forms_that_call_nobody()
    {
        await using var server = await WebhookServer.Start();
        using var alerts = new SomeAlerts(new AlertSettings { Slack = new WebhookTarget(new Uri(server.Address, "/slack")), Teams = new WebhookTarget(new Uri(server.Address, "/teams")) });
        alerts.Raise(new Finding(FindingKind.Drift, FindingLevel.Critical, "url", "<!channel> @here [click](http://evil.example/) *drifts*"));
        await Send(alerts);
        var slack = server.All.Single(got => got.Path == "/slack").Json;
        Assert.Equal("critical: drift url", slack.GetProperty("text").GetString());
        Assert.Equal("&lt;!channel&gt; @\u200bhere [click](hxxp://evil[.]example/) *drifts*", slack.GetProperty("attachments")[0].GetProperty("text").GetString());
        var card = server.All.Single(got => got.Path == "/teams").Json.GetProperty("attachments")[0];
        Assert.Equal("application/vnd.microsoft.card.adaptive", card.GetProperty("contentType").GetString());
        var body = card.GetProperty("content").GetProperty("body");
        Assert.Equal("attention", body[0].GetProperty("color").GetString());
        Assert.Equal(@"<!channel> @here [click]\(hxxp://evil[.]example/) \*drifts\*", body[1].GetProperty("text").GetString());
    }

    [Fact]
    public async Task After_an_outage_of_an_hour_everything_arrives_once_and_in_order()
    {
        var port = SmtpServer.FreePort();
        using var alerts = new SomeAlerts(new AlertSettings { Webhook = new WebhookTarget(new Uri($"http://127.0.0.1:{port}/in")) });
        for (var minute = 0; minute < 60; minute++, alerts.Time.Advance(TimeSpan.FromMinutes(1)))
        {
            if (minute % 10 == 0) alerts.Raise(SomeAlerts.Stale($"feed-{minute / 10}"));
            var round = await Send(alerts);
            Assert.Equal(0, round.Delivered);
            Assert.StartsWith($"Webhook at http://127.0.0.1:{port} cannot be told: it refuses connections; check that it runs and the port is right. What waits is kept; the next try is after 2025-06-01 1", Assert.Single(round.Troubles));
        }

        await using var server = await WebhookServer.Start(port);
        for (var minute = 0; minute < 30; minute++, alerts.Time.Advance(TimeSpan.FromMinutes(1))) await Send(alerts);
        Assert.Equal(Enumerable.Range(0, 6).Select(n => $"feed-{n}"), server.All.Select(got => got.Json.GetProperty("data").GetProperty("alerts")[0].GetProperty("subject").GetString()));
        Assert.Null(Assert.Single(alerts.Store.Alerts.Outbox.Channels()).LastError);
    }

    [Fact]
    public async Task The_waits_of_an_outage_grow_and_stay_below_twenty_minutes()
    {
        await using var server = await WebhookServer.Start();
        server.Answer = _ => new Answered(500, "boom");
        using var alerts = new SomeAlerts(new AlertSettings { Webhook = new WebhookTarget(server.Address) });
        alerts.Raise(SomeAlerts.Stale());
        for (var second = 0; second < 6 * 3600; second += 10, alerts.Time.Advance(TimeSpan.FromSeconds(10))) await Send(alerts);
        Assert.InRange(server.All.Count, 22, 30);
        Assert.All(server.All, got => Assert.Equal(server.All.First().Headers["webhook-id"], got.Headers["webhook-id"]));
    }

    [Theory]
    [InlineData(500, "boom", "Slack at {0} answered 500 (boom): its server has trouble.")]
    [InlineData(429, "", "Slack at {0} answered 429: it is told too much at once and gets the rest later.")]
    [InlineData(404, "no_service", "Slack at {0} answered 404 (no_service): the address is no longer valid; make a new one there and set Alerts:Slack:Url.")]
    [InlineData(301, "", "Slack at {0} answered 301: it moved to another address; set that as Alerts:Slack:Url.")]
    [InlineData(400, "invalid_payload", "Slack at {0} answered 400 (invalid_payload): it does not understand the message; check that Alerts:Slack:Url leads to the right kind of receiver.")]
    [InlineData(200, "Webhook message delivery failed with error: HTTP error 413", "Slack at {0} answered 413 (Webhook message delivery failed with error: HTTP error 413): it does not understand the message; check that Alerts:Slack:Url leads to the right kind of receiver.")]
    public async Task The_operator_reads_what_a_webhook_answered(int status, string body, string sentence)
    {
        await using var server = await WebhookServer.Start();
        server.Answer = _ => new Answered(status, body, "Location", "http://127.0.0.1:9/");
        using var alerts = new SomeAlerts(new AlertSettings { Slack = new WebhookTarget(new Uri(server.Address, "/services/T0/B0/secretsecret")) });
        alerts.Raise(SomeAlerts.Stale());
        var trouble = Assert.Single((await Send(alerts)).Troubles);
        var expected = string.Format(System.Globalization.CultureInfo.InvariantCulture, sentence, server.Address.ToString().TrimEnd('/'));
        Assert.StartsWith(expected + " What waits is kept; the next try is after 2025-06-01 12:00 UTC.", trouble);
        Assert.DoesNotContain("secretsecret", trouble, StringComparison.Ordinal);
        Assert.Single(alerts.Waiting("slack"));
    }

    [Fact]
    public async Task A_receiver_that_asks_for_a_pause_gets_it()
    {
        await using var server = await WebhookServer.Start();
        server.Answer = _ => new Answered(429, "", "Retry-After", "600");
        using var alerts = new SomeAlerts(new AlertSettings { Webhook = new WebhookTarget(server.Address) });
        alerts.Raise(SomeAlerts.Stale());
        await Send(alerts);
        server.Answer = _ => Answered.Ok;
        alerts.Time.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal(0, (await Send(alerts)).Delivered);
        alerts.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, (await Send(alerts)).Delivered);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_refused_and_told()
    {
        using var certificate = SomeCertificate.Create();
        await using var server = await WebhookServer.Start(certificate: certificate);
        using var alerts = new SomeAlerts(new AlertSettings { Webhook = new WebhookTarget(new Uri($"https://localhost:{server.Address.Port}/in")) });
        alerts.Raise(SomeAlerts.Stale());
        var trouble = Assert.Single((await Send(alerts)).Troubles);
        Assert.StartsWith($"Webhook at https://localhost:{server.Address.Port} cannot be told: its TLS certificate is not trusted (", trouble);
        Assert.Contains("renew it there, or add its authority to the trust store of this machine.", trouble, StringComparison.Ordinal);
        Assert.Empty(server.All);
    }

    [Fact]
    public async Task A_flood_goes_out_as_a_few_messages_and_one_digest()
    {
        await using var server = await WebhookServer.Start();
        using var alerts = new SomeAlerts(new AlertSettings { Webhook = new WebhookTarget(server.Address), MostPerHour = 8 });
        alerts.Raise([.. Enumerable.Range(0, 40).Select(n => SomeAlerts.Stale($"feed-{n:00}"))]);
        Assert.Equal(6, (await Send(alerts)).Delivered);
        var digest = server.All.Last().Json;
        Assert.Equal("weir.alert.digest", digest.GetProperty("type").GetString());
        Assert.Equal(35, digest.GetProperty("data").GetProperty("alerts").GetArrayLength());
        Assert.Equal("and 10 more; `weir alerts` shows them all", digest.GetProperty("data").GetProperty("lines")[25].GetString());
        alerts.Raise(SomeAlerts.Stale("late"));
        Assert.Equal((0, 1L), (await Send(alerts)) is var held ? (held.Delivered, held.Waiting) : default);
        alerts.Raise(SomeAlerts.Stale("grave", FindingLevel.Critical));
        Assert.Equal(2, (await Send(alerts)).Delivered);
        alerts.Time.Advance(TimeSpan.FromHours(1));
        alerts.Raise(SomeAlerts.Stale("later"));
        Assert.Equal(1, (await Send(alerts)).Delivered);
    }

    [Fact]
    public async Task What_was_not_acknowledged_is_sent_again_after_a_restart_under_the_same_id()
    {
        await using var server = await WebhookServer.Start();
        using var folder = new TempDirectory();
        var settings = new AlertSettings { Webhook = new WebhookTarget(server.Address) };
        var time = new FakeTime();
        using (var store = Weir.Storage.WeirStore.Open(folder.Path, time))
        {
            new AlertLog(store, settings).Raise([SomeAlerts.Stale()]);
            using var cut = new CancellationTokenSource();
            server.Answer = _ => { cut.Cancel(); return Answered.Ok; };
            using var sender = new AlertSender(store, settings);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sender.SendDueAsync(cut.Token));
        }

        server.Answer = _ => Answered.Ok;
        using var again = Weir.Storage.WeirStore.Open(folder.Path, time);
        using var next = new AlertSender(again, settings);
        Assert.Equal(1, (await next.SendDueAsync(Ct)).Delivered);
        Assert.Equal(0, (await next.SendDueAsync(Ct)).Delivered);
        Assert.Equal(2, server.All.Count);
        Assert.Single(server.All.Select(got => got.Headers["webhook-id"]).Distinct());
    }

    [Fact]
    public async Task A_message_that_is_refused_again_and_again_does_not_hold_up_the_others()
    {
        await using var server = await WebhookServer.Start();
        server.Answer = got => got.Text.Contains("poison", StringComparison.Ordinal) ? new Answered(400, "no") : Answered.Ok;
        using var alerts = new SomeAlerts(new AlertSettings { Webhook = new WebhookTarget(server.Address) });
        alerts.Raise(SomeAlerts.Stale("poison"), SomeAlerts.Stale("good"));
        for (var minute = 0; minute < 60; minute++, alerts.Time.Advance(TimeSpan.FromMinutes(1))) await Send(alerts);
        Assert.Equal(6, server.All.Count);
        Assert.Contains("good", server.All.Last().Text, StringComparison.Ordinal);
        Assert.Empty(alerts.Waiting());
    }

    [Fact]
    public async Task Two_senders_of_one_store_do_not_send_twice()
    {
        await using var server = await WebhookServer.Start();
        using var alerts = new SomeAlerts(new AlertSettings { Webhook = new WebhookTarget(server.Address) });
        alerts.Raise([.. Enumerable.Range(0, 10).Select(n => SomeAlerts.Stale($"feed-{n}"))]);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Send(alerts))));
        await Send(alerts);
        Assert.Equal(10, server.All.Count);
        Assert.Equal(10, server.All.Select(got => got.Headers["webhook-id"]).Distinct().Count());
    }

    private static async Task<AlertSending> Send(SomeAlerts alerts)
    {
        using var sender = new AlertSender(alerts.Store, alerts.Settings);
        return await sender.SendDueAsync(Ct);
    }
}
