namespace Weir.Learning.Metrics;

/// <summary>
/// Metrics that need only the order of the scores. Labels are 0 or 1; a metric whose class is missing is NaN. Sort once
/// with <see cref="RankedRows"/> when several are needed.
/// </summary>
public static class RankingMetrics
{
    /// <summary>Area under the ROC curve; ties count half.</summary>
    public static double RocAuc(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels) =>
        new RankedRows(scores, labels).RocAuc();

    /// <summary>Average precision: area under the precision-recall curve as a step function.</summary>
    public static double PrAuc(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels) => new RankedRows(scores, labels).PrAuc();

    /// <summary>
    /// Share of positives found when at most the share <paramref name="fpr"/> of the negatives may raise an alarm; ties
    /// count against the model.
    /// </summary>
    public static double TprAtFpr(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, double fpr) =>
        new RankedRows(scores, labels).TprAtFpr(fpr);

    /// <summary>The score above which, strictly, at most the share <paramref name="fpr"/> of the negatives lies.</summary>
    public static double ThresholdAtFpr(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, double fpr) =>
        new RankedRows(scores, labels).ThresholdAtFpr(fpr);
}
