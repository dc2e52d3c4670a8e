using Weir.Storage;
using Weir.Storage.Review;

namespace Weir.Pipeline.Labeling;

/// <summary>
/// Looks at what feeds have newly claimed before it is learned. Claims that only one feed makes against popularity are set aside,
/// likewise unusual ones of a feed that strays from its own history; a feed that strays far is quarantined. Once a day it gives
/// up phishing labels that have grown stale. May be stopped anywhere and run again.
/// </summary>
public static class FeedReview
{
    private const string Actor = "feed-review";
    private const string StaleLook = "stale";

    /// <summary>
    /// Reviews the imports that have not been. The champion scores a URL (0..1, null when there is none or it cannot); popular says
    /// of a host whether it belongs to a popular site of one owner; shared of a registrable domain whether it has many tenants.
    /// </summary>
    public static IReadOnlyList<Finding> Run(
        WeirStore store, LabelSettings settings, Func<string, double?> championScore, Func<string, bool> isPopular,
        Func<string, bool>? isShared = null, CancellationToken ct = default)
    {
        var findings = new List<Finding>();
        var imports = store.Claims.Unreviewed();
        foreach (var import in imports)
        {
            ct.ThrowIfCancellationRequested();
            findings.AddRange(Review(store, settings, import, new ClaimJudge(championScore, isPopular)));
        }

        if (imports.Count > 0) findings.AddRange(ClearedWatch.Run(store));
        if (store.SetAsides.LastLook(StaleLook) is not { } last || store.Time.GetUtcNow() - last >= TimeSpan.FromDays(1))
        {
            LabelExpiry.Run(store, settings, isPopular, isShared ?? (_ => false));
            store.SetAsides.Looked(StaleLook);
        }

        return findings;
    }

    /// <summary>Counts how far feeds bear each other out; true when contested labels are to be weighed anew.</summary>
    public static bool Recount(WeirStore store) => FeedAgreement.Recount(store);

    private static List<Finding> Review(WeirStore store, LabelSettings settings, UnreviewedImport import, ClaimJudge judge)
    {
        var review = new ImportReview(import, judge);
        store.Claims.Read(import.Id, review.Take);
        var (opinions, standings) = (new Dictionary<long, FeedOpinion>(), store.Standings.All().ToDictionary(standing => standing.FeedId));
        foreach (var batch in review.Batches)
            opinions[batch.FeedId] = FeedJudge.Of(store.Claims.Batches(batch.FeedId), batch, standings[batch.FeedId].ReleasedAt);
        var kept = store.Claims.Keep(import.Id, review.Batches, review.SetAside(feed => opinions[feed].IsUnusual), review.BorneOut);
        var findings = new List<Finding>();
        if (!kept || !settings.Quarantine) return findings;
        foreach (var (feed, opinion) in opinions)
        {
            var name = standings[feed].Feed;
            if (opinion.Reason is not { } reason || !store.Standings.Quarantine(name, reason, Actor, opinion.SinceImport)) continue;
            findings.Add(new Finding(FindingKind.FeedQuarantined, FindingLevel.Critical, name,
                $"The feed {name} is quarantined, and what it says since then is not learned from: {reason}; look at `weir feeds conflicts`, then run `weir feeds release {name}` when it is right."));
        }

        return findings;
    }
}
