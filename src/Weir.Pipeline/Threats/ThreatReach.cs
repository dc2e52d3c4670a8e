using System.Net;
using Weir.Detection.Reference;
using Weir.Detection.Urls;

namespace Weir.Pipeline.Threats;

/// <summary>How much of a host may be listed at all: never what many owners share, never a site that many people visit.</summary>
public enum Reach
{
    /// <summary>Nothing: an address that leads nowhere outside.</summary>
    None,

    /// <summary>Single pages only: the host belongs to many owners or is popular.</summary>
    Pages,

    /// <summary>The host as a whole.</summary>
    Host,
}

/// <summary>Decides how much of a host may be listed.</summary>
public sealed class ThreatReach(ReferenceLists reference)
{
    /// <summary>A domain with this rank or a better one is never listed as a whole.</summary>
    public const int PopularRank = 100_000;

    private const HostTraits PathTenants = HostTraits.FileHost | HostTraits.Shortener | HostTraits.AbusedService;

    private const HostTraits NameTenants = HostTraits.FreeHosting | HostTraits.DynamicDns;

    /// <summary>Of the host of a URL.</summary>
    public Reach Of(in Url url)
    {
        var host = url.Host.TrimEnd('.');
        return url.HostKind switch
        {
            HostKind.IPv4 or HostKind.IPv6 => IsOutside(host) ? Reach.Host : Reach.None,
            HostKind.Domain => Of(host),
            _ => Reach.None,
        };
    }

    /// <summary>Of a domain name; ASCII.</summary>
    public Reach Of(ReadOnlySpan<char> host)
    {
        var domain = reference.Suffixes.Match(host);
        if (host.IndexOf('.') < 0) return Reach.None;
        if (!domain.HasRegistrable) return Reach.Pages;
        var registrable = host[domain.RegistrableStart..];
        if (IsPopular(registrable) || IsPopular(host)) return Reach.Pages;
        // The platform of a private suffix is known by the suffix; what the lists say of the tenant's own domain counts.
        var traits = reference.Hosts.Of(host) & ~(domain.IsPrivateSuffix ? reference.Hosts.Of(host[domain.SuffixStart..]) : HostTraits.None);
        if ((traits & PathTenants) != 0) return Reach.Pages;
        return (traits & NameTenants) == 0 || IsBelow(host) ? Reach.Host : Reach.Pages;
    }

    private bool IsPopular(ReadOnlySpan<char> name) => reference.Popularity.Rank(name) is > 0 and <= PopularRank;

    // A name under a listed platform is its tenant; the platform's own www is not.
    private bool IsBelow(ReadOnlySpan<char> host)
    {
        var dot = host.IndexOf('.');
        return dot > 0 && host[..dot] is not "www" && (reference.Hosts.Of(host[(dot + 1)..]) & NameTenants) != 0;
    }

    private static bool IsOutside(ReadOnlySpan<char> host)
    {
        if (!IPAddress.TryParse(host.Trim("[]"), out var address)) return false;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6SiteLocal || address.IsIPv6UniqueLocal || address.IsIPv6Multicast) return false;
        var bytes = address.GetAddressBytes();
        if (bytes.Length == 16) return address != IPAddress.IPv6Any;
        return bytes[0] is not (0 or 10 or 127) and < 224 && !(bytes[0] == 172 && bytes[1] is >= 16 and < 32) && !(bytes[0] == 192 && bytes[1] == 168)
            && !(bytes[0] == 169 && bytes[1] == 254) && !(bytes[0] == 100 && bytes[1] is >= 64 and < 128);
    }
}
