using System.CommandLine;
using Weir.Pipeline.Feeds;
using Weir.Server.Feeds;
using Weir.Server.Settings;

namespace Weir.Cli.Commands;

/// <summary><c>weir feeds kinds|add|remove|enable|disable</c>: the feeds of <c>weir.json</c>.</summary>
internal static class FeedsEditCommands
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The feed" };
    private static readonly Argument<string[]> Values = new("SETTING=VALUE")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "Kind, Url, Key, Every, StaleAfter, Trust, Label, … (see docs/feeds.md); a NAME that is a kind needs none",
    };

    internal static IEnumerable<Command> Create() => [Kinds(), Add(), Remove(), Switch("enable", "Fetch a feed", true), Switch("disable", "Do not fetch a feed any more", false)];

    private static Command Kinds()
    {
        var command = new Command("kinds", "Show the kinds of feeds there are");
        command.SetAction(parsed =>
        {
            foreach (var kind in FeedKinds.All) parsed.InvocationConfiguration.Output.WriteLine($"{kind.Name,-18} {kind.About}");
        });
        return command;
    }

    private static Command Add()
    {
        var command = new Command("add", "Add a feed to weir.json, or change its settings") { Name, Values };
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(Name)!;
            var values = parsed.GetValue(Values)!.Select(Pair).ToList();
            var isNamed = values.Exists(value => value.Key.Equals("Kind", StringComparison.OrdinalIgnoreCase));
            if (!isNamed && !Known(parsed, name)) values.Insert(0, new("Kind", Kind(name)));
            Change(parsed, name, values);
            parsed.InvocationConfiguration.Output.WriteLine($"{name} is in {SettingsFile.PathIn(parsed.DataDirectory())}; `weir feeds fetch {name}` fetches it now.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Remove()
    {
        var command = new Command("remove", "Take a feed out of weir.json; what it has said stays") { Name };
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(Name)!;
            if (!FeedEditing.Remove(parsed.DataDirectory(), name, "cli")) throw new CliError($"{SettingsFile.PathIn(parsed.DataDirectory())} has no feed named {name}; `weir feeds` lists them.");
            parsed.InvocationConfiguration.Output.WriteLine($"{name} is not fetched any more. What it has said stays; `weir feeds trust {name} 0` takes away its weight.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Switch(string word, string about, bool isOn)
    {
        var command = new Command(word, about) { Name };
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(Name)!;
            if (!Known(parsed, name)) throw new CliError($"No feed named {name} is set up; `weir feeds add {name}` adds it.");
            Change(parsed, name, [new("Enabled", isOn ? "true" : "false")]);
            parsed.InvocationConfiguration.Output.WriteLine($"{name} is switched {(isOn ? "on" : "off")}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static void Change(ParseResult parsed, string name, IReadOnlyList<KeyValuePair<string, string>> values) => FeedEditing.Set(parsed.DataDirectory(), name, values, "cli");

    private static bool Known(ParseResult parsed, string name) => FeedEditing.Knows(parsed.DataDirectory(), name);

    private static string Kind(string name) =>
        FeedKinds.Find(name)?.Name ?? throw CliError.Usage($"'{name}' is no kind of feed: say Kind=… with it, one of {FeedKinds.Names}.");

    private static KeyValuePair<string, string> Pair(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 ? new(text[..at], text[(at + 1)..]) : throw CliError.Usage($"'{text}' is not SETTING=VALUE.");
    }
}
