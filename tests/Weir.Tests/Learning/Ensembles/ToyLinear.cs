using Weir.Learning;

namespace Weir.Tests.Learning.Ensembles;

/// <summary>A linear model by hand: w x + b, expected at x = 0.</summary>
internal sealed class ToyLinear(double[] weights, double bias) : IClassifier, IExplained
{
    public int FeatureCount => weights.Length;

    public double Score(ReadOnlySpan<float> row)
    {
        var sum = bias;
        for (var f = 0; f < weights.Length; f++) sum += weights[f] * row[f];
        return sum;
    }

    public double Explain(ReadOnlySpan<float> row, Span<double> contributions)
    {
        for (var f = 0; f < weights.Length; f++) contributions[f] = weights[f] * row[f];
        return bias;
    }

    public void Save(ModelFileBuilder builder, string prefix) => throw new NotSupportedException();
}

/// <summary>Hands out a finished model, and counts and keeps what it was fitted to.</summary>
internal sealed class ToyLearner(Func<Dataset, IClassifier> fit) : ILearner
{
    public List<Dataset> Fits { get; } = [];

    public IClassifier Fit(Dataset train, Dataset? validation = null, CancellationToken ct = default)
    {
        Fits.Add(train);
        return fit(train);
    }
}
