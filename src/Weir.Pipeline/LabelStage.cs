using Weir.Learning;
using Weir.Pipeline.Labeling;
using Weir.Pipeline.Registry;
using Weir.Storage;

namespace Weir.Pipeline;

/// <summary>
/// Labels, brought up to date: new claims are reviewed before they are weighed, then every label that is out of date is decided,
/// then the feeds are held against each other. Run again, it does what is left.
/// </summary>
public static class LabelStage
{
    /// <summary>Returns how many labels were decided, and the feeds that were quarantined.</summary>
    public static (long Decided, IReadOnlyList<Finding> Findings) Run(WeirStore store, CycleParts parts, LabelSettings settings, CancellationToken ct = default)
    {
        var findings = FeedReview.Run(store, settings, ChampionScore(store, parts), parts.IsPopularSite, parts.IsSharedHost, ct);
        var decided = SampleLabeling.Run(store.Samples, ct);
        if (decided > 0 && IsDue(store) && FeedReview.Recount(store)) decided += SampleLabeling.Run(store.Samples, ct);
        return (decided, findings);
    }

    // It reads every subject of which several feeds speak, and moves slowly.
    private static bool IsDue(WeirStore store)
    {
        const string look = "agreement";
        if (store.SetAsides.LastLook(look) is { } last && store.Time.GetUtcNow() - last < TimeSpan.FromHours(1)) return false;
        store.SetAsides.Looked(look);
        return true;
    }

    /// <summary>What the champion thinks of a URL; it is opened when first asked. Null without one that can be loaded.</summary>
    public static Func<string, double?> ChampionScore(WeirStore store, CycleParts parts)
    {
        var scorer = new Lazy<Func<string, double>?>(() => Scorer(store, parts));
        return url => scorer.Value?.Invoke(url) is { } score && !double.IsNaN(score) ? score : null;
    }

    private static Func<string, double>? Scorer(WeirStore store, CycleParts parts)
    {
        if (store.Models.Champion() is not { } champion) return null;
        try
        {
            return parts.Open(new ModelRegistry(store).Read(store.Models.Find(champion.Version)!), champion.Version).NewScorer();
        }
        catch (ModelFileException)
        {
            return null;
        }
    }
}
