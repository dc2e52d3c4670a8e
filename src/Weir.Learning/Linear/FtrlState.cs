using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Weir.Learning.Numerics;

namespace Weir.Learning.Linear;

/// <summary>The moving part of FTRL-proximal: one slot a bucket, weights are derived from it.</summary>
internal sealed class FtrlState
{
    /// <summary>Z and N lie side by side: one cache miss an index.</summary>
    [StructLayout(LayoutKind.Sequential)]
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
        Precision = p.Precision;
        _normalization = p.Normalization;
        _rate = p.LearningRate;
        _inverseRate = (float)(1 / p.LearningRate);
        _base = (float)(p.Beta / p.LearningRate + p.L2);
        _l1 = (float)p.L1;
        _bias = bias;
    }

    private WeightPrecision Precision { get; }

    /// <summary>Raw log-odds of a row by the weights as they stand.</summary>
    public double Score(ReadOnlySpan<uint> row) => _bias + HashedLogistic.ScaleOf(_normalization, row.Length) * Sum(row);

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
    public HashedLogistic Model()
    {
        var weights = new float[_slots.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            var w = Weight(_slots[i]);
            weights[i] = Precision == WeightPrecision.Half ? (float)(Half)w : w;
            if (!float.IsFinite(weights[i]))
                throw new InvalidOperationException(
                    "The linear model diverged: lower its learning rate or the weights of its rows.");
        }
        return new HashedLogistic(weights, (float)_bias, _normalization, Precision);
    }

    /// <summary>Writes <c>prefix.slots</c> (Z, N of bucket 0, of bucket 1, ...) and <c>prefix.bias</c>.</summary>
    public void Save(ModelFileBuilder builder, string prefix)
    {
        builder.Add(prefix + ".slots", MemoryMarshal.Cast<Slot, float>(_slots));
        builder.Add<double>(prefix + ".bias", [_bias, _biasN]);
    }

    /// <summary>Takes over what <see cref="Save"/> wrote; false when it is no state of this size.</summary>
    public bool Restore(ModelFile file, string prefix)
    {
        var slots = MemoryMarshal.Cast<float, Slot>(file.Span<float>(prefix + ".slots"));
        var bias = file.Get<double>(prefix + ".bias");
        if (slots.Length != _slots.Length || bias.Length != 2 || !double.IsFinite(bias[0]) || !(bias[1] >= 0 && double.IsFinite(bias[1]))) return false;
        foreach (var slot in slots)
            if (!float.IsFinite(slot.Z) || !(slot.N >= 0 && float.IsFinite(slot.N))) return false;
        slots.CopyTo(_slots);
        (_bias, _biasN) = (bias[0], bias[1]);
        return true;
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
