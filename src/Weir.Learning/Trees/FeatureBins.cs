using System.Runtime.CompilerServices;
using Weir.Learning.Numerics;

namespace Weir.Learning.Trees;

/// <summary>
/// How one feature falls into bins: bin b holds the values above <c>Upper[b - 1]</c> and up to <c>Upper[b]</c>; the last
/// bound is infinite; missing values have the bin after the last.
/// </summary>
internal sealed class FeatureBins(float[] upper)
{
    private const int SampleSize = 200_000;

    public float[] Upper { get; } = upper;

    /// <summary>Bins of values, without that of missing ones.</summary>
    public int Count => Upper.Length;

    public int Missing => Upper.Length;

    /// <summary>Bounds by quantiles of a seeded sample; values that fill a bin by themselves get their own.</summary>
    public static FeatureBins Fit(float[] column, int maxBins, ulong seed, float[] scratch)
    {
        var n = Sample(column, seed, scratch);
        var values = scratch.AsSpan(0, n);
        values.Sort();
        return new FeatureBins(Bounds(values, maxBins - 1));
    }

    public static int ScratchSize(int rows) => Math.Min(rows, SampleSize);

    public byte BinOf(float value)
    {
        if (float.IsNaN(value)) return (byte)Missing;
        int low = 0, length = Upper.Length;
        while (length > 1)
        {
            var half = length >> 1;
            // Without a branch: the outcome of a binary search cannot be predicted.
            low += half * Unsafe.BitCast<bool, byte>(value > Upper[low + half - 1]);
            length -= half;
        }
        return (byte)low;
    }

    /// <summary>The bins of all values; returns the highest.</summary>
    public int Fill(ReadOnlySpan<float> values, Span<byte> codes)
    {
        var most = 0;
        for (var i = 0; i < values.Length; i++) most = Math.Max(most, codes[i] = BinOf(values[i]));
        return most;
    }

    /// <summary>One value from each of SampleSize equal strides, so that a sorted or periodic file does no harm.</summary>
    private static int Sample(float[] column, ulong seed, float[] scratch)
    {
        var wanted = ScratchSize(column.Length);
        var random = new Xoshiro256(seed);
        var n = 0;
        for (var i = 0; i < wanted; i++)
        {
            var from = (int)((long)i * column.Length / wanted);
            var to = (int)((long)(i + 1) * column.Length / wanted);
            var value = column[to - from > 1 ? from + random.NextInt(to - from) : from];
            // -0 and +0 are one value.
            if (!float.IsNaN(value)) scratch[n++] = value + 0f;
        }
        return n;
    }

    private static float[] Bounds(ReadOnlySpan<float> sorted, int maxBins)
    {
        var (values, counts) = Distinct(sorted);
        var bounds = new List<float>(Math.Min(values.Count, maxBins));
        var few = values.Count <= maxBins;
        long rest = sorted.Length, filled = 0;
        for (var i = 0; i + 1 < values.Count && bounds.Count < maxBins - 1; i++)
        {
            filled += counts[i];
            var target = Math.Max(1, rest / (maxBins - bounds.Count));
            var nextFillsOne = counts[i + 1] >= target && filled * 2 >= target;
            if (!few && filled < target && !nextFillsOne) continue;
            bounds.Add(Between(values[i], values[i + 1]));
            rest -= filled;
            filled = 0;
        }
        bounds.Add(float.PositiveInfinity);
        return [.. bounds];
    }

    private static (List<float> Values, List<int> Counts) Distinct(ReadOnlySpan<float> sorted)
    {
        var values = new List<float>();
        var counts = new List<int>();
        foreach (var value in sorted)
        {
            if (values.Count > 0 && values[^1] == value)
            {
                counts[^1]++;
                continue;
            }
            values.Add(value);
            counts.Add(1);
        }
        return (values, counts);
    }

    /// <summary>A float t with low &lt;= t &lt; high, in the middle where there is one.</summary>
    private static float Between(float low, float high)
    {
        var middle = (float)((double)low + ((double)high - low) * 0.5) + 0f;
        return middle >= low && middle < high ? middle : low;
    }
}
