using System.Globalization;
using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Weir.Server.Models;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage;
using Weir.Storage.Settings;

namespace Weir.Server.Lists;

/// <summary>What became of entries that were to be added: all of them, or none and why.</summary>
/// <param name="Entries">The entries as they are kept.</param>
/// <param name="Added">How many of them are new.</param>
/// <param name="Faults">What is wrong with what was sent.</param>
/// <param name="Conflicts">Sentences about entries of the opposite list.</param>
internal sealed record ListAnswer(IReadOnlyList<KeptEntry> Entries, int Added, IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Conflicts)
{
    /// <summary>What the person should know although it was done; null when nothing.</summary>
    public string? Warning { get; init; }
}

/// <summary>Where people change the lists, whether by the API, on the page or by a file.</summary>
internal sealed class ListDesk(ServerOptions options, DetectorHolder holder)
{
    private readonly Lazy<ReferenceLists> _reference = new(() => ReferenceLists.Load(options.DataDirectory));

    /// <summary>The reference lists that values are read with.</summary>
    public ReferenceLists Reference => _reference.Value;

    /// <summary>Adds entries for the caller's tenant, all or none.</summary>
    public ListAnswer Add(WeirStore store, Caller caller, IReadOnlyList<ListDraft> drafts, bool replace, string source, List<Fault> faults)
    {
        var reader = new ListEntryReader(Reference);
        var entries = new List<ListEntry>(drafts.Count);
        foreach (var draft in drafts)
        {
            var reading = reader.Read(draft.Kind, draft.Value, draft.Scope, draft.Force);
            if (reading.Entry is { } entry) entries.Add(entry with { Note = draft.Reason, Expires = draft.Expires });
            else faults.Add(new Fault(draft.Field + "value", ListWords.ForApi(Cut(reading.Refusal!))));
        }

        if (faults.Count > 0) return new ListAnswer([], 0, faults, []);
        var done = store.Lists.TryAdd(entries, caller.Name, caller.Tenant, source, replace);
        return new ListAnswer(done.Entries, done.Added, [], [.. done.Conflicts.Select(conflict => new Fault(drafts[conflict.Index].Field + "value", Sentence(conflict.Other, caller)))])
        {
            Warning = done.Entries is [var only] && only.Entry.Kind == ListKind.Allow ? Overruled(only, caller) : null,
        };
    }

    private static string Sentence(KeptEntry other, Caller caller)
    {
        var value = Cut(Defang.Defanged(other.Entry.Value));
        if (other.Tenant != caller.Tenant) return $"The block list of this machine has {value}, and its block wins over every tenant's allow; ask the tenant {other.Tenant} to take it off.";
        return string.Create(CultureInfo.InvariantCulture,
            $"The {ListWords.Of(other.Entry.Kind)} list has {value} already (entry {other.Id}, by {other.AddedBy} on {other.AddedAt:yyyy-MM-dd}: {other.Entry.Note ?? "no reason"}); remove that entry first, or set replace to put this one in its place.");
    }

    // A wider block still wins over a narrower allow; who adds the allow should not have to find out by himself.
    private string? Overruled(KeptEntry entry, Caller caller) =>
        holder.Current.For(caller.Tenant).Check(entry.Entry.Value, Explain.None) is { List: "block" }
            ? "A block entry that covers it wins; the entry has no effect until that is removed." : null;

    private static string Cut(string text) => text.Length <= 300 ? text : text[..300] + " …";
}
