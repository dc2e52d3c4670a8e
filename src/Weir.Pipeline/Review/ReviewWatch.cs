using Weir.Detection;
using Weir.Storage;

namespace Weir.Pipeline.Review;

/// <summary>
/// The turn to the review queue: gathers the subjects about which a person's word would teach most. These are what was called suspicious,
/// and what was called phishing by little. They are weighed by traffic times uncertainty, 4 p (1 - p), which is 1 for a score of one half.
/// </summary>
public static class ReviewWatch
{
    /// <summary>Phishing counts as called by little when its log-odds are this near the threshold.</summary>
    public const double Near = 1;

    private static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    /// <summary>One look; the threshold is that from which the champion says phishing.</summary>
    public static long Run(WeirStore store, double phishingThreshold, CancellationToken ct = default)
    {
        var edge = LogOdds(phishingThreshold);
        var taken = store.ReviewQueue.TakeNew(
            (decision, score) => decision == Decision.Suspicious || (decision == Decision.Phishing && LogOdds(score) - edge <= Near), Unsureness, ct);
        store.ReviewQueue.Clean(store.Time.GetUtcNow() - Keep);
        return taken;
    }

    /// <summary>How unsure a score is, 0 to 1.</summary>
    public static double Unsureness(double score) => 4 * score * (1 - score);

    private static double LogOdds(double p) => Math.Log(Math.Max(p, 1e-9) / Math.Max(1 - p, 1e-9));
}
