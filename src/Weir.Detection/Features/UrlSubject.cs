using Weir.Detection.Reference;
using Weir.Detection.Urls;

namespace Weir.Detection.Features;

/// <summary>
/// A URL taken apart for feature extraction, normalised alike for every source: no scheme, no <c>www.</c>, no trailing
/// slash, lower case. A view on the buffers of a <see cref="FeatureScratch"/>.
/// </summary>
internal readonly ref struct UrlSubject
{
    /// <summary>The URL as parsed.</summary>
    public required Url Url { get; init; }
    /// <summary>Host without <c>www.</c> and trailing dot.</summary>
    public required ReadOnlySpan<char> Host { get; init; }
    /// <summary>Labels before the registrable domain, without <c>www</c>.</summary>
    public required ReadOnlySpan<char> Sub { get; init; }
    /// <summary>The label that was registered: the tenant's on a shared host; the whole host when there is no suffix.</summary>
    public required ReadOnlySpan<char> Name { get; init; }
    /// <summary>The public suffix, private section included.</summary>
    public required ReadOnlySpan<char> Suffix { get; init; }
    /// <summary>Path in lower case without trailing slash; empty for the root.</summary>
    public required ReadOnlySpan<char> Path { get; init; }
    /// <summary>Path as written.</summary>
    public required ReadOnlySpan<char> RawPath { get; init; }
    /// <summary>Query in lower case.</summary>
    public required ReadOnlySpan<char> Query { get; init; }
    /// <summary>Where the host divides.</summary>
    public required HostDomain Domain { get; init; }
    /// <summary>Popularity rank of the registrable domain, 0 = not listed.</summary>
    public required int DomainRank { get; init; }
    /// <summary>Popularity rank of the full host, 0 = not listed.</summary>
    public required int HostRank { get; init; }
    /// <summary>What the host lists say about host and registrable domain.</summary>
    public required HostTraits Traits { get; init; }
    /// <summary>Brands named in the URL.</summary>
    public required BrandHits Brands { get; init; }
    /// <summary>Words of themes before the public suffix.</summary>
    public required ThemeCounts HostThemes { get; init; }
    /// <summary>Words of themes in the path.</summary>
    public required ThemeCounts PathThemes { get; init; }
    /// <summary>Words of themes in the query.</summary>
    public required ThemeCounts QueryThemes { get; init; }
    /// <summary>The lists that were asked.</summary>
    public required ReferenceLists Reference { get; init; }

    /// <summary>True for IPv4 and IPv6 hosts.</summary>
    public bool IsIp => Url.HostKind is HostKind.IPv4 or HostKind.IPv6;

    /// <summary>The registrable domain; empty for IP hosts and bare suffixes.</summary>
    public ReadOnlySpan<char> Registrable => Host[(Host.Length - RegistrableLength)..];

    private int RegistrableLength => Domain.HasRegistrable && !IsIp ? Name.Length + 1 + Suffix.Length : 0;

    /// <summary>Reads a parsed URL.</summary>
    public static UrlSubject Read(scoped in Url url, ReferenceLists reference, BrandMatcher brands, FeatureScratch scratch)
    {
        var host = PlainHost(url.Host, scratch);
        var isIp = url.HostKind is HostKind.IPv4 or HostKind.IPv6;
        var domain = isIp ? HostDomain.None : reference.Suffixes.Match(host);
        if (domain.HasRegistrable && domain.RegistrableStart >= 4 && host.StartsWith("www."))
        {
            host = host[4..];
            domain = domain with
            {
                SuffixStart = domain.SuffixStart - 4,
                RegistrableStart = domain.RegistrableStart - 4,
                IcannSuffixStart = domain.IcannSuffixStart - 4,
            };
        }
        if (domain.HasRegistrable && domain.IsPrivateSuffix && host[..domain.SuffixStart] is "www.") domain = OwnSite(host = host[4..], domain.IcannSuffixStart - 4);
        else if (!domain.HasRegistrable && domain.IsPrivateSuffix) domain = OwnSite(host, domain.IcannSuffixStart);
        var registrable = domain.HasRegistrable ? host[domain.RegistrableStart..] : default;
        var suffix = domain.SuffixStart >= 0 ? host[domain.SuffixStart..] : default;
        var name = domain.HasRegistrable ? registrable[..^(suffix.Length + 1)] : host;
        var sub = domain.HasRegistrable && domain.RegistrableStart > 0 ? host[..(domain.RegistrableStart - 1)] : default;
        var tail = PlainTail.Read(url, scratch);
        var themes = default(UrlThemes);
        var traits = reference.Hosts.Of(host, registrable.Length, out var domainHash, out var hostHash);
        var domainRank = registrable.IsEmpty ? 0 : reference.Popularity.Rank(domainHash);
        return new UrlSubject
        {
            Url = url,
            Host = host,
            Sub = sub,
            Name = name,
            Suffix = suffix,
            Path = tail.Path,
            RawPath = tail.RawPath,
            Query = tail.Query,
            Domain = domain,
            DomainRank = domainRank,
            HostRank = sub.IsEmpty ? domainRank : reference.Popularity.Rank(hostHash),
            Traits = traits,
            Brands = brands.Find(new BrandPlaces(name, Skeleton.Of(name, scratch.Url.Idna, scratch.Seen), sub, url.Userinfo, tail.Path, tail.Query, registrable.IsEmpty ? 0 : reference.Brands.OwnerOf(domainHash) + 1), scratch.Folded, ref themes),
            HostThemes = themes.Host,
            PathThemes = themes.Path,
            QueryThemes = themes.Query,
            Reference = reference,
        };
    }

    /// <summary>A platform's own homepage (duckdns.org, www.duckdns.org) is the owner's site and no tenant.</summary>
    private static HostDomain OwnSite(ReadOnlySpan<char> host, int icannStart)
    {
        var label = icannStart > 1 ? host[..(icannStart - 1)].LastIndexOf('.') + 1 : -1;
        return new HostDomain(icannStart, label, false, true, icannStart);
    }

    /// <summary>One spelling of the host: no outer or repeated dots, IPv4 for the IPv6 address that wraps it.</summary>
    private static ReadOnlySpan<char> PlainHost(ReadOnlySpan<char> host, FeatureScratch scratch) =>
        host.StartsWith('[') || host.StartsWith('.') || host.IndexOf("..") >= 0 ? scratch.Host.AsSpan(0, CanonicalHost.Write(host, scratch.ReserveHost(host.Length))) : host.TrimEnd('.');
}
