using System.CommandLine;
using System.Globalization;
using Weir.Cli.Feeds;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Weir.Evidence.Http;
using Weir.Pipeline.Feeds;

namespace Weir.Cli.Commands;

/// <summary><c>weir feeds</c>: who has stated how much, how far each is trusted, and which lines were refused.</summary>
internal static class FeedsCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The feed" };
    private static readonly Argument<double> Value = new("TRUST") { Description = "0 (its word counts nothing) to 1" };
    private static readonly Argument<string> Subject = new("URL") { Description = "The address, also defanged" };
    private static readonly Option<int> Limit = new("--limit") { Description = "How many lines at most", DefaultValueFactory = _ => 100 };

    internal static Command Create()
    {
        var command = new Command("feeds", "Show the feeds, how they are, and how much each counts")
        {
            FeedsFetchCommand.Fetch(), FeedsFetchCommand.Health(), Trust(), Rejects(), Raw(),
            FeedReviewCommands.Standing(), FeedReviewCommands.Conflicts(), FeedReviewCommands.Quarantine(), FeedReviewCommands.Release(),
        };
        foreach (var edit in FeedsEditCommands.Create()) command.Add(edit);
        command.Add(FeedsCandidatesCommand.Create());
        command.Add(FeedsCollectorKeyCommand.Create());
        command.SetAction(List);
        return command;
    }

    private static int List(ParseResult parsed)
    {
        using var store = parsed.OpenStore();
        using var http = new GuardedHttp(TimeProvider.System);
        var output = parsed.InvocationConfiguration.Output;
        var spoken = store.Samples.Feeds().ToDictionary(feed => feed.Name, StringComparer.Ordinal);
        var health = FeedWiring.Collector(parsed, store, http).Health().ToDictionary(feed => feed.Feed.Name, StringComparer.Ordinal);
        if (spoken.Count + health.Count == 0) output.WriteLine("No feed yet; `weir feeds add openphish` sets one up, `weir import FILE --feed NAME` makes one of a file.");
        foreach (var name in spoken.Keys.Union(health.Keys).Order(StringComparer.Ordinal))
            output.WriteLine(FeedText.Line(name, spoken.GetValueOrDefault(name), health.GetValueOrDefault(name)));
        return ExitCode.Done;
    }

    private static Command Raw()
    {
        var command = new Command("raw", "Show what feeds wrote about a URL, as they wrote it") { Subject };
        command.SetAction(parsed =>
        {
            var subject = parsed.GetValue(Subject)!;
            if (!new UrlSubjects(ReferenceLists.Load(parsed.DataDirectory())).TryRead(Defang.Refanged(subject), out var key, out var fault)) throw CliError.Usage($"'{subject}' cannot be read: {fault}.");
            using var store = parsed.OpenStore();
            var entries = store.Feeds.RawOf(key.Canonical);
            if (entries.Count == 0) parsed.InvocationConfiguration.Output.WriteLine("No feed has said anything about it.");
            foreach (var entry in entries)
                parsed.InvocationConfiguration.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{entry.Feed}  seen {entry.SeenAt:yyyy-MM-dd HH:mm}  said again {entry.Repeats:N0} times  {FeedText.Harmless(entry.Text)}"));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Trust()
    {
        var command = new Command("trust", "Set how much the word of a feed counts") { Name, Value };
        command.SetAction(parsed =>
        {
            var trust = parsed.GetValue(Value);
            if (trust is not (>= 0 and <= 1)) throw CliError.Usage("TRUST must lie between 0 and 1.");
            using var store = parsed.OpenStore();
            var name = parsed.GetValue(Name)!;
            if (!store.Samples.SetTrust(name, trust, "cli")) throw new CliError($"No feed is named {name}; `weir feeds` lists them.");
            parsed.InvocationConfiguration.Output.WriteLine($"{name} is trusted {trust.ToString("0.00", CultureInfo.InvariantCulture)}; the next cycle weighs its labels anew.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Rejects()
    {
        var command = new Command("rejects", "Show the refused lines of the newest import that has any") { Limit };
        command.SetAction(parsed =>
        {
            using var store = parsed.OpenStore();
            var output = parsed.InvocationConfiguration.Output;
            if (store.Imports.Recent(100).FirstOrDefault(import => import.Rejected > 0) is not { } import)
            {
                output.WriteLine("No line was refused.");
                return ExitCode.Done;
            }

            foreach (var reject in store.Imports.Rejects(import.Id, parsed.GetValue(Limit)))
                output.WriteLine($"{import.File}:{reject.Line}: {reject.Reason}: {Defang.Defanged(reject.Text)}");
            return ExitCode.Done;
        });
        return command;
    }
}
