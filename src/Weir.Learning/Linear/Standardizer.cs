using Weir.Learning.Trees;

namespace Weir.Learning.Linear;

/// <summary>
/// Mean and spread of each column over the rows with weight, by which linear learners bring columns to one scale. Values
/// that are not finite are left out and become 0, the mean; so does a column that is constant.
/// </summary>
internal sealed class Standardizer
{
    private Standardizer(int features)
    {
        Means = new double[features];
        Factors = new double[features];
    }

    /// <summary>Weighted means; 0 for a column without a value.</summary>
    public double[] Means { get; }

    /// <summary>One over the standard deviation; 0 for a column that tells nothing.</summary>
    public double[] Factors { get; }

    public static Standardizer Fit(Dataset data, WorkTeam team)
    {
        var standardizer = new Standardizer(data.FeatureCount);
        team.Run(data.FeatureCount, f => standardizer.FitColumn(f, data.Columns[f], data.Weights));
        return standardizer;
    }

    /// <summary>The value on the common scale.</summary>
    public float Apply(int feature, float value) => float.IsFinite(value) ? (float)((value - Means[feature]) * Factors[feature]) : 0;

    /// <summary>The model whose score is bias + sum of weight x standardised value.</summary>
    public LinearModel Model(ReadOnlySpan<double> weights, double bias)
    {
        var raw = new double[Means.Length];
        for (var f = 0; f < raw.Length; f++) raw[f] = weights[f] * Factors[f];
        if (!double.IsFinite(bias) || !Array.TrueForAll(raw, double.IsFinite))
            throw new InvalidOperationException("The linear model diverged: raise its L2 penalty or lower the weights of its rows.");
        return new LinearModel(raw, Means, bias);
    }

    private void FitColumn(int feature, float[] values, float[] weights)
    {
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        double weight = 0, sum = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]) || weights[i] == 0) continue;
            (low, high) = (Math.Min(low, values[i]), Math.Max(high, values[i]));
            weight += weights[i];
            sum += (double)weights[i] * values[i];
        }
        if (low > high) return;
        Means[feature] = low == high ? low : sum / weight;
        if (low == high) return;
        double squares = 0;
        for (var i = 0; i < values.Length; i++)
            if (float.IsFinite(values[i])) squares += weights[i] * Square(values[i] - Means[feature]);
        Factors[feature] = 1 / Math.Sqrt(squares / weight);
    }

    private static double Square(double x) => x * x;
}
