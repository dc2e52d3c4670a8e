using Weir.Learning.Numerics;

namespace Weir.Learning.Trees;

/// <summary>
/// First and second derivatives of the log-loss, quantised: one 64-bit word a row, gradient in the upper half, hessian in
/// the lower. Sums of words are sums of both, exact in any order (quantised training: Shi et al. 2022). The scales are
/// chosen so that no sum over rows can overflow its half; rounding is dithered, so that many equal small gradients keep
/// their sum.
/// </summary>
internal sealed class Gradients(Dataset data, ulong seed, WorkTeam team)
{
    private const int Chunk = 16_384;
    private readonly int _chunks = (data.Rows + Chunk - 1) / Chunk;
    private readonly double[] _sums = new double[2 * ((data.Rows + Chunk - 1) / Chunk)];
    private readonly float[] _gradient = new float[data.Rows];
    private readonly float[] _hessian = new float[data.Rows];

    /// <summary>The words of all rows.</summary>
    public long[] Packed { get; } = new long[data.Rows];

    /// <summary>What one unit of the upper half stands for.</summary>
    public double GradientUnit { get; private set; }

    /// <summary>What one unit of the lower half stands for.</summary>
    public double HessianUnit { get; private set; }

    public static int Gradient(long packed) => (int)(packed >> 32);

    public static uint Hessian(long packed) => (uint)packed;

    /// <summary>Derivatives at the scores so far.</summary>
    public void Compute(double[] scores, int tree)
    {
        team.Run(_chunks, c => Derive(scores, c));
        double gradients = 0, hessians = 0;
        for (var c = 0; c < _chunks; c++)
        {
            gradients += _sums[2 * c];
            hessians += _sums[2 * c + 1];
        }
        // Dithering adds less than one unit a row.
        GradientUnit = gradients / (int.MaxValue - 1 - (double)data.Rows);
        HessianUnit = hessians / (uint.MaxValue - 1 - (double)data.Rows);
        var dither = SplitMix64.Mix((ulong)tree, seed);
        team.Run(_chunks, c => Quantise(c, dither));
    }

    private void Derive(double[] scores, int chunk)
    {
        double gradients = 0, hessians = 0;
        var end = Math.Min(data.Rows, (chunk + 1) * Chunk);
        for (var i = chunk * Chunk; i < end; i++)
        {
            var p = StableMath.Sigmoid(scores[i]);
            var weight = data.Weights[i];
            var gradient = (float)(weight * (p - data.Labels[i]));
            var hessian = (float)(weight * (p * (1 - p)));
            _gradient[i] = gradient;
            _hessian[i] = hessian;
            gradients += Math.Abs(gradient);
            hessians += hessian;
        }
        _sums[2 * chunk] = gradients;
        _sums[2 * chunk + 1] = hessians;
    }

    private void Quantise(int chunk, ulong dither)
    {
        var gradientScale = GradientUnit > 0 ? 1 / GradientUnit : 0;
        var hessianScale = HessianUnit > 0 ? 1 / HessianUnit : 0;
        var end = Math.Min(data.Rows, (chunk + 1) * Chunk);
        for (var i = chunk * Chunk; i < end; i++)
        {
            var random = ((ulong)i + dither) * 0x9E3779B97F4A7C15;
            random ^= random >> 29;
            random *= 0xBF58476D1CE4E5B9;
            var gradient = Round(_gradient[i] * gradientScale, (uint)(random >> 40));
            var hessian = Round(_hessian[i] * hessianScale, (uint)(random >> 16) & 0xFFFFFF);
            Packed[i] = (gradient << 32) + hessian;
        }
    }

    /// <summary>Down or up, up with the probability of the fraction.</summary>
    private static long Round(double value, uint random24) => (long)Math.Floor(value + random24 * (1.0 / (1 << 24)));
}
