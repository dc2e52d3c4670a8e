namespace Weir.Learning.Linear;

/// <summary>
/// A linear classifier over dense rows: log-odds = bias + sum of weight x (value - mean). A value that is missing or infinite
/// counts as the mean of training, that is, it adds nothing. Immutable; fitted by <see cref="LogisticTrainer"/> and
/// <see cref="LinearSvmTrainer"/>.
/// </summary>
public sealed class LinearModel : IClassifier, IExplained
{
    private readonly double[] _weights;
    private readonly double[] _means;

    internal LinearModel(double[] weights, double[] means, double bias)
    {
        _weights = weights;
        _means = means;
        Bias = bias;
    }

    /// <inheritdoc/>
    public int FeatureCount => _weights.Length;

    /// <summary>Log-odds of a row whose values are all the means of training.</summary>
    public double Bias { get; }

    /// <summary>Log-odds a unit of each feature.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>The weighted mean of each feature in training.</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The row has another length than <see cref="FeatureCount"/>.</exception>
    public double Score(ReadOnlySpan<float> row)
    {
        CheckLength(row.Length, nameof(row));
        var score = Bias;
        for (var f = 0; f < row.Length; f++) score += Term(f, row[f]);
        return score;
    }

    /// <summary>
    /// Fills one exact contribution (log-odds) a feature and returns <see cref="Bias"/>; added to it in the order of the
    /// features they are the score to the last bit.
    /// </summary>
    /// <exception cref="ArgumentException">A span has another length than <see cref="FeatureCount"/>.</exception>
    public double Explain(ReadOnlySpan<float> row, Span<double> contributions)
    {
        CheckLength(row.Length, nameof(row));
        CheckLength(contributions.Length, nameof(contributions));
        for (var f = 0; f < row.Length; f++) contributions[f] = Term(f, row[f]);
        return Bias;
    }

    /// <summary>Writes the sections <c>prefix.weights</c>, <c>prefix.means</c> and <c>prefix.bias</c>.</summary>
    public void Save(ModelFileBuilder builder, string prefix)
    {
        builder.Add<double>(prefix + ".weights", _weights);
        builder.Add<double>(prefix + ".means", _means);
        builder.Add<double>(prefix + ".bias", [Bias]);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The sections are missing or do not fit together.</exception>
    public static LinearModel Load(ModelFile file, string prefix)
    {
        var weights = file.Get<double>(prefix + ".weights");
        var means = file.Get<double>(prefix + ".means");
        var bias = file.Get<double>(prefix + ".bias");
        if (weights.Length != means.Length || bias.Length != 1 || !double.IsFinite(bias[0])
            || !Array.TrueForAll(weights, double.IsFinite) || !Array.TrueForAll(means, double.IsFinite))
            throw file.Fault($"has impossible weights in the linear model '{prefix}'");
        return new LinearModel(weights, means, bias[0]);
    }

    private double Term(int feature, float value) => float.IsFinite(value) ? _weights[feature] * (value - _means[feature]) : 0;

    private void CheckLength(int length, string name)
    {
        if (length != FeatureCount) throw new ArgumentException($"There are {length} values, the model has {FeatureCount} features.", name);
    }
}
