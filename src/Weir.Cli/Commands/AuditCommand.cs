using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Weir.Storage.Audits;
using Weir.Storage.Settings;

namespace Weir.Cli.Commands;

/// <summary><c>weir audit</c>: who changed what, and whether that record is what was written.</summary>
internal static class AuditCommand
{
    private const int Most = 100_000;

    private static readonly Option<string?> Actor = new("--actor") { HelpName = "NAME", Description = "Only what he did" };
    private static readonly Option<string?> Action = new("--action") { HelpName = "ACTION", Description = "Only this, such as list.add, or a family of it, such as list" };
    private static readonly Option<string?> Subject = new("--subject") { HelpName = "TEXT", Description = "Only what was done to a thing whose name holds this" };
    private static readonly Option<string?> Since = new("--since") { HelpName = "TIME", Description = "From this day or moment (UTC) on" };
    private static readonly Option<string?> Until = new("--until") { HelpName = "TIME", Description = "Before this day or moment (UTC)" };
    private static readonly Option<int> Limit = new("--limit") { HelpName = "N", Description = "How many at most", DefaultValueFactory = _ => 50 };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object a line" };
    private static readonly Option<string[]> Noted = new("--anchor") { HelpName = "N:HASH", Description = "What was noted elsewhere: entry N has this hash", AllowMultipleArgumentsPerToken = true };

    internal static Command Create()
    {
        var list = new Command("list", "Show the entries, newest first (the default)") { Actor, Action, Subject, Since, Until, Limit, Json };
        list.SetAction(List);
        var verify = new Command("verify", "Read the whole log and name the first entry that is not what was written") { Noted };
        verify.SetAction(Verify);
        var protect = new Command("protect", "Set the triggers again that refuse changes of the log, when they are gone");
        protect.SetAction(Protect);
        var command = new Command("audit", "Who changed what, in a log whose every change shows") { list, verify, protect, Actor, Action, Subject, Since, Until, Limit, Json };
        command.SetAction(List);
        return command;
    }

    private static int List(ParseResult parsed)
    {
        if (parsed.GetValue(Limit) is < 1 or > Most) throw CliError.Usage($"--limit is a number from 1 to {Most}.");
        using var store = parsed.OpenStore();
        var output = parsed.InvocationConfiguration.Output;
        var entries = store.Audit.Search(new AuditFilter
        {
            Actor = parsed.GetValue(Actor),
            Action = parsed.GetValue(Action),
            Subject = parsed.GetValue(Subject),
            Since = Moment(parsed, Since),
            Until = Moment(parsed, Until),
            Limit = parsed.GetValue(Limit),
        });
        if (entries.Count == 0 && !parsed.GetValue(Json)) output.WriteLine("No entry fits.");
        foreach (var entry in entries) output.WriteLine(parsed.GetValue(Json) ? JsonSerializer.Serialize(entry, JsonSerializerOptions.Web) : Line(entry));
        return ExitCode.Done;
    }

    private static int Verify(ParseResult parsed)
    {
        using var store = parsed.OpenStore();
        var state = store.Audit.Verify([.. (parsed.GetValue(Noted) ?? []).Select(Read)]);
        if (state.Fault is { } fault)
            throw new CliError(string.Join(' ', [fault.Sentence, .. fault.Entry == 0 ? [] : (string[])["The entries before it are whole; compare the rest with a backup (docs/audit.md)."], .. state.Warnings]));
        foreach (var warning in state.Warnings) parsed.InvocationConfiguration.Error.WriteLine("weir: warning: " + warning);
        parsed.InvocationConfiguration.Output.WriteLine(state.Entries == 0
            ? "The log is empty."
            : string.Create(CultureInfo.InvariantCulture, $"{state.Entries:N0} entries, an unbroken chain. To hold it against this one day: --anchor {state.Entries}:{state.LastHash}"));
        return ExitCode.Done;
    }

    private static int Protect(ParseResult parsed)
    {
        using var store = parsed.OpenStore();
        parsed.InvocationConfiguration.Output.WriteLine(store.Audit.Protect("cli")
            ? "The database refuses changes of the log again; `weir audit verify` reads what stands in it."
            : "The database refuses changes of the log already; nothing was done.");
        return ExitCode.Done;
    }

    private static AuditAnchor Read(string text) =>
        text.Split(':') is [var number, { Length: 64 } hash] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var entry) && entry > 0
            ? new AuditAnchor(entry, hash.ToLowerInvariant(), "--anchor")
            : throw CliError.Usage("--anchor is N:HASH, the number of an entry and its hash of 64 hexadecimal digits, as `weir audit verify` prints them.");

    private static DateTimeOffset? Moment(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is not { } text ? null
        : AuditFilter.TryReadTime(text, out var at) ? at
        : throw CliError.Usage($"{option.Name} is a day such as 2026-12-31 or a moment such as 2026-12-31T23:59:00Z.");

    private static string Line(AuditEntry entry) => string.Create(CultureInfo.InvariantCulture,
        $"{entry.Id,6}  {entry.At:yyyy-MM-dd HH:mm:ss}  {Plain(entry.Actor),-16} {Plain(entry.Action),-18} {Plain(entry.Subject)}{(entry.Detail.Length == 0 ? "" : $" ({Plain(entry.Detail)})")}");

    // Names and reasons come from strangers: nothing that a terminal acts on.
    private static string Plain(string text) =>
        string.Concat(text.Select(letter => char.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format ? '\uFFFD' : letter));
}
