using Weir.Learning.Metrics;
using Weir.Pipeline.Evaluation;

namespace Weir.Server.Dashboard.Models;

/// <summary>Curves as rows of a chart's table.</summary>
internal static class CurveRows
{
    /// <summary>A ROC curve beside the line of chance.</summary>
    public static IReadOnlyList<object?[]> Roc(ReportCurves curves) => [.. Steep(curves.Roc).Select(point => (object?[])[point.X, point.Y, point.X])];

    /// <summary>A precision-recall curve.</summary>
    public static IReadOnlyList<object?[]> PrecisionRecall(ReportCurves curves) => [.. curves.PrecisionRecall.Select(point => (object?[])[point.X, point.Y])];

    /// <summary>Observed over stated, beside the line on which both agree.</summary>
    public static IReadOnlyList<object?[]> Reliability(ReportCurves curves) => [.. curves.Reliability.Select(point => (object?[])[Math.Round(point.Stated, 4), Math.Round(point.Observed, 4), Math.Round(point.Stated, 4)])];

    /// <summary>Two curves over the points of both; between its own points each is a straight line.</summary>
    public static IReadOnlyList<object?[]> Two(IReadOnlyList<CurvePoint> a, IReadOnlyList<CurvePoint> b)
    {
        var (first, second) = (Steep(a), Steep(b));
        if (first.Count == 0 || second.Count == 0) return [];
        return [.. first.Concat(second).Select(point => point.X).Distinct().Order().Select(x => (object?[])[x, At(first, x), At(second, x)])];
    }

    // Where a curve rises straight up, the upper point stands for all: a table has one row for each x.
    private static List<CurvePoint> Steep(IReadOnlyList<CurvePoint> points) => [.. points.GroupBy(point => point.X).Select(same => same.Last())];

    private static double? At(List<CurvePoint> points, double x)
    {
        if (x < points[0].X || x > points[^1].X) return null;
        var next = points.FindIndex(point => point.X >= x);
        if (next == 0 || points[next].X.Equals(x)) return points[next].Y;
        var (before, after) = (points[next - 1], points[next]);
        return Math.Round(before.Y + ((after.Y - before.Y) * (x - before.X) / (after.X - before.X)), 6);
    }
}
