using Weir.Detection.Reference;
using Weir.Detection.Urls;

namespace Weir.Detection.Features;

/// <summary>How much a host name imitates a brand.</summary>
/// <param name="Score">0..1, a rank among candidates and no probability.</param>
/// <param name="Brand">The brand, by its name for people.</param>
/// <param name="Reason">One phrase that says in what the likeness lies.</param>
public sealed record LookAlike(double Score, string Brand, string Reason);

/// <summary>
/// Scores bare host names against the brand list, with the matcher that features are made by. Popular domains and the brands' own
/// imitate nobody. Not for use by two threads at once.
/// </summary>
public sealed class LookAlikeScorer(ReferenceLists reference)
{
    private const int PopularRank = 100_000;
    private const double FirstWord = 0.15;
    private const double SecondWord = 0.10;

    private readonly UrlFeatureReader _reader = new(reference);
    private readonly FeatureScratch _scratch = new();

    /// <summary>The likeness of a host, a leading <c>*.</c> left aside; null when it resembles no brand.</summary>
    public LookAlike? Score(ReadOnlySpan<char> host)
    {
        if (host.StartsWith("*.")) host = host[2..];
        if (host.Length is 0 or > 253 || host.IndexOfAny("/?#@: \\") >= 0) return null;
        if (!UrlParser.TryParse(host, _scratch.Url, out var url, out _) || url.HostKind != HostKind.Domain) return null;
        var subject = _reader.Subject(url, _scratch);
        var hits = subject.Brands;
        var isOrdinary = hits.Owner != 0 || (subject.DomainRank is > 0 and <= PopularRank && !subject.Domain.IsPrivateSuffix && subject.Traits == 0);
        if (isOrdinary || (hits.InHost == 0 && hits.Generic == 0)) return null;
        var (score, what) = Kind(hits);
        var themes = Themes(subject.HostThemes);
        if (themes.Count > 0) score += FirstWord;
        if (themes.Count > 1) score += SecondWord;
        var brand = reference.Brands.All[(hits.InHost != 0 ? hits.InHost : hits.Generic) - 1].Name;
        var words = themes.Count == 0 ? "" : $", beside words of {string.Join(" and of ", themes)}";
        return new LookAlike(Math.Min(1, Math.Round(score, 2)), brand, what + words);
    }

    // The weights order the kinds by how rarely an honest name has them.
    private static (double Score, string What) Kind(in BrandHits hits)
    {
        if (hits.NameWord != 0) return hits.Combo ? (0.60, "the brand's name is a word of the registered label") : (0.80, "the registered label is the brand's name");
        if (hits.NameInside != 0) return (0.50, "the brand's name stands inside the registered label");
        if (hits.NameLookalike != 0) return (hits.Combo ? 0.80 : 0.85, "the registered label looks like the brand's name");
        if (hits.NameTypo != 0) return (0.75, "the registered label is one typing slip from the brand's name");
        return hits.Sub != 0 ? (0.55, "the brand's name stands before a foreign domain") : (0.35, "a brand's name that is also a word stands in the host");
    }

    private static List<string> Themes(in ThemeCounts counts)
    {
        // Code words stand in paths, prizes and office mail in any shop's name: the first five are those that lures use in hosts.
        var found = new List<string>();
        for (var theme = 0; theme <= WordThemes.Support; theme++)
            if (counts[theme] > 0) found.Add(WordThemes.Names[theme]);
        return found;
    }
}
