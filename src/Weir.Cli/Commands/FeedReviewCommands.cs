using System.CommandLine;
using System.Globalization;
using Weir.Detection.Urls;
using Weir.Storage;
using Weir.Storage.Review;

namespace Weir.Cli.Commands;

/// <summary><c>weir feeds conflicts</c>, <c>quarantine</c>, <c>release</c> and <c>standing</c>: whom to believe.</summary>
internal static class FeedReviewCommands
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The feed" };
    private static readonly Option<int> Limit = new("--limit") { Description = "How many subjects at most", DefaultValueFactory = _ => 50 };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why", DefaultValueFactory = _ => "by hand" };

    internal static Command Conflicts() => On("conflicts", "Show subjects that are not learned from because feeds contradict each other or a claim is set aside", (parsed, store) =>
    {
        var output = parsed.InvocationConfiguration.Output;
        var conflicts = store.SetAsides.Recent(parsed.GetValue(Limit));
        if (conflicts.Count == 0) output.WriteLine("Nothing is contested or set aside.");
        foreach (var conflict in conflicts)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{conflict.Since:yyyy-MM-dd}  {Defang.Defanged(conflict.Subject)}  {string.Join("; ", conflict.Claims.Select(Text))}"));
        var count = store.SetAsides.Count();
        if (count > conflicts.Count) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:N0} in all; --limit shows more."));
        if (count > 0) output.WriteLine("`weir models gold add URL phishing|benign` settles one.");
        return ExitCode.Done;
    }, Limit);

    internal static Command Standing() => On("standing", "Show how far feeds are borne out by others, and which are quarantined", (parsed, store) =>
    {
        foreach (var feed in store.Standings.All())
            parsed.InvocationConfiguration.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{feed.Feed,-32} trust {feed.Trust:0.00}  agreement {feed.Agreement:0.00} ({feed.Confirmed:N0} confirmed, {feed.Contradicted:N0} contradicted){(feed.QuarantinedAt is { } since ? $"  QUARANTINED since {since:yyyy-MM-dd HH:mm}: {feed.Reason}" : "")}"));
        return ExitCode.Done;
    });

    internal static Command Quarantine() => On("quarantine", "Keep what a feed says, but learn nothing from it", (parsed, store) =>
    {
        var name = Known(parsed, store).Feed;
        if (!store.Standings.Quarantine(name, parsed.GetValue(Reason)!, "cli")) throw new CliError($"{name} is quarantined already.");
        parsed.InvocationConfiguration.Output.WriteLine($"{name} is quarantined; the next cycle weighs its labels anew. `weir feeds release {name}` ends it.");
        return ExitCode.Done;
    }, Name, Reason);

    internal static Command Release() => On("release", "Believe a quarantined feed again", (parsed, store) =>
    {
        var name = Known(parsed, store).Feed;
        if (!store.Standings.Release(name, "cli")) throw new CliError($"{name} is not quarantined.");
        parsed.InvocationConfiguration.Output.WriteLine($"{name} is released; the next cycle weighs its labels anew.");
        return ExitCode.Done;
    }, Name);

    private static FeedStanding Known(ParseResult parsed, WeirStore store) =>
        store.Standings.Find(parsed.GetValue(Name)!) ?? throw new CliError($"No feed is named {parsed.GetValue(Name)}; `weir feeds` lists them.");

    private static string Text(ConflictClaim claim) => $"{claim.Feed} says {(claim.IsPhishing ? "phishing" : "benign")}" + claim.Kind switch
    {
        null => "",
        "popular" => " (set aside: a popular site, and no other feed says so)",
        "unusual" => " (set aside: unusual for this feed)",
        "stale" => " (given up: not confirmed for long, and the site looks benign by now)",
        "cleared" => " (set aside: a person cleared it)",
        "relisted" => " (set aside: a person cleared it, and the feed listed it again)",
        var kind => $" ({kind})",
    };

    private static Command On(string name, string description, Func<ParseResult, WeirStore, int> run, params Symbol[] parts)
    {
        var command = new Command(name, description);
        foreach (var part in parts)
        {
            if (part is Option option) command.Options.Add(option);
            if (part is Argument argument) command.Arguments.Add(argument);
        }

        command.SetAction(parsed =>
        {
            using var store = parsed.OpenStore();
            return run(parsed, store);
        });
        return command;
    }
}
