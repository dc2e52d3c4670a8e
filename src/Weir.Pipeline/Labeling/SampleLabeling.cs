using System.Runtime.InteropServices;
using Weir.Storage.Samples;

namespace Weir.Pipeline.Labeling;

/// <summary>Brings the labels of the store up to date, a bounded number of samples at a time. May be stopped anywhere.</summary>
public static class SampleLabeling
{
    private const int BatchSamples = 5_000;

    /// <summary>Decides every label that is out of date; returns how many were.</summary>
    public static long Run(SampleStore samples, CancellationToken ct = default)
    {
        var decided = 0L;
        while (samples.NextVotes(BatchSamples) is { Count: > 0 } votes)
        {
            ct.ThrowIfCancellationRequested();
            var decisions = Decide(CollectionsMarshal.AsSpan((List<Vote>)votes));
            samples.Keep(decisions);
            decided += decisions.Count;
        }

        return decided;
    }

    private static List<LabelDecision> Decide(ReadOnlySpan<Vote> votes)
    {
        var decisions = new List<LabelDecision>();
        var start = 0;
        for (var i = 1; i <= votes.Length; i++)
        {
            if (i < votes.Length && votes[i].SampleId == votes[start].SampleId) continue;
            decisions.Add(LabelRule.Decide(votes[start..i]));
            start = i;
        }

        return decisions;
    }
}
