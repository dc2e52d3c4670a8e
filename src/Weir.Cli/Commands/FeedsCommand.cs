using System.CommandLine;
using System.Globalization;
using Weir.Detection.Urls;
using Weir.Storage;

namespace Weir.Cli.Commands;

/// <summary><c>weir feeds</c>: who has stated how much, how far each is trusted, and which lines were refused.</summary>
internal static class FeedsCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The feed" };
    private static readonly Argument<double> Value = new("TRUST") { Description = "0 (its word counts nothing) to 1" };
    private static readonly Option<int> Limit = new("--limit") { Description = "How many lines at most", DefaultValueFactory = _ => 100 };

    internal static Command Create()
    {
        var command = new Command("feeds", "Show the feeds that were imported") { Trust(), Rejects(), FeedReviewCommands.Standing(), FeedReviewCommands.Conflicts(), FeedReviewCommands.Quarantine(), FeedReviewCommands.Release() };
        command.SetAction(List);
        return command;
    }

    private static int List(ParseResult parsed)
    {
        using var store = WeirStore.Open(parsed.DataDirectory(), TimeProvider.System);
        var output = parsed.InvocationConfiguration.Output;
        var feeds = store.Samples.Feeds();
        if (feeds.Count == 0) output.WriteLine("No feed yet; `weir import FILE --feed NAME` makes one.");
        foreach (var feed in feeds)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{feed.Name,-32} trust {feed.Trust:0.00}  {feed.Observations,10:N0} observations  {feed.Phishing,10:N0} phishing  last seen {feed.LastSeen:yyyy-MM-dd}"));
        return ExitCode.Done;
    }

    private static Command Trust()
    {
        var command = new Command("trust", "Set how much the word of a feed counts") { Name, Value };
        command.SetAction(parsed =>
        {
            var trust = parsed.GetValue(Value);
            if (trust is not (>= 0 and <= 1)) throw CliError.Usage("TRUST must lie between 0 and 1.");
            using var store = WeirStore.Open(parsed.DataDirectory(), TimeProvider.System);
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
            using var store = WeirStore.Open(parsed.DataDirectory(), TimeProvider.System);
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
