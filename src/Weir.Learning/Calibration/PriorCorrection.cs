namespace Weir.Learning.Calibration;

/// <summary>Carries a probability from one base rate to another by the odds ratio (Saerens et al. 2002).</summary>
public static class PriorCorrection
{
    /// <summary>
    /// The probability at base rate <paramref name="toRate"/> of a subject that has <paramref name="p"/> at
    /// <paramref name="fromRate"/>; rates lie strictly between 0 and 1.
    /// </summary>
    public static double Adjust(double p, double fromRate, double toRate)
    {
        if (!(fromRate > 0 && fromRate < 1))
            throw new ArgumentOutOfRangeException(nameof(fromRate), fromRate, "A base rate lies between 0 and 1.");
        if (!(toRate > 0 && toRate < 1))
            throw new ArgumentOutOfRangeException(nameof(toRate), toRate, "A base rate lies between 0 and 1.");
        var yes = p * (toRate / fromRate);
        var no = (1 - p) * ((1 - toRate) / (1 - fromRate));
        return yes / (yes + no);
    }

    /// <summary>
    /// The base rate of subjects without labels, from their probabilities at <paramref name="fromRate"/>: the rate at which
    /// the corrected probabilities have itself as their mean (expectation-maximisation of Saerens et al. 2002).
    /// </summary>
    /// <param name="probabilities">0 to 1, calibrated at <paramref name="fromRate"/>; at least one.</param>
    /// <param name="fromRate">Between 0 and 1.</param>
    /// <returns>A rate kept half a subject away from 0 and from 1.</returns>
    public static double EstimateRate(ReadOnlySpan<double> probabilities, double fromRate)
    {
        if (probabilities.IsEmpty) throw new ArgumentException("There is no probability to learn from.", nameof(probabilities));
        var least = 0.5 / (probabilities.Length + 1);
        var rate = fromRate;
        for (var step = 0; step < 1000; step++)
        {
            var sum = 0.0;
            foreach (var p in probabilities) sum += Adjust(p, fromRate, rate);
            var next = Math.Clamp(sum / probabilities.Length, least, 1 - least);
            if (Math.Abs(next - rate) < 1e-9) return next;
            rate = next;
        }
        return rate;
    }
}
