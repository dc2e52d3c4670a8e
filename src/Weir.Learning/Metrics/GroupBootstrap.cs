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
        ReadOnlySpan<byte> labels, ReadOnlySpan<int> groups, BootstrapParameters p)
    {
        var (dense, count) = Dense(groups);
        var rows = new RankedRows(scores, labels, dense);
        var draws = Draw(count, p, counts => metric(rows, counts));
        return Percentiles(metric(rows, default), draws, p.Confidence);
    }

    /// <summary>
    /// Metric of <paramref name="scores"/> less metric of <paramref name="baseline"/> on the same rows and the same draws.
    /// </summary>
    public static Interval Difference(
        RankedMetric metric, ReadOnlySpan<double> scores, ReadOnlySpan<double> baseline,
        ReadOnlySpan<byte> labels, ReadOnlySpan<int> groups, BootstrapParameters p)
    {
        var (dense, count) = Dense(groups);
        var (a, b) = (new RankedRows(scores, labels, dense), new RankedRows(baseline, labels, dense));
        var draws = Draw(count, p, counts => metric(a, counts) - metric(b, counts));
        return Percentiles(metric(a, default) - metric(b, default), draws, p.Confidence);
    }

    private static (int[] Groups, int Count) Dense(ReadOnlySpan<int> groups)
    {
        var numbers = new Dictionary<int, int>();
        var dense = new int[groups.Length];
        for (var i = 0; i < dense.Length; i++)
        {
            if (!numbers.TryGetValue(groups[i], out var number)) numbers.Add(groups[i], number = numbers.Count);
            dense[i] = number;
        }
        if (dense.Length == 0) throw new ArgumentException("A bootstrap needs rows.", nameof(groups));
        return (dense, numbers.Count);
    }

    /// <summary>Every draw has its own seed, so that the order in which threads take them does not matter.</summary>
    private static double[] Draw(int groups, BootstrapParameters p, Func<int[], double> metric)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(p.Resamples, 2);
        var values = new double[p.Resamples];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, p.Threads) };
        Parallel.For(0, values.Length, options, () => new int[groups], (draw, _, counts) =>
        {
            Array.Clear(counts);
            var random = new Xoshiro256(SplitMix64.Mix((ulong)draw, p.Seed));
            for (var i = 0; i < groups; i++) counts[random.NextInt(groups)]++;
            values[draw] = metric(counts);
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
