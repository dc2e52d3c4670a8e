using Weir.Benchmarks.Harness;
using Weir.Pipeline.Datasets;

namespace Weir.Benchmarks.Replay;

/// <summary>The collections of the replay: what the feeds serve as time goes by, what is there from the start, and the pool that nobody serves.</summary>
internal sealed class ReplayCollections
{
    private const double PoolShare = 0.1;
    private const int PoolPerDomain = 2;

    private static readonly string[] PhishingNames = ["jpcert", "tweetfeed", "domains_crypto_scam_dated", "domains_usom_2024_2026"];
    private static readonly string[] BenignNames = ["twir_2013_2026", "ruanyf_weekly_2018_2026", "citizenlab_test_lists"];
    private static readonly string[] UndatedNames = ["gov_news_archiveteam", "smallweb_feeds", "awesome_links", "gov_non_dotgov", "ebbu2017", "reddit_2006_2013", "hn_2015_2016"];

    public ReplayCollections(Bench bench)
    {
        Phishing = [.. PhishingNames.Select(name => DatedRows.Read(bench, name, isPhishing: true))];
        Benign = [.. BenignNames.Select(name => DatedRows.Read(bench, name, isPhishing: false))];
        Undated = [.. UndatedNames.Select(name => DatedRows.Read(bench, name, isPhishing: false))];
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        Pool = [.. Benign.Concat(Undated).SelectMany(rows => rows.All).DistinctBy(row => row.Canonical).Where(row => IsPool(row.Domain))
            .OrderBy(row => DomainBuckets.Hash(row.Canonical)).Where(row => (counts[row.Domain] = counts.GetValueOrDefault(row.Domain) + 1) <= PoolPerDomain)];
        PoolDomains = counts.Count;
    }

    /// <summary>Dated phishing, a feed each.</summary>
    public IReadOnlyList<DatedRows> Phishing { get; }

    /// <summary>Dated benign links, a feed each.</summary>
    public IReadOnlyList<DatedRows> Benign { get; }

    /// <summary>Benign links that are imported once, at the start; they lie years before the replay, or carry no date.</summary>
    public IReadOnlyList<DatedRows> Undated { get; }

    /// <summary>Held-out benign rows, the same in every period; no feed names their domains.</summary>
    public IReadOnlyList<DatedRow> Pool { get; }

    public int PoolDomains { get; }

    /// <summary>Whether a domain belongs to the pool.</summary>
    public static bool IsPool(string domain) => DomainBuckets.Place(domain, "pool ") < PoolShare;

    /// <summary>Every domain that a phishing feed has named until then.</summary>
    public HashSet<string> Named(DateTimeOffset until) =>
        [.. Phishing.SelectMany(rows => rows.All).Where(row => row.SeenAt is null || row.SeenAt <= until).Select(row => row.Domain)];
}
