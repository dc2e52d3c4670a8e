namespace Weir.Detection.Urls;

/// <summary>
/// Where a host divides: offsets (UTF-16 characters) into the host that was matched. The registrable domain is the public
/// suffix (private section included) and one label; RegistrableStart is -1 when the host is itself a suffix or malformed.
/// </summary>
/// <param name="SuffixStart">Start of the public suffix, 0 or more; the last label when no rule names it; -1 when malformed.</param>
/// <param name="RegistrableStart">Start of the registrable domain, or -1.</param>
/// <param name="IsPrivateSuffix">The suffix is a shared platform's (pages.dev), not a registry's.</param>
/// <param name="IsKnownSuffix">A rule of the list names the suffix; false for made-up top-level domains.</param>
/// <param name="IcannSuffixStart">Start of the registry's suffix (the "dev" of pages.dev); equals SuffixStart unless private.</param>
public readonly record struct HostDomain(
    int SuffixStart, int RegistrableStart, bool IsPrivateSuffix, bool IsKnownSuffix, int IcannSuffixStart)
{
    /// <summary>What a malformed host (empty, or with an empty label near its end) gives.</summary>
    public static readonly HostDomain None = new(-1, -1, false, false, -1);

    /// <summary>True when the host has a registrable domain.</summary>
    public bool HasRegistrable => RegistrableStart >= 0;
}
