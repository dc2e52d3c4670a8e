using Weir.Detection.Urls;

namespace Weir.Detection.Lists;

/// <summary>The text under which an entry is found, and its hash with the scope mixed in.</summary>
internal static class ListKey
{
    /// <summary>State of the hash before the first character.</summary>
    public static ulong Start(ListScope scope) => HostHash.Start + ((ulong)scope + 1) * 0x9E3779B97F4A7C15;

    /// <summary>The hash of a whole key; case counts.</summary>
    public static ulong Hash(ListScope scope, ReadOnlySpan<char> key)
    {
        ulong state = Start(scope);
        foreach (char c in key) state = Step(state, c);
        return HostHash.Finish(state);
    }

    /// <summary>The state after one more character.</summary>
    public static ulong Step(ulong state, char c) => (state ^ c) * 0x9E3779B97F4A7C15;

    /// <summary>The key of what a person wrote, or null when it is no URL or host.</summary>
    public static string? Of(ListEntry entry, PublicSuffixes suffixes, UrlScratch scratch)
    {
        if (!UrlParser.TryParse(entry.Value, scratch, out Url url, out _)) return null;
        switch (entry.Scope)
        {
            case ListScope.Url: return CanonicalUrl.Of(url);
            case ListScope.PathPrefix: return Prefix(CanonicalUrl.Of(url)).ToString();
            case ListScope.Host: return Host(url).ToString();
            default: return Domain(Host(url), url.HostKind, suffixes).ToString();
        }
    }

    /// <summary>A canonical URL without query and trailing slash.</summary>
    public static ReadOnlySpan<char> Prefix(ReadOnlySpan<char> canonical)
    {
        int query = canonical.IndexOf('?');
        return (query < 0 ? canonical : canonical[..query]).TrimEnd('/');
    }

    /// <summary>The host without dots at its end.</summary>
    public static ReadOnlySpan<char> Host(in Url url) => url.Host.TrimEnd('.');

    /// <summary>The registrable domain, or the host itself when it has none (an address, a bare suffix).</summary>
    public static ReadOnlySpan<char> Domain(ReadOnlySpan<char> host, HostKind kind, PublicSuffixes suffixes)
    {
        ReadOnlySpan<char> registrable = kind == HostKind.Domain ? suffixes.Registrable(host) : default;
        return registrable.IsEmpty ? host : registrable;
    }
}
