using System.Globalization;
using Microsoft.AspNetCore.Http;
using Weir.Server.Exports;
using Weir.Storage.Exports;

namespace Weir.Server.Protocols.Taxii;

/// <summary>Which objects of a collection are wanted: the filters of TAXII 2.1.</summary>
internal sealed record TaxiiQuery
{
    /// <summary>Most objects of one answer.</summary>
    public const int MostObjects = 10_000;

    private const int Usual = 1_000;

    /// <summary>Most objects wanted.</summary>
    public int Limit { get; init; } = Usual;

    /// <summary>Only what came later, microseconds since 1970.</summary>
    public long After { get; init; }

    /// <summary>True when this is the beginning of the collection, where identity and marking stand.</summary>
    public bool IsFirst { get; init; } = true;

    /// <summary>match[type]; empty for all.</summary>
    public IReadOnlySet<string> Types { get; init; } = new HashSet<string>();

    /// <summary>match[id]; empty for all.</summary>
    public IReadOnlySet<string> Ids { get; init; } = new HashSet<string>();

    /// <summary>match[version]: last, first, all or times; empty for last.</summary>
    public IReadOnlySet<string> Versions { get; init; } = new HashSet<string>();

    /// <summary>match[spec_version]; empty for all.</summary>
    public IReadOnlySet<string> Specifications { get; init; } = new HashSet<string>();

    /// <summary>Reads the query; the sentence says what is wrong.</summary>
    public static (TaxiiQuery Query, string? Fault) Read(IQueryCollection query)
    {
        var fault = "";
        var limit = Number(query["limit"], "limit", ref fault) is { } wanted ? (int)Math.Clamp(wanted, 1, MostObjects) : Usual;
        var next = Number(query["next"], "next", ref fault);
        var after = query["added_after"].ToString() is { Length: > 0 } text ? Stamp.Read(text) ?? Wrong("added_after must be a time such as 2026-01-31T12:00:00.000000Z.", ref fault) : 0;
        var read = new TaxiiQuery
        {
            Limit = limit,
            After = Math.Max(after, next ?? 0),
            IsFirst = after == 0 && next is null,
            Types = Set(query["match[type]"]),
            Ids = Set(query["match[id]"]),
            Versions = Set(query["match[version]"]),
            Specifications = Set(query["match[spec_version]"]),
        };
        return (read, fault.Length == 0 ? null : fault);
    }

    /// <summary>Whether objects of this type and id are wanted. Only the newest version of each object is kept.</summary>
    public bool Wants(string type, string id, string version) =>
        (Types.Count == 0 || Types.Contains(type)) && (Ids.Count == 0 || Ids.Contains(id)) && (Specifications.Count == 0 || Specifications.Contains("2.1"))
        && (Versions.Count == 0 || Versions.Overlaps(["last", "first", "all"]) || Versions.Contains(version));

    /// <summary>Whether the indicator of a threat is wanted.</summary>
    public bool Wants(StixObjects objects, Threat threat) =>
        (Types.Count == 0 || Types.Contains("indicator")) && Wants("indicator", Ids.Count == 0 ? "" : objects.IdOf(threat), StixObjects.Version(threat));

    private static long? Number(string? text, string name, ref string fault)
    {
        if (string.IsNullOrEmpty(text)) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : Wrong($"{name} must be a whole number.", ref fault);
    }

    private static long Wrong(string sentence, ref string fault)
    {
        fault = sentence;
        return 0;
    }

    private static HashSet<string> Set(string? text) => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
}
