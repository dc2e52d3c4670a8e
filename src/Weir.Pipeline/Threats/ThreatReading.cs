using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Weir.Storage.Exports;

namespace Weir.Pipeline.Threats;

/// <summary>Reads what labels and lists name into threats. For one thread.</summary>
public sealed class ThreatReading(ReferenceLists reference)
{
    private readonly ThreatReach _reach = new(reference);
    private readonly UrlScratch _scratch = new();

    /// <summary>What a label says now; null when the subject is nothing that a list of addresses can carry.</summary>
    public ThreatClaim? Claim(LabelChange label)
    {
        if (!UrlParser.TryParse(label.Subject, _scratch, out var url, out _) || !url.IsWeb) return null;
        var reach = _reach.Of(url);
        var isHome = IsHome(url);
        var threat = Threat(url, ListScope.Url, label.Canonical) with { Confidence = label.Share, SeenAt = label.SeenAt };
        return new ThreatClaim(threat, label.Label == 1, label.Label == 0, reach == Reach.Host || (reach == Reach.Pages && !isHome), reach == Reach.Host);
    }

    /// <summary>A block entry of a tenant, or a phishing subject of the gold set; null when it would list more than may be listed, or cannot be read.</summary>
    public Threat? Listed(string tenant, ListEntry entry, string origin)
    {
        if (!UrlParser.TryParse(entry.Value, _scratch, out var url, out _) || !url.IsWeb) return null;
        var reach = _reach.Of(url);
        var isWhole = entry.Scope is ListScope.Host or ListScope.RegistrableDomain || IsHome(url);
        if (reach == Reach.None || (isWhole && reach != Reach.Host)) return null;
        return Threat(url, entry.Scope, Key(url, entry.Scope)) with { Tenant = tenant, Origin = origin, Confidence = 1, Expires = entry.Expires };
    }

    /// <summary>The host of an entry and whether the entry covers all below it; null when it cannot be read.</summary>
    public (string Host, bool IsDomain)? HostOf(ListEntry entry)
    {
        if (!UrlParser.TryParse(entry.Value, _scratch, out var url, out _) || url.Host.IsEmpty) return null;
        var threat = Threat(url, entry.Scope, "");
        return entry.Scope == ListScope.RegistrableDomain ? (threat.Registrable, true) : (threat.Host, false);
    }

    /// <summary>Whether the allow entries of a tenant cover a threat: the entry that decides on its address, or for a whole host any that allows a part of it.</summary>
    public bool Covers(AllowedPlaces allowed, Threat threat, DateTimeOffset now)
    {
        // A block wins over an allow, whatever their scopes.
        if (threat.Tenant.Length > 0) return false;
        if (threat.Scope is ListScope.Host or ListScope.RegistrableDomain && allowed.Hosts.Contains(threat.Host)) return true;
        return UrlParser.TryParse(threat.Url, _scratch, out var url, out _) && allowed.Lists.Match(url, now) is not null;
    }

    /// <summary>The allow entries of one tenant, ready to be asked.</summary>
    public AllowedPlaces Allowed(IReadOnlyList<ListEntry> entries) =>
        new(AccessLists.Build(entries, reference.Suffixes), entries.Select(entry => HostOf(entry)?.Host).OfType<string>().ToHashSet(StringComparer.Ordinal));

    private string Key(in Url url, ListScope scope)
    {
        var threat = Threat(url, scope, "");
        var canonical = CanonicalUrl.Of(url);
        return scope switch
        {
            ListScope.Host => threat.Host,
            ListScope.RegistrableDomain => threat.Registrable,
            ListScope.PathPrefix => (canonical.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? canonical[..query] : canonical).TrimEnd('/'),
            _ => canonical,
        };
    }

    private Threat Threat(in Url url, ListScope scope, string value)
    {
        var host = url.Host.TrimEnd('.');
        var registrable = url.HostKind == HostKind.Domain ? reference.Suffixes.Registrable(host) : default;
        var name = host.ToString();
        var plain = url.HasFragment ? url.Href[..(url.Href.Length - url.Fragment.Length - 1)] : url.Href;
        return new Threat { Scope = scope, Value = value, Url = plain.ToString(), Host = name, Registrable = registrable.IsEmpty ? name : registrable.ToString() };
    }

    private static bool IsHome(in Url url) => url.Path.TrimEnd('/').IsEmpty && url.Query.IsEmpty;
}

/// <summary>What a tenant allows: its entries, and the hosts that they are about.</summary>
public sealed record AllowedPlaces(AccessLists Lists, IReadOnlySet<string> Hosts);
