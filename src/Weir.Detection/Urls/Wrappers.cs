namespace Weir.Detection.Urls;

/// <summary>Services that lead on to an address which stands in theirs, and where it stands.</summary>
internal static class Wrappers
{
    private static readonly Wrapper[] Known =
    [
        new(".google.com", "/url", "q url"), new("google.com", "/url", "q url"), new(".google.com", "/amp/s/", ""), new("google.com", "/amp/s/", ""),
        new("translate.google.com", "/", "u"), new("googleweblight.com", "/", "lite_url u"), new("adclick.g.doubleclick.net", "/", "adurl"),
        new("googleads.g.doubleclick.net", "/", "adurl"), new("ad.doubleclick.net", "/", "adurl"), new("www.googleadservices.com", "/", "adurl"),
        new(".safelinks.protection.outlook.com", "/", "url"), new("urldefense.proofpoint.com", "/v1/url", "u"),
        new("linkprotect.cudasvc.com", "/url", "a"), new("l.facebook.com", "/l.php", "u"), new("lm.facebook.com", "/l.php", "u"),
        new("www.facebook.com", "/l.php", "u"), new("l.instagram.com", "/", "u"), new("l.messenger.com", "/l.php", "u"),
        new("out.reddit.com", "/", "url"), new("www.youtube.com", "/redirect", "q"), new("www.linkedin.com", "/redir/redirect", "url"),
        new("www.linkedin.com", "/safety/go", "url"), new("vk.com", "/away.php", "to"), new("t.umblr.com", "/redirect", "z"),
        new("steamcommunity.com", "/linkfilter/", "u url"), new("duckduckgo.com", "/l/", "uddg"), new("slack-redir.net", "/link", "url"),
        new("web.archive.org", "/web/", ""), new("secure-web.cisco.com", "/", ""), new("ipfs.io", "/ipns/", ""), new("dweb.link", "/ipns/", ""),
    ];

    /// <summary>The address to which a known wrapper leads; null when the host is none or holds no address.</summary>
    public static string? Destination(in Url url)
    {
        var host = url.Host.TrimEnd('.');
        if (host.EndsWith(".translate.goog")) return ProxyHosts.Translated(url, host[..^".translate.goog".Length]);
        if (host.EndsWith(".cdn.ampproject.org") || host is "cdn.ampproject.org") return ProxyHosts.Amp(url);
        if (host is "urldefense.com" or "urldefense.us" or "urldefense.proofpoint.com" && LinkDefense.Destination(url) is { } defended) return defended;
        foreach (var wrapper in Known)
            if (wrapper.Fits(host, url.Path) && wrapper.Destination(url) is { } found) return found;
        return null;
    }

    private sealed record Wrapper(string Host, string Path, string Parameters)
    {
        private readonly string[] _names = Parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        public bool Fits(ReadOnlySpan<char> host, ReadOnlySpan<char> path) =>
            (Host[0] == '.' ? host.EndsWith(Host) : host.SequenceEqual(Host)) && path.StartsWith(Path);

        public string? Destination(in Url url)
        {
            if (_names.Length == 0) return InPath(PercentDecoded.Of(url.Path)[Path.Length..]);
            foreach (var range in url.Query.Split('&'))
            {
                var parameter = url.Query[range];
                var end = parameter.IndexOf('=');
                if (end > 0 && Array.IndexOf(_names, parameter[..end].ToString()) >= 0) return Absolute(PercentDecoded.Of(parameter[(end + 1)..]));
            }
            return null;
        }

        private static string? InPath(string rest)
        {
            var at = rest.IndexOf("http", StringComparison.OrdinalIgnoreCase);
            return Absolute(at > 0 && rest.AsSpan(at).IndexOf(":/") is 4 or 5 ? rest[at..] : rest);
        }

        /// <summary>The text with a scheme, when it has the form of an address.</summary>
        private static string? Absolute(string text)
        {
            var host = text.AsSpan(0, Math.Max(0, text.AsSpan().IndexOfAny('/', '?') is >= 0 and var end ? end : text.Length));
            if (text.StartsWith("http:", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) return text;
            return host.Contains('.') && !host.ContainsAny(" @") ? "http://" + text : null;
        }
    }
}
