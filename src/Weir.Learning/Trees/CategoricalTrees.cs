using System.Buffers;

namespace Weir.Learning.Trees;

/// <summary>Boosted trees that take raw category codes and carry the rates that stand for them. Immutable.</summary>
public sealed class CategoricalTrees : IClassifier, IExplained
{
    private readonly TargetEncoding _encoding;
    private readonly BoostedTrees _trees;

    internal CategoricalTrees(TargetEncoding encoding, BoostedTrees trees) => (_encoding, _trees) = (encoding, trees);

    /// <inheritdoc/>
    public int FeatureCount => _trees.FeatureCount;

    /// <summary>Total gain of all splits on each feature.</summary>
    public double[] Importance => _trees.Importance;

    /// <summary>Raw log-odds of a row with category codes; a code never seen counts as an average one.</summary>
    /// <exception cref="ArgumentException">The row has another length than <see cref="FeatureCount"/>.</exception>
    public double Score(ReadOnlySpan<float> row)
    {
        var encoded = Encoded(row);
        var score = _trees.Score(encoded.AsSpan(0, row.Length));
        ArrayPool<float>.Shared.Return(encoded);
        return score;
    }

    /// <summary>Exact Shapley values of the raw columns.</summary>
    public double Explain(ReadOnlySpan<float> row, Span<double> contributions)
    {
        var encoded = Encoded(row);
        var bias = _trees.Explain(encoded.AsSpan(0, row.Length), contributions);
        ArrayPool<float>.Shared.Return(encoded);
        return bias;
    }

    /// <summary>Writes sections <c>prefix.columns</c>, <c>.starts</c>, <c>.codes</c>, <c>.rates</c> and those of the trees.</summary>
    public void Save(ModelFileBuilder builder, string prefix)
    {
        var starts = new int[_encoding.Columns.Length + 1];
        for (var i = 0; i < _encoding.Columns.Length; i++) starts[i + 1] = starts[i] + _encoding.Codes[i].Length;
        builder.Add<int>(prefix + ".columns", _encoding.Columns);
        builder.Add<int>(prefix + ".starts", starts);
        builder.Add<float>(prefix + ".codes", _encoding.Codes.SelectMany(c => c).ToArray());
        builder.Add<float>(prefix + ".rates", [.. _encoding.Rates.SelectMany(r => r), _encoding.Overall]);
        _trees.Save(builder, prefix + ".trees");
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The sections are missing or do not fit together.</exception>
    public static CategoricalTrees Load(ModelFile file, string prefix)
    {
        var trees = BoostedTrees.Load(file, prefix + ".trees");
        var columns = file.Get<int>(prefix + ".columns");
        var starts = file.Get<int>(prefix + ".starts");
        var codes = file.Get<float>(prefix + ".codes");
        var rates = file.Get<float>(prefix + ".rates");
        var fits = starts.Length == columns.Length + 1 && starts[0] == 0 && starts[^1] == codes.Length && rates.Length == codes.Length + 1
            && columns.All(c => (uint)c < (uint)trees.FeatureCount) && columns.Distinct().Count() == columns.Length
            && rates.All(r => r is >= 0 and <= 1);
        for (var i = 0; fits && i < columns.Length; i++) fits = starts[i] <= starts[i + 1] && starts[i + 1] <= codes.Length && Ascends(codes.AsSpan(starts[i]..starts[i + 1]));
        if (!fits) throw file.Fault($"holds damaged categories in '{prefix}'");
        float[][] Parts(float[] of) => [.. columns.Select((_, i) => of[starts[i]..starts[i + 1]])];
        return new CategoricalTrees(new TargetEncoding(columns, Parts(codes), Parts(rates), rates[^1]), trees);
    }

    private static bool Ascends(ReadOnlySpan<float> codes)
    {
        for (var i = 0; i < codes.Length; i++)
            if (float.IsNaN(codes[i]) || (i > 0 && !(codes[i] > codes[i - 1]))) return false;
        return true;
    }

    private float[] Encoded(ReadOnlySpan<float> row)
    {
        if (row.Length != FeatureCount) throw new ArgumentException($"The row has {row.Length} values, the model {FeatureCount} features.");
        var encoded = ArrayPool<float>.Shared.Rent(row.Length);
        row.CopyTo(encoded);
        _encoding.Encode(encoded.AsSpan(0, row.Length));
        return encoded;
    }
}
