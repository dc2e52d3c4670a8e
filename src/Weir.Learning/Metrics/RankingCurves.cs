namespace Weir.Learning.Metrics;

/// <summary>A point of a curve; both axes run from 0 to 1.</summary>
public readonly record struct CurvePoint(double X, double Y);

/// <summary>
/// The curves of a ranking, thinned to what a picture shows: a point for each hundredth of an axis, and closer ones where the false
/// positive rate is small. The same rows give the same points, whatever their order.
/// </summary>
public static class RankingCurves
{
    private const double Step = 0.01;
    private const double SmallRate = 0.05;
    private const double SmallFactor = 1.25;

    /// <summary>False positive rate (X) and true positive rate (Y), from (0, 0) to (1, 1); none when a class is missing.</summary>
    /// <exception cref="ArgumentException">Lengths differ or a score is NaN.</exception>
    public static IReadOnlyList<CurvePoint> Roc(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels)
    {
        var steps = Steps(scores, labels);
        var (positives, negatives) = (steps[^1].True, steps[^1].False);
        if (positives == 0 || negatives == 0) return [];
        return Thin(steps.Select(step => new CurvePoint((double)step.False / negatives, (double)step.True / positives)),
            (last, next) => next.X - last.X >= Step || next.Y - last.Y >= Step || (next.X < SmallRate && next.X > last.X * SmallFactor));
    }

    /// <summary>Recall (X) and precision (Y), from the first alarm to the last; none without positives.</summary>
    /// <exception cref="ArgumentException">Lengths differ or a score is NaN.</exception>
    public static IReadOnlyList<CurvePoint> PrecisionRecall(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels)
    {
        var steps = Steps(scores, labels);
        var positives = steps[^1].True;
        if (positives == 0) return [];
        return Thin(steps.Skip(1).Select(step => new CurvePoint((double)step.True / positives, (double)step.True / (step.True + step.False))),
            (last, next) => next.X - last.X >= Step);
    }

    // The counts above each score, the first before all rows.
    private static List<(long True, long False)> Steps(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels)
    {
        if (scores.Length != labels.Length) throw new ArgumentException($"There are {scores.Length} scores and {labels.Length} labels.", nameof(scores));
        var order = ScoreOrder.Descending(scores);
        var steps = new List<(long, long)> { (0, 0) };
        var (positives, negatives) = (0L, 0L);
        for (var i = 0; i < order.Length; i++)
        {
            if (labels[order[i]] == 0) negatives++;
            else positives++;
            if (i + 1 == order.Length || scores[order[i]] != scores[order[i + 1]]) steps.Add((positives, negatives));
        }

        return steps;
    }

    private static List<CurvePoint> Thin(IEnumerable<CurvePoint> points, Func<CurvePoint, CurvePoint, bool> isFar)
    {
        var kept = new List<CurvePoint>();
        CurvePoint? waiting = null;
        foreach (var point in points)
        {
            var isNext = kept.Count == 0 || isFar(kept[^1], point);
            if (isNext) kept.Add(point);
            waiting = isNext ? null : point;
        }

        if (waiting is { } last) kept.Add(last);
        return kept;
    }
}
