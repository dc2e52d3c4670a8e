using Weir.Detection.Reference;
using Weir.Storage.Settings;

namespace Weir.Server.Lists;

/// <summary>An entry of the allow or block list.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">allow or block.</param>
/// <param name="Scope">url, prefix, host or domain: how much it covers.</param>
/// <param name="Value">The URL, path or host in the form in which it is kept.</param>
/// <param name="Reason">Why it is there.</param>
/// <param name="Expires">From then on it does nothing; null: never.</param>
/// <param name="Expired">Whether that is over.</param>
/// <param name="Owner">Who added it.</param>
/// <param name="Source">hand, import, review, gold, appeal N or feed NAME.</param>
/// <param name="AddedAt">When it was added.</param>
/// <param name="ChangedAt">When its reason or expiry last changed.</param>
internal sealed record ShownEntry(
    long Id, string Kind, string Scope, string Value, string? Reason, DateTimeOffset? Expires, bool Expired, string Owner, string Source, DateTimeOffset AddedAt, DateTimeOffset ChangedAt)
{
    /// <summary>What whoever added it should know although it was done; null when nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>A kept entry as it is shown.</summary>
    public static ShownEntry Of(KeptEntry kept, DateTimeOffset now) => new(
        kept.Id, ListWords.Of(kept.Entry.Kind), ListWords.Of(kept.Entry.Scope), kept.Entry.Value, kept.Entry.Note, kept.Entry.Expires,
        kept.Entry.Expires <= now, kept.AddedBy, kept.Source, kept.AddedAt, kept.ChangedAt);
}

/// <summary>A page of entries, newest first, and the reference lists that the answers stand on.</summary>
internal sealed record ListPage(IReadOnlyList<ShownEntry> Items, string? Next, IReadOnlyList<ReferenceList> Reference);

/// <summary>The reference lists in use: public suffixes, popular domains, brands and hosts.</summary>
internal sealed record ReferenceInUse(IReadOnlyList<ReferenceList> Reference);

/// <summary>An entry to add; with <c>entries</c> instead, up to 10,000 of them, all or none.</summary>
/// <param name="Kind">allow or block.</param>
/// <param name="Value">A URL, path or host, also defanged.</param>
/// <param name="Scope">url, prefix, host or domain; left out, it follows from the value.</param>
/// <param name="Reason">Why, at most 500 characters.</param>
/// <param name="Expires">A day, a moment, or a number of days such as 30d; left out: never.</param>
/// <param name="Force">True when a whole platform or a very popular domain is meant.</param>
/// <param name="Replace">True when an entry of the opposite list gives way.</param>
/// <param name="Entries">Several entries in place of one.</param>
internal sealed record ListRequest(
    string? Kind, string? Value, string? Scope, string? Reason, string? Expires, bool? Force, bool? Replace, IReadOnlyList<ListRequest>? Entries);

/// <summary>What to change of an entry; what is left out stays.</summary>
/// <param name="Reason">Why it is there.</param>
/// <param name="Expires">A day, a moment, or a number of days such as 30d; null: never.</param>
internal sealed record ListChange(string? Reason, string? Expires);

/// <summary>What an import did.</summary>
/// <param name="Read">Entries in the file.</param>
/// <param name="Added">Of them new; the others were renewed.</param>
internal sealed record ListImport(int Read, int Added);
