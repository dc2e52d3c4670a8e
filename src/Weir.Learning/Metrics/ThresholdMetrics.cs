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
}
