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

    /// <summary>The last labels of all hosts that wrap, for a quick no.</summary>
    private static readonly HashIndex Ends = EndsOf([.. Known.Select(wrapper => wrapper.Host), "translate.goog", "cdn.ampproject.org", "urldefense.com", "urldefense.us"]);

    /// <summary>Writes the address to which a known wrapper leads into an empty buffer; false when the host is none or holds no address.</summary>
    public static bool TryDestination(in Url url, UrlText to)
    {
        var host = url.Host.TrimEnd('.');
        if (Ends.Get(EndOf(host)) == 0) return false;
        if (host.EndsWith(".translate.goog")) return ProxyHosts.TryTranslated(url, host[..^".translate.goog".Length], to);
        if (host.EndsWith(".cdn.ampproject.org") || host is "cdn.ampproject.org") return ProxyHosts.TryAmp(url, to);
        if (host is "urldefense.com" or "urldefense.us" or "urldefense.proofpoint.com" && LinkDefense.TryDestination(url, to)) return true;
        foreach (var wrapper in Known)
            if (wrapper.Fits(host, url.Path) && wrapper.TryDestination(url, to)) return true;
        return false;
    }

    /// <summary>The hash of the last two labels.</summary>
    private static ulong EndOf(ReadOnlySpan<char> host)
    {
        var dot = host.LastIndexOf('.');
        return HostHash.Of(host[(dot < 0 ? 0 : host[..dot].LastIndexOf('.') + 1)..]);
    }

    private static HashIndex EndsOf(string[] hosts)
    {
        var ends = new HashIndex(hosts.Length);
        foreach (var host in hosts) ends.TryAdd(EndOf(host), 1);
        return ends;
    }

    private sealed record Wrapper(string Host, string Path, string Parameters)
    {
        private readonly string[] _names = Parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        public bool Fits(ReadOnlySpan<char> host, ReadOnlySpan<char> path) =>
            (Host[0] == '.' ? host.EndsWith(Host) : host.SequenceEqual(Host)) && path.StartsWith(Path);

        public bool TryDestination(in Url url, UrlText to)
        {
            if (_names.Length == 0)
            {
                PercentDecoded.Write(url.Path, to);
                return TryAbsolute(to, InPath(to.Span, Path.Length));
            }
            foreach (var range in url.Query.Split('&'))
            {
                var parameter = url.Query[range];
                var end = parameter.IndexOf('=');
                if (end <= 0 || !IsName(parameter[..end])) continue;
                PercentDecoded.Write(parameter[(end + 1)..], to);
                return TryAbsolute(to, 0);
            }
            return false;
        }

        private bool IsName(ReadOnlySpan<char> text)
        {
            foreach (var name in _names)
                if (text.SequenceEqual(name)) return true;
            return false;
        }

        private static int InPath(ReadOnlySpan<char> path, int start)
        {
            var at = path[start..].IndexOf("http", StringComparison.OrdinalIgnoreCase);
            return at > 0 && path[(start + at)..].IndexOf(":/") is 4 or 5 ? start + at : start;
        }

        /// <summary>Leaves the text from there on, with a scheme, when it has the form of an address.</summary>
        private static bool TryAbsolute(UrlText text, int start)
        {
            text.RemoveStart(start);
            var all = text.Span;
            if (all.StartsWith("http:", StringComparison.OrdinalIgnoreCase) || all.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) return true;
            var end = all.IndexOfAny('/', '?');
            var host = end < 0 ? all : all[..end];
            if (!host.Contains('.') || host.ContainsAny(" @")) return false;
            text.Insert("http://");
            return true;
        }
    }
}
