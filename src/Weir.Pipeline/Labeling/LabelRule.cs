using Weir.Storage.Samples;

namespace Weir.Pipeline.Labeling;

/// <summary>
/// How many statements become one label. Each feed has one vote, however often it repeats itself: its newest claim (phishing when
/// it makes both at once), weighted by its trust. With P the trust that says phishing and B the trust that says benign, the share
/// P / (P + B) decides: at least 0.6 phishing, at most 0.4 benign, between them unknown. Without any trust: unknown. What the gold
/// set has settled stands above all votes.
/// </summary>
public static class LabelRule
{
    /// <summary>The share from which on a sample is phishing; 1 minus it is the share up to which it is benign.</summary>
    public const double Majority = 0.6;

    /// <summary>Decides the label of one sample from its statements, at least one.</summary>
    public static LabelDecision Decide(ReadOnlySpan<Vote> votes)
    {
        var newest = Newest(votes);
        if (votes[0].Settled is { } settled)
        {
            var named = Earliest(votes, settled);
            return new LabelDecision(named.SampleId, settled, settled == Label.Phishing ? 1 : 0, newest.Count, named.FeedId, named.SeenAt);
        }

        var phishing = newest.Values.Where(vote => vote.IsPhishing).Sum(vote => vote.Trust);
        var total = newest.Values.Sum(vote => vote.Trust);
        var share = total > 0 ? phishing / total : 0.5;
        var label = share >= Majority ? Label.Phishing : share <= 1 - Majority ? Label.Benign : Label.Unknown;
        var first = Earliest(votes, label);
        return new LabelDecision(first.SampleId, label, share, newest.Count, first.FeedId, first.SeenAt);
    }

    /// <summary>The newest claim of each feed.</summary>
    internal static Dictionary<long, Vote> Newest(ReadOnlySpan<Vote> votes)
    {
        var newest = new Dictionary<long, Vote>();
        foreach (var vote in votes)
        {
            if (!newest.TryGetValue(vote.FeedId, out var held) || Newer(vote, held)) newest[vote.FeedId] = vote;
        }

        return newest;
    }

    private static bool Newer(in Vote vote, in Vote held)
    {
        var difference = (vote.SeenAt ?? DateTimeOffset.MinValue).CompareTo(held.SeenAt ?? DateTimeOffset.MinValue);
        return difference > 0 || (difference == 0 && vote.IsPhishing);
    }

    private static Vote Earliest(ReadOnlySpan<Vote> votes, Label label)
    {
        Vote? first = null;
        foreach (var vote in votes)
        {
            if (label != Label.Unknown && vote.IsPhishing != (label == Label.Phishing)) continue;
            if (first is not { } held || Before(vote, held)) first = vote;
        }

        return first ?? votes[0];
    }

    // A dated statement comes before an undated one: it is the one that says when.
    private static bool Before(in Vote vote, in Vote held) =>
        (vote.SeenAt ?? DateTimeOffset.MaxValue, vote.FeedId).CompareTo((held.SeenAt ?? DateTimeOffset.MaxValue, held.FeedId)) < 0;
}
