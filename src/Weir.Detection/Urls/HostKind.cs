namespace Weir.Detection.Urls;

/// <summary>What the host of a URL is, after the host parser of the URL standard.</summary>
public enum HostKind
{
    /// <summary>No host, as in <c>mailto:</c>.</summary>
    None,

    /// <summary>A domain name in ASCII (punycode where needed).</summary>
    Domain,

    /// <summary>An IPv4 address in dotted decimal.</summary>
    IPv4,

    /// <summary>An IPv6 address in brackets, compressed as in RFC 5952.</summary>
    IPv6,

    /// <summary>The uninterpreted host of a scheme that is not special.</summary>
    Opaque,
}
