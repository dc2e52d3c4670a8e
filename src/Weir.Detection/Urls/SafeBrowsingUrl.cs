using Weir.Detection.Reference;

namespace Weir.Detection.Urls;

/// <summary>
/// Canonical URLs and host-suffix/path-prefix expressions of the Safe Browsing specification "URLs and Hashing"
/// (version 5 rules: suffixes start at the registrable domain). Never throws; linear time.
/// </summary>
public static class SafeBrowsingUrl
{
    private const int MaxHosts = 5;
    private const int MaxPaths = 6;

    /// <summary>The canonical form: scheme, host, path and query, without user, port and fragment.</summary>
    public static string Canonicalize(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        (string scheme, string host, string path, string query) = Split(url);
        return $"{scheme}://{host}{path}{query}";
    }

    /// <summary>At most 5 hosts times 6 paths, the exact ones first.</summary>
    public static IReadOnlyList<string> Expressions(string url) => Expressions(url, ReferenceLists.Embedded.Suffixes);

    /// <summary>The same by other public suffixes than the shipped ones.</summary>
    public static IReadOnlyList<string> Expressions(string url, PublicSuffixes suffixes)
    {
        ArgumentNullException.ThrowIfNull(url);
        (_, string host, string path, string query) = Split(url);
        List<string> paths = Paths(path, query);
        return [.. Hosts(host, suffixes).SelectMany(h => paths.Select(p => h + p))];
    }

    private static (string Scheme, string Host, string Path, string Query) Split(string url)
    {
        string text = SafeBrowsingBytes.Unescape(url);
        int colon = text.IndexOf("://", StringComparison.Ordinal);
        bool hasScheme = colon > 0 && !text.AsSpan(0, colon).ContainsAny("/?.");
        string scheme = hasScheme ? text[..colon].ToLowerInvariant() : "http";
        string rest = hasScheme ? text[(colon + 3)..] : text;
        int end = rest.AsSpan().IndexOfAny('/', '?');
        string authority = end < 0 ? rest : rest[..end];
        string tail = end < 0 ? "" : rest[end..];
        int question = tail.IndexOf('?', StringComparison.Ordinal);
        string path = question < 0 ? tail : tail[..question];
        string query = question < 0 ? "" : tail[question..];
        return (SafeBrowsingBytes.Escape(scheme), SafeBrowsingHost.Canonical(authority), SafeBrowsingBytes.Escape(Resolve(path)), SafeBrowsingBytes.Escape(query));
    }

    private static string Resolve(string path)
    {
        var kept = new List<string>();
        string[] segments = path.Split('/');
        foreach (string segment in segments)
        {
            if (segment == ".." && kept.Count > 0) kept.RemoveAt(kept.Count - 1);
            else if (segment.Length > 0 && segment is not "." and not "..") kept.Add(segment);
        }
        bool isFolder = segments[^1] is "" or "." or "..";
        return kept.Count == 0 ? "/" : "/" + string.Join('/', kept) + (isFolder ? "/" : "");
    }

    private static List<string> Hosts(string host, PublicSuffixes suffixes)
    {
        var hosts = new List<string> { host };
        if (host.StartsWith('[') || IPv4Number.EndsInNumber(host)) return hosts;
        int start = suffixes.Match(host).RegistrableStart;
        var shorter = new List<string>();
        while (start > 0 && shorter.Count < MaxHosts - 1)
        {
            shorter.Insert(0, host[start..]);
            start = start < 2 ? 0 : host.LastIndexOf('.', start - 2) + 1;
        }
        hosts.AddRange(shorter);
        return hosts;
    }

    private static List<string> Paths(string path, string query)
    {
        var paths = new List<string>();
        if (query.Length > 0) paths.Add(path + query);
        paths.Add(path);
        int slash = 0;
        for (int i = 0; i < MaxPaths - 2 && slash >= 0; i++)
        {
            string prefix = path[..(slash + 1)];
            if (!paths.Contains(prefix)) paths.Add(prefix);
            slash = path.IndexOf('/', slash + 1);
        }
        return paths;
    }
}
