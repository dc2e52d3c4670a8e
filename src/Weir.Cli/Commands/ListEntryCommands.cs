using System.CommandLine;
using Weir.Cli.Lists;
using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Storage.Settings;

namespace Weir.Cli.Commands;

/// <summary><c>weir lists add</c>, <c>remove</c> and <c>show</c>: the allow and block lists.</summary>
internal static class ListEntryCommands
{
    private const int MostNote = 500;

    internal static Command Add()
    {
        var kind = new Argument<string>("LIST") { Description = "allow or block" }.AcceptOnlyFromAmong("allow", "block");
        var value = new Argument<string>("VALUE") { Description = "URL, path or host, also defanged" };
        var scope = Scope();
        var expires = new Option<string?>("--expires") { HelpName = "DATE", Description = "A day (2026-12-31, from its start, UTC) or a number of days (30d); default never" };
        var note = new Option<string?>("--note") { HelpName = "TEXT", Description = "Why it is there" };
        var tenant = Tenant();
        var force = new Option<bool>("--force") { Description = "Also a platform, and a block of a very popular domain" };
        var command = new Command("add", "Put a URL, path, host or domain on the allow or block list") { kind, value, scope, expires, note, tenant, force };
        command.SetAction(parsed =>
        {
            var now = TimeProvider.System.GetUtcNow();
            if (parsed.GetValue(note) is { Length: > MostNote }) throw CliError.Usage($"--note is longer than {MostNote} characters.");
            var reading = new ListEntryReader(ReferenceLists.Load(parsed.DataDirectory())).Read(
                KindOf(parsed.GetValue(kind))!.Value, parsed.GetValue(value)!, ScopeOf(parsed.GetValue(scope)), parsed.GetValue(force));
            if (reading.Entry is not { } read) throw CliError.Usage(reading.Refusal!);
            var end = parsed.GetValue(expires);
            return Save(parsed, read with { Note = parsed.GetValue(note), Expires = end is null ? null : Expiry.Read(end, now) }, tenant, now);
        });
        return command;
    }

    internal static Command Remove()
    {
        var value = new Argument<string>("VALUE") { Description = "The value as it was added, or as `weir lists show` prints it" };
        var (scope, tenant) = (Scope(), Tenant());
        var command = new Command("remove", "Take a value off both lists") { value, scope, tenant };
        command.SetAction(parsed =>
        {
            using var store = parsed.OpenStore();
            var text = parsed.GetValue(value)!;
            var spellings = new ListEntryReader(ReferenceLists.Load(parsed.DataDirectory())).Spellings(text, ScopeOf(parsed.GetValue(scope)));
            var found = store.Lists.All(parsed.TenantOf(tenant, store)).Where(entry => spellings.Contains((entry.Scope, entry.Value))).ToList();
            if (found.Count == 0) throw new CliError($"No entry has the value '{text}'; `weir lists show` names them all.");
            foreach (var entry in found)
                if (store.Lists.Remove(entry.Kind, entry.Scope, entry.Value, "cli", parsed.GetValue(tenant)!))
                    parsed.InvocationConfiguration.Output.WriteLine("removed  " + EntryText.Line(entry, store.Time.GetUtcNow()));
            return ExitCode.Done;
        });
        return command;
    }

    internal static Command Show()
    {
        var kind = new Argument<string?>("LIST") { Description = "allow or block; both when left out", Arity = ArgumentArity.ZeroOrOne }.AcceptOnlyFromAmong("allow", "block");
        var tenant = Tenant();
        var command = new Command("show", "Print the allow and block lists") { kind, tenant };
        command.SetAction(parsed =>
        {
            var wanted = KindOf(parsed.GetValue(kind));
            var output = parsed.InvocationConfiguration.Output;
            var entries = Entries(parsed, tenant).Where(kept => wanted is null || kept.Entry.Kind == wanted).ToList();
            foreach (var kept in entries) output.WriteLine($"{EntryText.Line(kept.Entry, TimeProvider.System.GetUtcNow())}  ({kept.Source}, {CliError.OneLine(kept.AddedBy)})");
            if (entries.Count == 0) output.WriteLine("No entries; `weir lists add block VALUE` adds one.");
            return ExitCode.Done;
        });
        return command;
    }

    private static int Save(ParseResult parsed, ListEntry entry, Option<string> whose, DateTimeOffset now)
    {
        using var store = parsed.MakeStore();
        var tenant = parsed.TenantOf(whose, store);
        store.Lists.Add(entry, "cli", tenant);
        var output = parsed.InvocationConfiguration.Output;
        output.WriteLine(EntryText.Line(entry, now));
        output.WriteLine($"It covers {EntryText.Cover(entry.Scope)}.");
        if (entry.Kind == ListKind.Allow && store.Lists.Find(tenant, ListKind.Block, entry.Scope, entry.Value) is not null)
            output.WriteLine("The same value is on the block list, which wins; `weir lists remove` takes it off both.");
        return ExitCode.Done;
    }

    private static IReadOnlyList<KeptEntry> Entries(ParseResult parsed, Option<string> tenant)
    {
        using var store = parsed.OpenStore();
        return [.. store.Lists.Read(new ListFilter(parsed.TenantOf(tenant, store)) { Limit = int.MaxValue }).Reverse()];
    }

    private static Option<string> Tenant() =>
        new("--tenant") { HelpName = "NAME", Description = "Whose list; the entries of main hold for every check", DefaultValueFactory = _ => ListStore.Main };

    private static Option<string?> Scope()
    {
        var option = new Option<string?>("--scope") { Description = "url, prefix, host or domain; default: url for a value with scheme, port or path, domain for a registrable domain, else host" };
        return option.AcceptOnlyFromAmong([.. EntryText.Scopes.Keys]);
    }

    private static ListScope? ScopeOf(string? word) => word is null ? null : EntryText.Scopes[word];

    private static ListKind? KindOf(string? word) => word switch { null => null, "allow" => ListKind.Allow, _ => ListKind.Block };
}
