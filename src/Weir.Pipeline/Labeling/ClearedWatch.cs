using System.Globalization;
using Weir.Detection.Urls;
using Weir.Storage;
using Weir.Storage.Review;

namespace Weir.Pipeline.Labeling;

/// <summary>Tells when a feed claims again what a person has cleared; the claim itself weighs nothing.</summary>
internal static class ClearedWatch
{
    private const int MostNamed = 3;

    public static IReadOnlyList<Finding> Run(WeirStore store) =>
        [.. store.Relistings.Take().GroupBy(one => one.Feed, StringComparer.Ordinal).Select(feed => Told(feed.Key, [.. feed]))];

    private static Finding Told(string feed, List<Relisting> claims)
    {
        var named = string.Join(", ", claims.Take(MostNamed).Select(claim =>
            string.Create(CultureInfo.InvariantCulture, $"{Cut(Defang.Defanged(claim.Subject))} ({(claim.CaseId is { } id ? $"case {id}" : "by hand")})")));
        var more = claims.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {claims.Count - MostNamed:N0} more") : "";
        return new Finding(FindingKind.Relisted, FindingLevel.Warning, feed,
            $"The feed {feed} lists again what was cleared: {named}{more}. The claim is set aside and nothing is blocked by it; tell the feed, or settle the case anew.");
    }

    private static string Cut(string text) => text.Length <= 200 ? text : text[..200] + " …";
}
