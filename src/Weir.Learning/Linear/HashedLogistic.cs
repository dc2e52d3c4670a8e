namespace Weir.Learning.Linear;

/// <summary>
/// A logistic model over hashed indices: score = bias + scale(n) * sum of the weights of a row's n indices, as raw
/// log-odds. Immutable. A caller that hashes as it goes adds to a <see cref="HashedSum"/> instead of building a row: the
/// result is the same to the last bit.
/// </summary>
public sealed class HashedLogistic
{
    private readonly float[] _weights;
    private readonly Normalization _normalization;
    private readonly WeightPrecision _precision;

    internal HashedLogistic(float[] weights, float bias, Normalization normalization, WeightPrecision precision)
    {
        _weights = weights;
        Bias = bias;
        _normalization = normalization;
        _precision = precision;
    }

    /// <summary>Log-odds of an empty row.</summary>
    public float Bias { get; }

    /// <summary>Number of buckets, a power of two.</summary>
    public int Buckets => _weights.Length;

    /// <summary>Raw log-odds of a row.</summary>
    public double Score(ReadOnlySpan<uint> indices)
    {
        var weights = _weights;
        var sum = 0.0;
        foreach (var index in indices) sum += weights[(int)(index & (uint)(weights.Length - 1))];
        return Score(sum, indices.Length);
    }

    /// <summary>Raw log-odds from the sum of the weights of a row and the number of its indices.</summary>
    public double Score(double weightSum, int count) => Bias + Scale(count) * weightSum;

    /// <summary>An empty sum, for a caller that hashes as it goes.</summary>
    public HashedSum Begin() => new(this, _weights);

    /// <summary>The weight of an index before scaling.</summary>
    public float Weight(uint index) => _weights[(int)(index & (uint)(_weights.Length - 1))];

    /// <summary>What one occurrence of an index adds to the score of a row of <paramref name="count"/> indices.</summary>
    public double Contribution(uint index, int count) => Scale(count) * Weight(index);

    /// <summary>The factor of a row of this many indices.</summary>
    public double Scale(int count) => ScaleOf(_normalization, count);

    /// <summary>Writes the sections <c>prefix.weights</c> and <c>prefix.shape</c>.</summary>
    public void Save(ModelFileBuilder builder, string prefix)
    {
        ReadOnlySpan<int> shape = [(int)_normalization, (int)_precision, BitConverter.SingleToInt32Bits(Bias)];
        builder.Add(prefix + ".shape", shape);
        if (_precision == WeightPrecision.Half) builder.Add<Half>(prefix + ".weights", Array.ConvertAll(_weights, w => (Half)w));
        else builder.Add<float>(prefix + ".weights", _weights);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The sections are missing or do not fit together.</exception>
    public static HashedLogistic Load(ModelFile file, string prefix)
    {
        var shape = file.Get<int>(prefix + ".shape");
        if (shape.Length != 3 || !Enum.IsDefined((Normalization)shape[0]) || !Enum.IsDefined((WeightPrecision)shape[1]))
            throw file.Fault($"has an unknown shape of the linear model '{prefix}'");
        var precision = (WeightPrecision)shape[1];
        var weights = precision == WeightPrecision.Half
            ? Widen(file.Span<Half>(prefix + ".weights"))
            : file.Get<float>(prefix + ".weights");
        var bias = BitConverter.Int32BitsToSingle(shape[2]);
        if (weights.Length == 0 || (weights.Length & (weights.Length - 1)) != 0
            || !float.IsFinite(bias) || !Array.TrueForAll(weights, float.IsFinite))
            throw file.Fault($"has impossible weights in the linear model '{prefix}'");
        return new HashedLogistic(weights, bias, (Normalization)shape[0], precision);
    }

    internal static double ScaleOf(Normalization normalization, int count) => normalization switch
    {
        _ when count == 0 => 0,
        Normalization.InverseRoot => 1 / Math.Sqrt(count),
        Normalization.InverseCount => 1.0 / count,
        _ => 1,
    };

    private static float[] Widen(ReadOnlySpan<Half> halves)
    {
        var weights = new float[halves.Length];
        for (var i = 0; i < weights.Length; i++) weights[i] = (float)halves[i];
        return weights;
    }
}
