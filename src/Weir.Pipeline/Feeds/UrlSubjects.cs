using Weir.Detection.Reference;
using Weir.Detection.Urls;

namespace Weir.Pipeline.Feeds;

/// <summary>Reads web addresses into their keys. Not for use by two threads at once.</summary>
public sealed class UrlSubjects(ReferenceLists reference)
{
    private const int PopularRank = 10_000;

    private readonly UrlScratch _scratch = new();

    /// <summary>The key of an address; other schemes than http and https are refused, because feeds of addresses hold none.</summary>
    public bool TryRead(string subject, out SubjectKey key, out string fault)
    {
        key = default;
        fault = "";
        if (!UrlParser.TryParse(subject, _scratch, out var url, out var error)) fault = UrlErrors.Sentence(error);
        else if (!url.IsWeb) fault = $"the scheme {Cut(url.Scheme)} is not http or https";
        else if (url.Host.IsEmpty || url.Host.SequenceEqual(".")) fault = "the URL has no host";
        else if (url.Host.IndexOf('.') < 0 && url.HostKind == HostKind.Domain) fault = "the host is a single label";
        else key = new SubjectKey(CanonicalUrl.Of(url), Registrable(url));
        return fault.Length == 0;
    }

    /// <summary>Whether a bare host or domain is among the 10,000 most popular.</summary>
    public bool IsPopular(string host) => reference.Popularity.Rank(host) is > 0 and <= PopularRank;

    private string Registrable(in Url url)
    {
        if (url.HostKind != HostKind.Domain) return url.Host.ToString();
        var host = url.Host.TrimEnd('.');
        var domain = reference.Suffixes.Registrable(host);
        return (domain.IsEmpty ? host : domain).ToString();
    }

    private static string Cut(ReadOnlySpan<char> text) => text[..Math.Min(20, text.Length)].ToString();
}
