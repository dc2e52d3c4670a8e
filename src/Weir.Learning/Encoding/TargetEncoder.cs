using Weir.Learning.Numerics;

namespace Weir.Learning.Encoding;

/// <summary>
/// A category (by the 64-bit hash of its name) as a number: the log-odds of its rows less those of all rows, smoothed
/// towards 0 where rows are few. Unknown categories are 0. Immutable; lookups allocate nothing.
/// </summary>
public sealed class TargetEncoder
{
    private readonly ulong[] _keys;
    private readonly float[] _values;
    private readonly int _mask;

    private TargetEncoder(ReadOnlySpan<ulong> keys, ReadOnlySpan<float> values)
    {
        Count = keys.Length;
        var capacity = 4;
        while (capacity < 2 * keys.Length) capacity *= 2;
        _mask = capacity - 1;
        _keys = new ulong[capacity];
        _values = new float[capacity];
        Array.Fill(_values, float.NaN);
        for (var i = 0; i < keys.Length; i++)
        {
            var slot = SlotOf(keys[i]);
            _keys[slot] = keys[i];
            _values[slot] = values[i];
        }
    }

    /// <summary>Number of known categories.</summary>
    public int Count { get; }

    /// <summary>Learns the value of every key.</summary>
    /// <param name="keys">The category of each row.</param>
    /// <param name="labels">0 or 1.</param>
    /// <param name="weights">Weights of the rows; empty means 1.</param>
    /// <param name="smoothing">Weight, in rows, of the base rate in every category; above 0.</param>
    public static TargetEncoder Fit(ReadOnlySpan<ulong> keys, byte[] labels, float[] weights, double smoothing) =>
        Fit(keys, labels, weights, smoothing, [], -1);

    /// <summary>The value of each training row, learned from the other folds only, so that no row sees its own label.</summary>
    /// <param name="keys">The category of each row.</param>
    /// <param name="labels">0 or 1.</param>
    /// <param name="weights">Weights of the rows; empty means 1.</param>
    /// <param name="folds">The fold of each row, 0 or more.</param>
    /// <param name="smoothing">As in <see cref="Fit(ReadOnlySpan{ulong}, byte[], float[], double)"/>.</param>
    public static float[] OutOfFold(
        ReadOnlySpan<ulong> keys, byte[] labels, float[] weights, ReadOnlySpan<int> folds, double smoothing)
    {
        if (folds.Length != keys.Length)
            throw new ArgumentException($"There are {keys.Length} keys and {folds.Length} folds.", nameof(folds));
        var values = new float[keys.Length];
        var last = -1;
        foreach (var fold in folds) last = Math.Max(last, fold);
        for (var fold = 0; fold <= last; fold++)
        {
            if (!folds.Contains(fold)) continue;
            var encoder = Fit(keys, labels, weights, smoothing, folds, fold);
            for (var i = 0; i < values.Length; i++)
                if (folds[i] == fold) values[i] = encoder.Value(keys[i]);
        }
        return values;
    }

    /// <summary>The smoothed log-odds of a category relative to the base rate; 0 when it is unknown.</summary>
    public float Value(ulong key)
    {
        var value = _values[SlotOf(key)];
        return float.IsNaN(value) ? 0 : value;
    }

    /// <summary>Writes the sections <c>prefix.keys</c> (ascending) and <c>prefix.values</c>.</summary>
    public void Save(ModelFileBuilder builder, string prefix)
    {
        var used = Enumerable.Range(0, _keys.Length).Where(i => !float.IsNaN(_values[i])).OrderBy(i => _keys[i]).ToArray();
        builder.Add<ulong>(prefix + ".keys", Array.ConvertAll(used, i => _keys[i]));
        builder.Add<float>(prefix + ".values", Array.ConvertAll(used, i => _values[i]));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The sections are missing or do not fit together.</exception>
    public static TargetEncoder Load(ModelFile file, string prefix)
    {
        var keys = file.Span<ulong>(prefix + ".keys");
        var values = file.Span<float>(prefix + ".values");
        var sound = keys.Length == values.Length;
        for (var i = 0; sound && i < keys.Length; i++) sound = float.IsFinite(values[i]) && (i == 0 || keys[i] > keys[i - 1]);
        if (!sound) throw file.Fault($"has an impossible encoding '{prefix}'");
        return new TargetEncoder(keys, values);
    }

    private static TargetEncoder Fit(
        ReadOnlySpan<ulong> keys, byte[] labels, float[] weights, double smoothing, ReadOnlySpan<int> folds, int without)
    {
        if (labels.Length != keys.Length || (weights.Length != 0 && weights.Length != keys.Length))
            throw new ArgumentException(
                $"There are {keys.Length} keys, {labels.Length} labels and {weights.Length} weights.", nameof(labels));
        if (!(smoothing > 0) || !double.IsFinite(smoothing))
            throw new ArgumentOutOfRangeException(nameof(smoothing), smoothing, "Smoothing must be above 0.");
        var counts = new TargetCounts();
        for (var i = 0; i < keys.Length; i++)
            if (folds.IsEmpty || folds[i] != without) counts.Add(keys[i], labels[i], weights.Length == 0 ? 1 : weights[i]);
        var (known, values) = counts.LogOdds(smoothing);
        return new TargetEncoder(known, values);
    }

    /// <summary>The slot of a key, or the free one where it would stand.</summary>
    private int SlotOf(ulong key)
    {
        var slot = (int)SplitMix64.Mix(key) & _mask;
        while (_keys[slot] != key && !float.IsNaN(_values[slot])) slot = (slot + 1) & _mask;
        return slot;
    }
}
