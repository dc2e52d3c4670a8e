using System.Runtime.CompilerServices;
using Weir.Learning.Numerics;

namespace Weir.Learning.Linear;

/// <summary>The moving part of FTRL-proximal: one slot a bucket, weights are derived from it.</summary>
internal sealed class FtrlState
{
    /// <summary>Z and N lie side by side: one cache miss an index.</summary>
    private struct Slot
    {
        public float Z;
        public float N;
    }

    private readonly Slot[] _slots;
    private readonly Normalization _normalization;
    private readonly float _inverseRate;
    private readonly float _base;
    private readonly float _l1;
    private readonly double _rate;
    private double _bias;
    private double _biasN;

    public FtrlState(HashedLogisticParameters p, double bias)
    {
        _slots = new Slot[1 << p.Bits];
        _normalization = p.Normalization;
        _rate = p.LearningRate;
        _inverseRate = (float)(1 / p.LearningRate);
        _base = (float)(p.Beta / p.LearningRate + p.L2);
        _l1 = (float)p.L1;
        _bias = bias;
    }

    /// <summary>One step on one row.</summary>
    public void Learn(ReadOnlySpan<uint> row, byte label, float weight)
    {
        var scale = HashedLogistic.ScaleOf(_normalization, row.Length);
        var gradient = (StableMath.Sigmoid(_bias + scale * Sum(row)) - label) * weight;
        if (gradient == 0) return;
        _biasN += gradient * gradient;
        _bias -= _rate * gradient / (1 + Math.Sqrt(_biasN));
        Step(row, (float)(gradient * scale));
    }

    /// <summary>The model as learned so far.</summary>
    /// <exception cref="InvalidOperationException">Weights have overflowed.</exception>
    public HashedLogistic Model(WeightPrecision precision)
    {
        var weights = new float[_slots.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            var w = Weight(_slots[i]);
            weights[i] = precision == WeightPrecision.Half ? (float)(Half)w : w;
            if (!float.IsFinite(weights[i]))
                throw new InvalidOperationException(
                    "The linear model diverged: lower its learning rate or the weights of its rows.");
        }
        return new HashedLogistic(weights, (float)_bias, _normalization, precision);
    }

    private double Sum(ReadOnlySpan<uint> row)
    {
        var slots = _slots;
        double sum = 0;
        foreach (var index in row) sum += Weight(slots[(int)(index & (uint)(slots.Length - 1))]);
        return sum;
    }

    private void Step(ReadOnlySpan<uint> row, float g)
    {
        var slots = _slots;
        var square = g * g;
        foreach (var index in row)
        {
            ref var slot = ref slots[(int)(index & (uint)(slots.Length - 1))];
            var n = slot.N;
            var grown = n + square;
            var w = Weight(slot);
            slot.Z += g - (MathF.Sqrt(grown) - MathF.Sqrt(n)) * _inverseRate * w;
            slot.N = grown;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Weight(Slot slot)
    {
        var size = MathF.Abs(slot.Z) - _l1;
        return size <= 0 ? 0 : -MathF.CopySign(size, slot.Z) / (_base + MathF.Sqrt(slot.N) * _inverseRate);
    }
}
