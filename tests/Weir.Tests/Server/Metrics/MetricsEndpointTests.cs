using System.Text.RegularExpressions;
using Weir.Detection;
using Weir.Pipeline;
using Weir.Pipeline.Alerts;
using Weir.Server;
using Weir.Server.Stats;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Metrics;

public sealed partial class MetricsEndpointTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Verdicts_are_counted_and_timed_by_channel_and_decision()
    {
        await using var server = await ServerUnderTest.Start();
        await server.Post("/v1/check", """{"subjects":["http://bad.example/","ok","ok",7]}""");
        var text = await server.Client.GetStringAsync("/metrics", Ct);
        Assert.Contains("""weir_verdicts_total{channel="url",decision="phishing"} 1""" + "\n", text, StringComparison.Ordinal);
        Assert.Contains("""weir_verdicts_total{channel="url",decision="benign"} 2""" + "\n", text, StringComparison.Ordinal);
        Assert.Contains("""weir_verdicts_total{channel="mail",decision="benign"} 0""" + "\n", text, StringComparison.Ordinal);
        Assert.Contains("""weir_verdict_duration_seconds_bucket{channel="url",le="+Inf"} 4""" + "\n", text, StringComparison.Ordinal);
        Assert.Contains("""weir_model_info{version="v1",alias="serving"} 1""" + "\n", text, StringComparison.Ordinal);
        Assert.Contains("model_accuracy NaN\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promtool_finds_no_fault()
    {
        using var folder = new TempDirectory();
        var run = await ProcessRun.Of("promtool", ["check", "metrics"], await Scrape(folder));
        Assert.Equal((0, ""), (run.ExitCode, run.Output + run.Error));
    }

    [Fact]
    public async Task The_store_tells_of_alerts_and_cycles()
    {
        using var folder = new TempDirectory();
        var text = await Scrape(folder);
        Assert.Contains("weir_store_up 1\n", text, StringComparison.Ordinal);
        Assert.Contains("""weir_alerts_open{level="critical"} 1""" + "\n", text, StringComparison.Ordinal);
        Assert.Contains("""weir_alerts_pending{channel="webhook"} 1""" + "\n", text, StringComparison.Ordinal);
        Assert.Contains("""weir_cycles_total{outcome="refused"} 1""" + "\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_are_clean_and_do_what_they_say()
    {
        var folder = Path.Combine(Repository.Root, "deploy/prometheus");
        var check = await ProcessRun.Of("promtool", ["check", "rules", Path.Combine(folder, "weir.rules.yml")]);
        Assert.True(check.ExitCode == 0, check.Output + check.Error);
        var config = await ProcessRun.Of("promtool", ["check", "config", Path.Combine(folder, "prometheus.yml")]);
        Assert.True(config.ExitCode == 0, config.Output + config.Error);
        var test = await ProcessRun.Of("promtool", ["test", "rules", Path.Combine(folder, "weir.rules.test.yml")]);
        Assert.True(test.ExitCode == 0, test.Output + test.Error);
    }

    [Fact]
    public async Task Rules_and_dashboard_ask_only_for_metrics_that_exist()
    {
        using var folder = new TempDirectory();
        var scraped = await Scrape(folder);
        var known = TypeLine().Matches(scraped).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var rules = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy/prometheus/weir.rules.yml"), Ct);
        var dashboard = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy/grafana/weir.json"), Ct);
        var asked = MetricName().Matches(rules + dashboard).Select(match => HistogramPart().Replace(match.Value, "")).ToHashSet(StringComparer.Ordinal);
        Assert.True(asked.Count > 20);
        Assert.Empty(asked.Except(known));
    }

    [Fact]
    public async Task Every_expression_of_the_dashboard_is_one()
    {
        using var dashboard = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy/grafana/weir.json"), Ct));
        var expressions = dashboard.RootElement.GetProperty("panels").EnumerateArray().SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Concat(dashboard.RootElement.GetProperty("annotations").GetProperty("list").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!);
        using var folder = new TempDirectory();
        var records = expressions.Select((expression, index) => $"      - record: panel:{index}\n        expr: '{expression.Replace("$__rate_interval", "5m", StringComparison.Ordinal)}'\n");
        var file = folder.Write("panels.yml", "groups:\n  - name: panels\n    rules:\n" + string.Concat(records));
        var check = await ProcessRun.Of("promtool", ["check", "rules", file]);
        Assert.True(check.ExitCode == 0, check.Output + check.Error);
    }

    [Fact]
    public void Counting_allocates_nothing()
    {
        var counts = new VerdictCounts(TimeProvider.System);
        counts.Count(Channel.Url, Decision.Benign, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++) counts.Count(Channel.Sms, Decision.Phishing, i * 1000L);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        var (buckets, seconds) = counts.Durations(Channel.Sms);
        Assert.Equal((10_000, 10_000, 0), (counts.Of(Channel.Sms, Decision.Phishing), buckets.Sum(), counts.Of(Channel.Mail, Decision.Phishing)));
        Assert.Equal(10_000L * 9_999 / 2 * 1000 / (double)TimeProvider.System.TimestampFrequency, seconds, 6);
    }

    [Fact]
    public async Task Counting_on_all_threads_loses_nothing()
    {
        var counts = new VerdictCounts(TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 50_000; i++) counts.Count(Channel.Url, Decision.Suspicious, i);
        })));
        Assert.Equal(400_000, counts[Decision.Suspicious]);
        Assert.Equal(400_000, counts.Durations(Channel.Url).Buckets.Sum());
    }

    // A server over a store in which things have happened.
    private static async Task<string> Scrape(TempDirectory folder)
    {
        using (var store = WeirStore.Open(folder.Path, TimeProvider.System))
        {
            new AlertLog(store, new AlertSettings { Webhook = new WebhookTarget(new Uri("http://127.0.0.1:9/")) }).Raise([new Finding(FindingKind.Drift, FindingLevel.Critical, "url", "Scores drift.")]);
            store.Cycles.Finish(store.Cycles.Begin().Id, "refused", "no");
        }

        await using var server = await RunningServer.StartAsync(new ServerOptions { DataDirectory = folder.Path, Urls = ["http://127.0.0.1:0"] }, Ct);
        using var client = new HttpClient { BaseAddress = new Uri(server.Addresses.First()) };
        var answer = await client.GetAsync("/metrics", Ct);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    [GeneratedRegex(@"^# TYPE (\S+) ", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"\b(?:weir_[a-z0-9_]+|model_accuracy|process_[a-z_]+|dotnet_[a-z_]+)\b")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"_(?:bucket|sum|count)$")]
    private static partial Regex HistogramPart();
}
