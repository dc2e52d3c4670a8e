using Weir.Learning.Metrics;

namespace Weir.Pipeline.Evaluation;

/// <summary>
/// The curves of a model on the rows it was judged on, thinned to a few hundred points: false against true positive rate, recall
/// against precision, stated against observed probability.
/// </summary>
public sealed record ReportCurves(IReadOnlyList<CurvePoint> Roc, IReadOnlyList<CurvePoint> PrecisionRecall, IReadOnlyList<ReliabilityPoint> Reliability)
{
    private const int Bins = 15;

    /// <summary>From scores (probabilities) and labels (0 or 1).</summary>
    public static ReportCurves Of(double[] scores, byte[] labels) =>
        new(Rounded(RankingCurves.Roc(scores, labels)), Rounded(RankingCurves.PrecisionRecall(scores, labels)),
        [
            .. CalibrationMetrics.Reliability(scores, labels, Bins).Where(bin => bin.Rows > 0)
                .Select(bin => new ReliabilityPoint(bin.Rows, Math.Round(bin.Stated, 6), Math.Round(bin.Observed, 6))),
        ]);

    private static List<CurvePoint> Rounded(IReadOnlyList<CurvePoint> points) => [.. points.Select(point => new CurvePoint(Math.Round(point.X, 6), Math.Round(point.Y, 6)))];
}

/// <summary>Rows of about the same score: how many, the probability that the model states on average, and the share of phishing among them.</summary>
public sealed record ReliabilityPoint(long Rows, double Stated, double Observed);
