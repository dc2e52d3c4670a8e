using Weir.Detection.Lists;

namespace Weir.Storage.Exports;

/// <summary>Something that is to be kept out, or was.</summary>
public sealed record Threat
{
    /// <summary>The tenant of what labels and the gold set say: everybody.</summary>
    public const string Everybody = "";

    /// <summary>The number of the row.</summary>
    public long Id { get; init; }

    /// <summary>Whose block list says it; <see cref="Everybody"/> for what labels say.</summary>
    public string Tenant { get; init; } = Everybody;

    /// <summary>How much is meant: a URL, a path and all below, a host, a registrable domain.</summary>
    public ListScope Scope { get; init; }

    /// <summary>The key of the URL or path, the host, or the domain.</summary>
    public string Value { get; init; } = "";

    /// <summary>A full address of it, as browsers write it.</summary>
    public string Url { get; init; } = "";

    /// <summary>Its host; ASCII, IPv6 in brackets.</summary>
    public string Host { get; init; } = "";

    /// <summary>Its registrable domain; the host when it has none.</summary>
    public string Registrable { get; init; } = "";

    /// <summary>label, gold or list.</summary>
    public string Origin { get; init; } = "label";

    /// <summary>How sure it is, 0..1.</summary>
    public double Confidence { get; init; }

    /// <summary>Since when it has been seen; null when nobody said.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>When it comes off by itself; null: never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When it came on the list first, microseconds since 1970.</summary>
    public long Added { get; init; }

    /// <summary>When it last came on or off for who asks, microseconds since 1970; no two share it.</summary>
    public long Changed { get; init; }

    /// <summary>True when it is off the list for who asks.</summary>
    public bool Removed { get; init; }
}

/// <summary>What a label says now about a sample, ready to be put on the list or taken off.</summary>
/// <param name="Threat">The URL; what its label says goes into the confidence.</param>
/// <param name="IsPhishing">Goes on the list.</param>
/// <param name="IsBenign">Is benign: then its host is not listed as a whole.</param>
/// <param name="MayListUrl">The URL may be listed by itself: it is not just the front page of what many share.</param>
/// <param name="MayListHost">The host may be listed as a whole, if nothing on it is benign.</param>
public sealed record ThreatClaim(Threat Threat, bool IsPhishing, bool IsBenign, bool MayListUrl, bool MayListHost);

/// <summary>A label that changed.</summary>
public sealed record LabelChange
{
    /// <summary>The number of the sample.</summary>
    public long SampleId { get; init; }

    /// <summary>When the label became what it is, Unix seconds.</summary>
    public long LabelledAt { get; init; }

    /// <summary>The key of the subject.</summary>
    public string Canonical { get; init; } = "";

    /// <summary>The subject as it was given.</summary>
    public string Subject { get; init; } = "";

    /// <summary>0 benign, 1 phishing, 2 unknown.</summary>
    public long Label { get; init; }

    /// <summary>The share of trust that says phishing, 0..1.</summary>
    public double Share { get; init; }

    /// <summary>When it was first observed; null when nobody said.</summary>
    public DateTimeOffset? SeenAt { get; init; }
}

/// <summary>How many threats are on the list of a tenant, and when it last changed (microseconds since 1970; 0 when it never held any).</summary>
public sealed record ThreatTotals(long Count, long Changed);
