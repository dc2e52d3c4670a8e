namespace Weir.Learning.Metrics;

/// <summary>
/// Every figure of a model on rows that it has not seen, with intervals over groups. The scores are probabilities; a score at or
/// above <see cref="Threshold"/> is an alarm. A figure whose class is missing is NaN.
/// </summary>
public sealed record ModelFigures
{
    /// <summary>Negatives without which the share found at a false positive rate of 0.01 % says nothing.</summary>
    public const int NegativesForTenThousandth = 100_000;

    private const int Bins = 15;
    private static readonly double[] Rates = [0.0001, 0.001, 0.01];

    /// <summary>From which score on an alarm is raised.</summary>
    public required double Threshold { get; init; }
    /// <summary>Area under the ROC curve.</summary>
    public required Interval RocAuc { get; init; }
    /// <summary>Average precision.</summary>
    public required Interval PrAuc { get; init; }
    /// <summary>Share of positives found at a false positive rate of 1 %.</summary>
    public required Interval TprAt1Percent { get; init; }
    /// <summary>The same at 0.1 %.</summary>
    public required Interval TprAt01Percent { get; init; }
    /// <summary>The same at 0.01 %; null with fewer than 100,000 negatives.</summary>
    public required Interval? TprAt001Percent { get; init; }
    /// <summary>Share of rows that are right at the threshold.</summary>
    public required Interval Accuracy { get; init; }
    /// <summary>Share of alarms that are right.</summary>
    public required Interval Precision { get; init; }
    /// <summary>Share of positives found at the threshold.</summary>
    public required Interval Recall { get; init; }
    /// <summary>Harmonic mean of precision and recall.</summary>
    public required Interval F1 { get; init; }
    /// <summary>Share of negatives that raise an alarm.</summary>
    public required Interval FalsePositiveRate { get; init; }
    /// <summary>Expected calibration error over 15 bins of equal width.</summary>
    public required Interval Ece { get; init; }
    /// <summary>Mean squared difference of score and label.</summary>
    public required Interval Brier { get; init; }

    /// <summary>Measures all of them, sorting once and reading every bootstrap draw once.</summary>
    /// <exception cref="ArgumentException">Lengths differ, there are no rows, or a score is no probability.</exception>
    public static ModelFigures Of(
        ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, ReadOnlySpan<int> groups, double threshold, BootstrapParameters p)
    {
        CalibrationMetrics.Check(scores, labels, Bins);
        var (dense, count) = GroupNumbers.Dense(groups);
        var rows = new RankedRows(scores, labels, dense);
        var sums = new GroupSums(scores, labels, dense, count, threshold);
        var found = GroupBootstrap.Of(12, count, p, (counts, figures) => Measure(rows, sums, counts, figures));
        return new ModelFigures
        {
            Threshold = threshold,
            RocAuc = found[0],
            PrAuc = found[1],
            TprAt001Percent = rows.Negatives >= NegativesForTenThousandth ? found[2] : null,
            TprAt01Percent = found[3],
            TprAt1Percent = found[4],
            Accuracy = found[5],
            Precision = found[6],
            Recall = found[7],
            F1 = found[8],
            FalsePositiveRate = found[9],
            Ece = found[10],
            Brier = found[11],
        };
    }

    private static void Measure(RankedRows rows, GroupSums sums, ReadOnlySpan<int> counts, Span<double> figures)
    {
        (figures[0], figures[1]) = rows.Curves(Rates, counts, figures[2..5]);
        var (at, brier) = sums.Of(counts);
        figures[5] = at.Accuracy;
        figures[6] = at.Precision;
        figures[7] = at.Recall;
        figures[8] = at.F1;
        figures[9] = at.FalsePositiveRate;
        figures[10] = rows.Ece(counts, Bins);
        figures[11] = brier;
    }
}
