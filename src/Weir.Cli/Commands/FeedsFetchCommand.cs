using System.CommandLine;
using Weir.Cli.Feeds;
using Weir.Evidence.Http;
using Weir.Pipeline;
using Weir.Pipeline.Feeds;
using Weir.Storage.Feeds;

namespace Weir.Cli.Commands;

/// <summary><c>weir feeds fetch</c> and <c>weir feeds health</c>.</summary>
internal static class FeedsFetchCommand
{
    private static readonly Argument<string?> Name = new("NAME") { Arity = ArgumentArity.ZeroOrOne, Description = "The feed (default: all that are switched on)" };

    internal static Command Fetch()
    {
        var command = new Command("fetch", "Fetch feeds now, whether they are due or not") { Name };
        command.SetAction((parsed, ct) => Task.Run(() => FetchAsync(parsed, ct), ct));
        return command;
    }

    internal static Command Health()
    {
        var command = new Command("health", "Show how each feed is; ends with 1 when one needs a person");
        command.SetAction(parsed =>
        {
            using var store = parsed.OpenStore();
            using var http = new GuardedHttp(TimeProvider.System);
            var output = parsed.InvocationConfiguration.Output;
            var feeds = FeedWiring.Collector(parsed, store, http).Health();
            if (feeds.Count == 0) output.WriteLine("No feed is set up; `weir feeds kinds` shows what there is, `weir feeds add openphish` adds one.");
            foreach (var feed in feeds)
            {
                output.WriteLine(FeedText.Figures(feed));
                foreach (var finding in feed.Findings) output.WriteLine($"  {finding.Level.ToString().ToLowerInvariant()}: {finding.Sentence}");
            }

            return feeds.Any(feed => feed.Feed.IsEnabled && feed.Findings.Any(finding => finding.Level > FindingLevel.Information)) ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static async Task<int> FetchAsync(ParseResult parsed, CancellationToken ct)
    {
        using var store = parsed.MakeStore();
        using var http = new GuardedHttp(TimeProvider.System);
        var collector = FeedWiring.Collector(parsed, store, http);
        var result = parsed.GetValue(Name) is { } name ? await OneAsync(collector, name, ct) : await collector.CollectDueAsync(force: true, ct);
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        if (result.Fetches.Count == 0) output.WriteLine("Nothing was fetched: no feed is switched on, or another process fetches it just now; `weir feeds` lists them.");
        foreach (var fetch in result.Fetches) output.WriteLine(FeedText.Line(fetch));
        foreach (var finding in result.Findings) error.WriteLine("weir: " + CliError.OneLine(finding.Sentence));
        return result.Fetches.All(fetch => FetchOutcomes.IsGood(fetch.Outcome)) ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<CollectResult> OneAsync(FeedCollector collector, string name, CancellationToken ct)
    {
        if (!collector.Feeds.Any(feed => feed.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            throw new CliError($"No feed named {name} is set up; `weir feeds` lists them, `weir feeds add {name}` adds one.");
        return await collector.CollectAsync(name, ct);
    }
}
