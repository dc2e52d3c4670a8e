using System.Runtime.InteropServices;
using Weir.Storage;
using Weir.Storage.Review;
using Weir.Storage.Samples;

namespace Weir.Pipeline.Labeling;

/// <summary>
/// How far feeds bear each other out. On every subject of which several feeds speak and that is not contested, a claim with the
/// majority that another feed shares is confirmed, one against it contradicted. The majority goes by the trust that people gave,
/// never by the agreement itself, which would feed on itself. A feed starts as if 20 claims had been confirmed.
/// </summary>
internal static class FeedAgreement
{
    private const double Prior = 20;
    // Smaller moves change no label worth weighing anew.
    private const double Worth = 0.01;

    public static bool Recount(WeirStore store)
    {
        var counts = new Dictionary<long, (long Confirmed, long Contradicted)>();
        var votes = new List<Vote>();
        store.Standings.ReadShared(vote =>
        {
            if (votes.Count > 0 && votes[0].SampleId != vote.SampleId) Count(votes, counts);
            votes.Add(vote);
        });
        if (votes.Count > 0) Count(votes, counts);
        return Keep(store, counts);
    }

    private static void Count(List<Vote> votes, Dictionary<long, (long Confirmed, long Contradicted)> counts)
    {
        var newest = LabelRule.Newest(CollectionsMarshal.AsSpan(votes)).Values.ToList();
        votes.Clear();
        var share = newest.Where(vote => vote.IsPhishing).Sum(vote => vote.Trust) / newest.Sum(vote => vote.Trust);
        if (double.IsNaN(share) || share is > 1 - LabelRule.Majority and < LabelRule.Majority) return;
        // What is quarantined or set aside has no say in the majority, and is held against it all the same.
        foreach (var vote in newest)
        {
            var (confirmed, contradicted) = counts.GetValueOrDefault(vote.FeedId);
            if (vote.IsPhishing != share >= LabelRule.Majority) contradicted++;
            else if (newest.Exists(other => other.FeedId != vote.FeedId && other.Trust > 0 && other.IsPhishing == vote.IsPhishing)) confirmed++;
            counts[vote.FeedId] = (confirmed, contradicted);
        }
    }

    private static bool Keep(WeirStore store, Dictionary<long, (long Confirmed, long Contradicted)> counts)
    {
        var (changed, weighAnew) = (new List<FeedStanding>(), false);
        foreach (var standing in store.Standings.All())
        {
            var (confirmed, contradicted) = counts.GetValueOrDefault(standing.FeedId);
            if ((confirmed, contradicted) == (standing.Confirmed, standing.Contradicted)) continue;
            var agreement = (confirmed + Prior) / (confirmed + contradicted + Prior);
            var moved = Math.Abs(agreement - standing.Agreement) >= Worth;
            weighAnew |= moved;
            changed.Add(standing with { Confirmed = confirmed, Contradicted = contradicted, Agreement = moved ? agreement : standing.Agreement });
        }

        if (changed.Count > 0) store.Standings.KeepAgreement(changed, weighAnew);
        return weighAnew;
    }
}
