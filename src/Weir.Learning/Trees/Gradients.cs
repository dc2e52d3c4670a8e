using System.Runtime.Intrinsics;
using Weir.Learning.Numerics;

namespace Weir.Learning.Trees;

/// <summary>
/// First and second derivatives of the log-loss, quantised to 16 bits each (quantised training: Shi et al. 2022). In sums
/// they are 32 bits each, gradient in the upper half of a word, hessian in the lower: one addition sums both, exactly and
/// in any order. The units are chosen so that no sum over rows can overflow its half; rounding is dithered, so that many
/// equal small gradients keep their sum.
/// </summary>
internal sealed class Gradients(TrainingRows rows, ulong seed, SpinTeam team)
{
    private const int Chunk = 16_384;
    private const int Lanes = 8;

    private readonly int _chunks = (rows.Count + Chunk - 1) / Chunk;
    private readonly Sums[] _sums = new Sums[(rows.Count + Chunk - 1) / Chunk];
    private readonly float[] _gradient = new float[rows.Count];
    private readonly float[] _hessian = new float[rows.Count];

    /// <summary>By row, the gradient in the upper half.</summary>
    public uint[] Quantised { get; } = new uint[rows.Count];

    /// <summary>What one unit of the gradient stands for.</summary>
    public double GradientUnit { get; private set; }

    /// <summary>What one unit of the hessian stands for.</summary>
    public double HessianUnit { get; private set; }

    /// <summary>The word to add up from a quantised pair in the upper half of an entry.</summary>
    public static long Widen(ulong entry) => ((long)entry >> 48 << 32) + (long)((entry >> 32) & 0xFFFF);

    public static int Gradient(long packed) => (int)(packed >> 32);

    public static uint Hessian(long packed) => (uint)packed;

    /// <summary>Derivatives at the scores so far.</summary>
    public void Compute(int tree)
    {
        team.Run(_chunks, c => Derive(c));
        var all = new Sums();
        foreach (ref var sums in _sums.AsSpan()) all.Add(sums);
        var (gradients, hessians) = (Total(all.Gradients), Total(all.Hessians));
        var (gradient, hessian) = (Largest(all.Gradient), Largest(all.Hessian));
        // Dithering adds less than one unit a row, rounding to floats less than a thousandth.
        GradientUnit = Math.Max(gradients / (0.999 * int.MaxValue - rows.Count), gradient / (short.MaxValue - 1.0));
        HessianUnit = Math.Max(hessians / (0.999 * uint.MaxValue - rows.Count), hessian / (ushort.MaxValue - 1.0));
        var dither = (uint)SplitMix64.Mix((ulong)tree, seed);
        team.Run(_chunks, c => Quantise(c, dither));
    }

    private void Derive(int chunk)
    {
        var sums = new Sums();
        var (i, end) = (chunk * Chunk, Math.Min(rows.Count, (chunk + 1) * Chunk));
        for (; i <= end - Lanes; i += Lanes)
            Derive(rows.Scores.AsSpan(i), rows.Targets.AsSpan(i), rows.Weights.AsSpan(i), _gradient.AsSpan(i), _hessian.AsSpan(i), ref sums);
        if (i < end)
        {
            // The rest, filled up with rows of no weight.
            Span<double> scores = stackalloc double[Lanes];
            Span<float> rest = stackalloc float[4 * Lanes];
            scores.Clear();
            rest.Clear();
            var targets = rest[..Lanes];
            var weights = rest[Lanes..(2 * Lanes)];
            var gradient = rest[(2 * Lanes)..(3 * Lanes)];
            var hessian = rest[(3 * Lanes)..];
            rows.Scores.AsSpan(i, end - i).CopyTo(scores);
            rows.Targets.AsSpan(i, end - i).CopyTo(targets);
            rows.Weights.AsSpan(i, end - i).CopyTo(weights);
            Derive(scores, targets, weights, gradient, hessian, ref sums);
            gradient[..(end - i)].CopyTo(_gradient.AsSpan(i));
            hessian[..(end - i)].CopyTo(_hessian.AsSpan(i));
        }
        _sums[chunk] = sums;
    }

