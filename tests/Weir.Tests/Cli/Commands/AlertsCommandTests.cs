using Weir.Pipeline;
using Weir.Pipeline.Alerts;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public sealed class AlertsCommandTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_is_told_when_nothing_was_noticed()
    {
        var run = await CommandRun.Of("alerts", "--data", _folder.Path);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("Nothing to tell.", run.Output);
        Assert.Contains("Nobody is told: no channel is set", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alerts_are_listed_and_taken_on()
    {
        using (var store = WeirStore.Open(_folder.Path, new FakeTime()))
            new AlertLog(store, new AlertSettings()).Raise([new Finding(FindingKind.FeedStale, FindingLevel.Warning, "openphish", "Nothing new for 3 days.")]);
        var run = await CommandRun.Of("alerts", "list", "--data", _folder.Path);
        Assert.Contains("1  2025-06-01 12:00  warning         1x  feed-stale openphish (open): Nothing new for 3 days.", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandRun.Of("alerts", "ack", "1", "--data", _folder.Path)).ExitCode);
        Assert.Contains("(taken on by ", (await CommandRun.Of("alerts", "--data", _folder.Path)).Output, StringComparison.Ordinal);
        var missing = await CommandRun.Of("alerts", "ack", "7", "--data", _folder.Path);
        Assert.Equal((1, "weir: No open alert has the number 7; `weir alerts` lists them."), (missing.ExitCode, missing.Error.Trim()));
    }

    [Fact]
    public async Task Channels_that_a_server_tells_are_not_denied_where_its_environment_is_not_seen()
    {
        using (var store = WeirStore.Open(_folder.Path, new FakeTime())) Assert.True(store.Alerts.Outbox.TryClaim("slack", TimeSpan.FromMinutes(1)));
        var run = await CommandRun.Of("alerts", "--data", _folder.Path);
        Assert.Contains("channel slack: 0 waiting", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody is told", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trial_reaches_every_channel_or_says_why_not()
    {
        await using var server = await WebhookServer.Start();
        _folder.Write("weir.json", $$"""{"Alerts:Slack:Url": "{{server.Address}}slack", "Alerts:Webhook:Url": "http://127.0.0.1:{{SmtpServer.FreePort()}}/secretpath"}""");
        var run = await CommandRun.Of("alerts", "test", "--data", _folder.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("slack: told", run.Output);
        Assert.Contains("webhook: Webhook at http://127.0.0.1:", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secretpath", run.Output, StringComparison.Ordinal);
        Assert.Equal("information: a trial", Assert.Single(server.All).Json.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_trial_without_a_channel_names_the_way_out()
    {
        var run = await CommandRun.Of("alerts", "test", "--data", _folder.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("set SLACK_WEBHOOK_URL", run.Error, StringComparison.Ordinal);
    }
}
