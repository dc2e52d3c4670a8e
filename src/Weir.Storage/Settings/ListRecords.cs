using Weir.Detection.Lists;

namespace Weir.Storage.Settings;

/// <summary>An entry of the access lists as it is kept.</summary>
public sealed record KeptEntry
{
    /// <summary>The number of the entry; never given again.</summary>
    public long Id { get; init; }

    /// <summary>Whose it is: the entries of <see cref="ListStore.Main"/> hold for every check, those of another tenant for its own.</summary>
    public string Tenant { get; init; } = ListStore.Main;

    /// <summary>What it says.</summary>
    public required ListEntry Entry { get; init; }

    /// <summary>How it came: hand, import, review, gold, <c>appeal N</c>, or <c>feed NAME</c>.</summary>
    public string Source { get; init; } = "hand";

    /// <summary>Who added it.</summary>
    public string AddedBy { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset AddedAt { get; init; }

    /// <summary>When its reason or expiry last changed.</summary>
    public DateTimeOffset ChangedAt { get; init; }
}

/// <summary>Which entries of a tenant are wanted; what is null does not matter.</summary>
/// <param name="Tenant">Whose.</param>
public sealed record ListFilter(string Tenant)
{
    /// <summary>Allow or block.</summary>
    public ListKind? Kind { get; init; }

    /// <summary>How much an entry covers.</summary>
    public ListScope? Scope { get; init; }

    /// <summary>Part of the value, in any case.</summary>
    public string? Text { get; init; }

    /// <summary>Who added it.</summary>
    public string? Owner { get; init; }

    /// <summary>How it came.</summary>
    public string? Source { get; init; }

    /// <summary>True for what has expired, false for what holds.</summary>
    public bool? IsExpired { get; init; }

    /// <summary>Only what still holds and ends before this.</summary>
    public DateTimeOffset? EndsBefore { get; init; }

    /// <summary>Only entries with a smaller number: the page after it.</summary>
    public long? After { get; init; }

    /// <summary>Most entries; default 100.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>An entry that stands in the way of one that was to be added, which had this place among them.</summary>
public sealed record ListConflict(int Index, KeptEntry Other);

/// <summary>What became of entries that were to be added: how they are kept and how many are new, or the conflicts for which none was.</summary>
public sealed record ListAddition(IReadOnlyList<KeptEntry> Entries, int Added, IReadOnlyList<ListConflict> Conflicts);