    /// <summary>Eight rows: g = w (p - y), h = w p (1 - p).</summary>
    private static void Derive(
        ReadOnlySpan<double> scores, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, Span<float> gradient, Span<float> hessian, ref Sums sums)
    {
        var rate = LogisticBlock.Rates(Vector512.Create(scores));
        var weight = Widen(Vector256.Create(weights));
        var g = weight * (rate - Widen(Vector256.Create(targets)));
        var h = weight * (rate * (Vector512<double>.One - rate));
        var (narrowG, narrowH) = (Vector256.Narrow(g.GetLower(), g.GetUpper()), Vector256.Narrow(h.GetLower(), h.GetUpper()));
        narrowG.CopyTo(gradient);
        narrowH.CopyTo(hessian);
        sums.Add(new Sums { Gradients = Vector512.Abs(g), Hessians = h, Gradient = Vector256.Abs(narrowG), Hessian = narrowH });
    }

    private void Quantise(int chunk, uint dither)
    {
        var gradientScale = GradientUnit > 0 ? (float)(1 / GradientUnit) : 0;
        var hessianScale = HessianUnit > 0 ? (float)(1 / HessianUnit) : 0;
        var (i, end) = (chunk * Chunk, Math.Min(rows.Count, (chunk + 1) * Chunk));
        for (; i <= end - Lanes; i += Lanes)
        {
            var random = Hash(Vector256.Create((uint)i + dither) + Vector256<uint>.Indices);
            var gradient = Dithered(Vector256.Create(_gradient.AsSpan(i)) * gradientScale, random >> 16);
            var hessian = Dithered(Vector256.Create(_hessian.AsSpan(i)) * hessianScale, random & Vector256.Create(0xFFFFu));
            ((gradient << 16) | hessian).AsUInt32().CopyTo(Quantised.AsSpan(i));
        }
        for (; i < end; i++)
        {
            var random = Hash(Vector256.Create((uint)i + dither));
            var gradient = Dithered(Vector256.Create(_gradient[i] * gradientScale), random >> 16);
            var hessian = Dithered(Vector256.Create(_hessian[i] * hessianScale), random & Vector256.Create(0xFFFFu));
            Quantised[i] = ((gradient << 16) | hessian).AsUInt32()[0];
        }
    }

    /// <summary>Down or up, up with the probability of the fraction.</summary>
    private static Vector256<int> Dithered(Vector256<float> value, Vector256<uint> random16) =>
        Vector256.ConvertToInt32(Vector256.Floor(value + Vector256.ConvertToSingle(random16.AsInt32()) * (1f / 65_536)));

    /// <summary>32 random-looking bits of each number (Wellons' lowbias32).</summary>
    private static Vector256<uint> Hash(Vector256<uint> x)
    {
        x = (x ^ (x >> 16)) * 0x7FEB352D;
        x = (x ^ (x >> 15)) * 0x846CA68B;
        return x ^ (x >> 16);
    }

    private static Vector512<double> Widen(Vector256<float> values) => Vector512.Create(Vector256.WidenLower(values), Vector256.WidenUpper(values));

    private static double Total(Vector512<double> values)
    {
        var total = 0.0;
        for (var i = 0; i < Lanes; i++) total += values[i];
        return total;
    }

    private static float Largest(Vector256<float> values)
    {
        var largest = 0f;
        for (var i = 0; i < Lanes; i++) largest = Math.Max(largest, values[i]);
        return largest;
    }

    /// <summary>Of eight rows side by side, so that the order of addition is the same on every machine.</summary>
    private struct Sums
    {
        public Vector512<double> Gradients;
        public Vector512<double> Hessians;
        public Vector256<float> Gradient;
        public Vector256<float> Hessian;

        public void Add(in Sums other)
        {
            Gradients += other.Gradients;
            Hessians += other.Hessians;
            Gradient = Vector256.Max(Gradient, other.Gradient);
            Hessian = Vector256.Max(Hessian, other.Hessian);
        }
    }
}
