using System.Runtime.Intrinsics;
using Weir.Learning.Numerics;

namespace Weir.Learning.Networks;

/// <summary>The rows of one step on their way through the network and back to the pooled filters. Rows are independent of each other.</summary>
internal sealed class CharBatch(CharShape s, CharNetworkParameters p)
{
    private readonly float _scale = (float)(1 / (1 - p.Dropout));

    /// <summary>[row][position].</summary>
    public byte[] Symbols { get; } = new byte[p.BatchRows * s.Padded];

    /// <summary>Where each filter answered strongest, [row][filter].</summary>
    public int[] Positions { get; } = new int[p.BatchRows * s.Pooled];

    /// <summary>[row][filter], after rectifier and dropout.</summary>
    public float[] Pooled { get; } = new float[p.BatchRows * s.Pooled];

    public float[] PooledGradient { get; } = new float[p.BatchRows * s.Pooled];

    /// <summary>[row][unit], after rectifier and dropout.</summary>
    public float[] Hidden { get; } = new float[p.BatchRows * s.Hidden];

    public float[] HiddenGradient { get; } = new float[p.BatchRows * s.Hidden];

    /// <summary>Derivative of the logistic loss by the log-odds, one a row.</summary>
    public float[] OutputGradient { get; } = new float[p.BatchRows];

    /// <summary>Takes a row forward and back.</summary>
    /// <param name="r">Its place in the batch.</param>
    /// <param name="text">Its symbols.</param>
    /// <param name="label">0 or 1.</param>
    /// <param name="weight">Weight of its loss.</param>
    /// <param name="weights">Weights of the network.</param>
    /// <param name="tables">Tables of its convolution.</param>
    /// <param name="seed">Seed of its dropout.</param>
    public void Learn(int r, ReadOnlySpan<byte> text, byte label, float weight, ReadOnlySpan<float> weights, ReadOnlySpan<float> tables, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var padded = Symbols.AsSpan(r * s.Padded, s.Padded);
        var pooled = Pooled.AsSpan(r * s.Pooled, s.Pooled);
        var hidden = Hidden.AsSpan(r * s.Hidden, s.Hidden);
        var windows = s.Pad(text, padded);
        if (p.SymbolDropout > 0) Drop(padded[..windows], p.SymbolDropout, ref random);
        for (var block = 0; block < s.Blocks; block++)
        {
            var at = block * CharShape.Lanes;
            var best = Convolution.PoolAt(s, tables, block, padded, windows, Positions.AsSpan(r * s.Pooled + at, CharShape.Lanes));
            (best + Vector512.Create<float>(weights.Slice(s.FilterBias + at))).CopyTo(pooled[at..]);
        }
        Rectify(pooled, ref random);
        Layers.Hidden(s, weights, pooled, hidden);
        Rectify(hidden, ref random);
        OutputGradient[r] = (float)((StableMath.Sigmoid(Layers.Output(s, weights, hidden)) - label) * weight);
        Back(r, pooled, hidden, weights);
    }

    private void Back(int r, ReadOnlySpan<float> pooled, ReadOnlySpan<float> hidden, ReadOnlySpan<float> weights)
    {
        var byPooled = PooledGradient.AsSpan(r * s.Pooled, s.Pooled);
        var byHidden = HiddenGradient.AsSpan(r * s.Hidden, s.Hidden);
        var output = OutputGradient[r] * _scale;
        for (var h = 0; h < hidden.Length; h++) byHidden[h] = hidden[h] > 0 ? output * weights[s.Output + h] : 0;
        for (var i = 0; i < pooled.Length; i++)
            byPooled[i] = pooled[i] > 0 ? _scale * Layers.Dot(weights.Slice(s.HiddenWeights + i * s.Hidden, s.Hidden), byHidden) : 0;
    }

    private void Rectify(Span<float> values, ref Xoshiro256 random)
    {
        for (var i = 0; i < values.Length; i++) values[i] = values[i] > 0 ? values[i] * _scale : 0;
        if (p.Dropout > 0) Drop(values, p.Dropout, ref random);
    }

    /// <summary>Sets each value to its default with the given chance; four draws of 16 bits from one number.</summary>
    private static void Drop<T>(Span<T> values, double chance, ref Xoshiro256 random)
    {
        var limit = (ulong)(chance * 65536);
        ulong bits = 0;
        for (var i = 0; i < values.Length; i++, bits >>= 16)
        {
            if ((i & 3) == 0) bits = random.NextULong();
            if ((bits & 0xFFFF) < limit) values[i] = default!;
        }
    }
}
