using Weir.Learning.Numerics;

namespace Weir.Learning.Metrics;

/// <summary>A figure with its percentile interval.</summary>
public readonly record struct Interval(double Value, double Low, double High)
{
    /// <summary>Whether the interval lies wholly on one side of zero.</summary>
    public bool ExcludesZero => Low > 0 || High < 0;
}

/// <summary>
/// A metric of ranked rows under the counts of a bootstrap draw (empty = every row once), such as
/// <c>(r, c) => r.TprAtFpr(0.01, c)</c>.
/// </summary>
public delegate double RankedMetric(RankedRows rows, ReadOnlySpan<int> counts);

/// <summary>Several figures of ranked rows in one look: fills a place for each.</summary>
public delegate void RankedFigures(RankedRows rows, ReadOnlySpan<int> counts, Span<double> figures);

/// <summary>Settings of a bootstrap.</summary>
public sealed record BootstrapParameters
{
    /// <summary>Number of draws, 2 or more.</summary>
    public int Resamples { get; init; } = 200;

    /// <summary>Share of the draws inside the interval, between 0 and 1.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Seed of the draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads; the result does not depend on it.</summary>
    public int Threads { get; init; } = 2;
}

/// <summary>
/// Bootstrap over groups (registrable domains): whole groups are drawn with replacement, because rows of one group are
/// not independent. Draws in which the metric is NaN are left out.
/// </summary>
public static class GroupBootstrap
{
    /// <summary>A metric of one score vector and its interval.</summary>
    public static Interval Interval(
        RankedMetric metric, ReadOnlySpan<double> scores,
        ReadOnlySpan<byte> labels, ReadOnlySpan<int> groups, BootstrapParameters p) =>
        Intervals(1, (rows, counts, figures) => figures[0] = metric(rows, counts), scores, labels, groups, p)[0];

    /// <summary>
    /// Metric of <paramref name="scores"/> less metric of <paramref name="baseline"/> on the same rows and the same draws.
    /// </summary>
    public static Interval Difference(
        RankedMetric metric, ReadOnlySpan<double> scores, ReadOnlySpan<double> baseline,
        ReadOnlySpan<byte> labels, ReadOnlySpan<int> groups, BootstrapParameters p) =>
        Differences(1, (rows, counts, figures) => figures[0] = metric(rows, counts), scores, baseline, labels, groups, p)[0];

    /// <summary>Several figures and their intervals; the rows are sorted once, and every draw is read once.</summary>
    public static Interval[] Intervals(
        int figures, RankedFigures measure, ReadOnlySpan<double> scores,
        ReadOnlySpan<byte> labels, ReadOnlySpan<int> groups, BootstrapParameters p)
    {
        var (dense, count) = GroupNumbers.Dense(groups);
        var rows = new RankedRows(scores, labels, dense);
        return Of(figures, count, p, (counts, values) => measure(rows, counts, values));
    }

    /// <summary>Several figures of <paramref name="scores"/> less those of <paramref name="baseline"/>, on the same rows and the same draws.</summary>
    public static Interval[] Differences(
        int figures, RankedFigures measure, ReadOnlySpan<double> scores, ReadOnlySpan<double> baseline,
        ReadOnlySpan<byte> labels, ReadOnlySpan<int> groups, BootstrapParameters p)
    {
        var (dense, count) = GroupNumbers.Dense(groups);
        var (a, b) = (new RankedRows(scores, labels, dense), new RankedRows(baseline, labels, dense));
        return Of(figures, count, p, (counts, values) =>
        {
            var other = new double[values.Length];
            measure(a, counts, values);
            measure(b, counts, other);
            for (var f = 0; f < other.Length; f++) values[f] -= other[f];
        });
    }

    /// <summary>Figures under the counts of a draw (an empty one = every group once).</summary>
    internal delegate void DrawnFigures(ReadOnlySpan<int> counts, Span<double> figures);

    /// <summary>The figures of all rows and the percentiles of the draws.</summary>
    internal static Interval[] Of(int figures, int groups, BootstrapParameters p, DrawnFigures measure)
    {
        var (values, draws) = (new double[figures], Draw(figures, groups, p, measure));
        measure(default, values);
        return [.. values.Select((value, f) => Percentiles(value, Array.ConvertAll(draws, draw => draw[f]), p.Confidence))];
    }

    /// <summary>Every draw has its own seed, so that the order in which threads take them does not matter.</summary>
    private static double[][] Draw(int figures, int groups, BootstrapParameters p, DrawnFigures measure)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(p.Resamples, 2);
        var values = new double[p.Resamples][];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, p.Threads) };
        Parallel.For(0, values.Length, options, () => new int[groups], (draw, _, counts) =>
        {
            Array.Clear(counts);
            var random = new Xoshiro256(SplitMix64.Mix((ulong)draw, p.Seed));
            for (var i = 0; i < groups; i++) counts[random.NextInt(groups)]++;
            values[draw] = new double[figures];
            measure(counts, values[draw]);
            return counts;
        }, _ => { });
        return values;
    }

    private static Interval Percentiles(double value, double[] draws, double confidence)
    {
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "The confidence lies between 0 and 1.");
        var sorted = Array.FindAll(draws, d => !double.IsNaN(d));
        if (sorted.Length == 0) return new Interval(value, double.NaN, double.NaN);
        Array.Sort(sorted);
        var tail = (1 - confidence) / 2;
        return new Interval(value, Quantile(sorted, tail), Quantile(sorted, 1 - tail));
    }

    /// <summary>Linear interpolation between order statistics (type 7 of Hyndman and Fan).</summary>
    private static double Quantile(double[] sorted, double q)
    {
        var position = q * (sorted.Length - 1);
        var low = (int)position;
        var high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + (position - low) * (sorted[high] - sorted[low]);
    }
}
