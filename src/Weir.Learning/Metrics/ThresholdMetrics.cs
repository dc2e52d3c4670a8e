namespace Weir.Learning.Metrics;

/// <summary>Metrics of a yes/no decision: a score at or above the threshold is an alarm.</summary>
public static class ThresholdMetrics
{
    /// <summary>The counts at a threshold; accuracy, precision, recall, F1 and FPR follow from them.</summary>
    public static Confusion At(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, double threshold)
    {
        if (scores.Length != labels.Length)
            throw new ArgumentException($"There are {scores.Length} scores and {labels.Length} labels.", nameof(scores));
        long tp = 0, fp = 0, fn = 0, tn = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] >= threshold) (tp, fp) = labels[i] != 0 ? (tp + 1, fp) : (tp, fp + 1);
            else (fn, tn) = labels[i] != 0 ? (fn + 1, tn) : (fn, tn + 1);
        }
        return new Confusion(tp, fp, tn, fn);
    }

    /// <summary>Share of the alarms of <paramref name="before"/> that are none in <paramref name="after"/>, the scores of the same
    /// subjects in another spelling; NaN without alarms.</summary>
    public static double FlipRate(ReadOnlySpan<double> before, ReadOnlySpan<double> after, double threshold)
    {
        if (before.Length != after.Length)
            throw new ArgumentException($"There are {before.Length} scores before and {after.Length} after.", nameof(before));
        long alarms = 0, flips = 0;
        for (var i = 0; i < before.Length; i++)
        {
            if (!(before[i] >= threshold)) continue;
            alarms++;
            if (!(after[i] >= threshold)) flips++;
        }
        return (double)flips / alarms;
    }
}
