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
    private const int Step = 256;
    private readonly int _chunks = (rows.Count + Chunk - 1) / Chunk;
    private readonly (double Gradients, double Hessians, float Gradient, float Hessian)[] _sums = new (double, double, float, float)[(rows.Count + Chunk - 1) / Chunk];
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
        var (gradients, hessians, gradient, hessian) = (0.0, 0.0, 0f, 0f);
        foreach (var sums in _sums)
        {
            gradients += sums.Gradients;
            hessians += sums.Hessians;
            gradient = Math.Max(gradient, sums.Gradient);
            hessian = Math.Max(hessian, sums.Hessian);
        }
        // Dithering adds less than one unit a row, rounding to floats less than a thousandth.
        GradientUnit = Math.Max(gradients / (0.999 * int.MaxValue - rows.Count), gradient / (short.MaxValue - 1.0));
        HessianUnit = Math.Max(hessians / (0.999 * uint.MaxValue - rows.Count), hessian / (ushort.MaxValue - 1.0));
        var dither = (uint)SplitMix64.Mix((ulong)tree, seed);
        team.Run(_chunks, c => Quantise(c, dither));
    }

    private void Derive(int chunk)
    {
        var sums = default((double Gradients, double Hessians, float Gradient, float Hessian));
        Span<double> rates = stackalloc double[Step];
        var end = Math.Min(rows.Count, (chunk + 1) * Chunk);
        for (var from = chunk * Chunk; from < end; from += Step)
        {
            var some = rates[..Math.Min(Step, end - from)];
            LogisticBlock.Rates(rows.Scores.AsSpan(from, some.Length), some);
            for (var i = 0; i < some.Length; i++)
            {
                var weight = rows.Weights[from + i];
                var gradient = (float)(weight * (some[i] - rows.Labels[from + i]));
                var hessian = (float)(weight * (some[i] * (1 - some[i])));
                (_gradient[from + i], _hessian[from + i]) = (gradient, hessian);
                sums.Gradients += Math.Abs(gradient);
                sums.Hessians += hessian;
                sums.Gradient = Math.Max(sums.Gradient, Math.Abs(gradient));
                sums.Hessian = Math.Max(sums.Hessian, hessian);
            }
        }
        _sums[chunk] = sums;
    }

    private void Quantise(int chunk, uint dither)
    {
        var gradientScale = GradientUnit > 0 ? (float)(1 / GradientUnit) : 0;
        var hessianScale = HessianUnit > 0 ? (float)(1 / HessianUnit) : 0;
        var (from, end) = (chunk * Chunk, Math.Min(rows.Count, (chunk + 1) * Chunk));
        for (var i = from; i < end; i++)
        {
            var random = Hash((uint)i + dither);
            var gradient = (int)MathF.Floor(_gradient[i] * gradientScale + (random >> 16) * (1f / 65_536));
            var hessian = (int)MathF.Floor(_hessian[i] * hessianScale + (random & 0xFFFF) * (1f / 65_536));
            Quantised[i] = ((uint)gradient << 16) | (uint)hessian;
        }
    }

    /// <summary>32 random-looking bits of a number (Wellons' lowbias32).</summary>
    private static uint Hash(uint x)
    {
        x = (x ^ (x >> 16)) * 0x7FEB352D;
        x = (x ^ (x >> 15)) * 0x846CA68B;
        return x ^ (x >> 16);
    }
}
