namespace Weir.Pipeline.Tables.Training;

/// <summary>The mean of a figure over folds with its 95 % interval.</summary>
/// <param name="Mean">Over the folds.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public readonly record struct FoldSpread(double Mean, double Low, double High)
{
    // Student's t, two-sided 95 %, for 1 .. 19 degrees of freedom.
    private static readonly double[] Quantiles =
        [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093];

    /// <summary>The same of a share, which is never below 0 or above 1; an interval that is not known stays so.</summary>
    internal FoldSpread OfShare => double.IsFinite(Low) ? new(Mean, Math.Max(0, Low), Math.Min(1, High)) : this;

    /// <summary>
    /// The spread of one value a fold. Folds share most of the rows they learn from, so the variance is corrected as by Nadeau and Bengio,
    /// Inference for the Generalization Error (2003): 1/k + 1/(k - 1) instead of 1/k.
    /// </summary>
    public static FoldSpread Of(IReadOnlyCollection<double> values)
    {
        var (k, mean) = (values.Count, values.Average());
        if (k < 2) return new(mean, double.NegativeInfinity, double.PositiveInfinity);
        var variance = values.Sum(value => (value - mean) * (value - mean)) / (k - 1);
        var reach = Quantiles[Math.Min(k - 1, Quantiles.Length) - 1] * Math.Sqrt((1.0 / k + 1.0 / (k - 1)) * variance);
        return new(mean, mean - reach, mean + reach);
    }
}
