using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Weir.Learning.Numerics;

namespace Weir.Pipeline.Training;

/// <summary>
/// Homepages of the sites whose pages are known to be benign. Collections of benign links hold almost no homepages while
/// most phishing is one, so that a model would learn "homepage = phishing". Shared hosts are left out: a page says nothing
/// about the platform's other tenants.
/// </summary>
internal static class HomepageRows
{
    /// <summary>One row for a share of the hosts, in the order in which they first appear; a host whose homepage has a row is skipped.</summary>
    public static List<LabelledUrl> Of(IReadOnlyList<LabelledUrl> rows, ReferenceLists reference, double share)
    {
        var scratch = new UrlScratch();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var deep = new List<LabelledUrl>();
        foreach (var row in rows)
        {
            if (!UrlParser.TryParse(row.Url, scratch, out var url, out _) || url.HostKind != HostKind.Domain || !url.IsWeb) continue;
            var host = Bare(url.Host);
            if (url.Path.Length <= 1 && !url.HasQuery) seen.Add(host.ToString());
            else if (!row.IsPhishing && reference.Hosts.Of(host) == HostTraits.None && !reference.Suffixes.Match(host).IsPrivateSuffix)
                deep.Add(row with { Url = $"http://{host}/" });
        }
        return [.. deep.Where(row => seen.Add(row.Url[7..^1]) && IsDrawn(row.Url, share))];
    }

    private static bool IsDrawn(string url, double share)
    {
        var hash = 0UL;
        foreach (var c in url) hash = SplitMix64.Mix(hash ^ c);
        return (hash >> 11) * (1.0 / (1UL << 53)) < share;
    }

    private static ReadOnlySpan<char> Bare(ReadOnlySpan<char> host) => host.StartsWith("www.") ? host[4..] : host;
}
