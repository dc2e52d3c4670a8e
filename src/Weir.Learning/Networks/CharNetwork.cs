using System.Runtime.Intrinsics;

namespace Weir.Learning.Networks;

/// <summary>
/// A character-level convolutional network (Zhang, Zhao, LeCun 2015; pooling over time as in Kim 2014): each symbol becomes a
/// vector, filters of two widths slide over the text, the strongest answer of each feeds one hidden layer and a logistic unit.
/// Immutable: any number of threads may score at once. Scoring allocates nothing.
/// </summary>
public sealed class CharNetwork
{
    private readonly float[] _tables;

    internal CharNetwork(CharShape shape, float[] weights)
    {
        (Shape, Weights) = (shape, weights);
        _tables = new float[shape.Tables];
        for (var block = 0; block < shape.Blocks; block++) Convolution.Fill(shape, weights, _tables, block);
    }

    internal CharShape Shape { get; }

    internal float[] Weights { get; }

    /// <summary>Raw log-odds of label 1, not calibrated, of a text of any length.</summary>
    public double Score(ReadOnlySpan<byte> symbols)
    {
        var s = Shape;
        Span<byte> padded = stackalloc byte[s.Padded];
        Span<float> pooled = stackalloc float[s.Pooled];
        Span<float> hidden = stackalloc float[s.Hidden];
        var windows = s.Pad(symbols, padded);
        for (var block = 0; block < s.Blocks; block++)
        {
            var at = block * CharShape.Lanes;
            var sum = Convolution.Pool(s, _tables, block, padded, windows) + Vector512.Create<float>(Weights.AsSpan(s.FilterBias + at));
            Vector512.ConditionalSelect(Vector512.GreaterThan(sum, Vector512<float>.Zero), sum, Vector512<float>.Zero).CopyTo(pooled[at..]);
        }
        Layers.Hidden(s, Weights, pooled, hidden);
        for (var h = 0; h < hidden.Length; h++) hidden[h] = hidden[h] > 0 ? hidden[h] : 0;
        return Layers.Output(s, Weights, hidden);
    }

    /// <summary>Writes the sections <c>prefix.shape</c> and <c>prefix.weights</c>.</summary>
    public void Save(ModelFileBuilder builder, string prefix) => CharNetworkFile.Save(this, builder, prefix);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The sections are missing or do not fit together.</exception>
    public static CharNetwork Load(ModelFile file, string prefix) => CharNetworkFile.Load(file, prefix);
}
