namespace Weir.Detection.Reference;

/// <summary>What the host lists say about a host or one of its parent domains.</summary>
[Flags]
public enum HostTraits
{
    /// <summary>No list names it.</summary>
    None = 0,

    /// <summary>Shortens or redirects links (bit.ly).</summary>
    Shortener = 1,

    /// <summary>Hosts anybody's pages (pages.dev, linktr.ee).</summary>
    FreeHosting = 2,

    /// <summary>Hosts anybody's files (mega.nz).</summary>
    FileHost = 4,

    /// <summary>Gives host names to changing addresses (duckdns.org).</summary>
    DynamicDns = 8,

    /// <summary>Gives throw-away mailboxes.</summary>
    DisposableMail = 16,

    /// <summary>An honest service that attackers use often (docs.google.com).</summary>
    AbusedService = 32,
}
