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
}
