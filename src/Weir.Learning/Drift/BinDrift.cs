namespace Weir.Learning.Drift;

/// <summary>
/// What two histograms over the same bins tell. The effects are freed of what chance alone adds for so few rows, so that small samples
/// do not cry wolf; the chance is that of Pearson's test, so that large ones do not either when the effect is asked for first.
/// </summary>
/// <param name="Psi">Population stability index, 0 or more, less its expectation under no change.</param>
/// <param name="JensenShannon">Jensen-Shannon distance, 0 to 1, likewise.</param>
/// <param name="Chance">How likely no change at all gives as much.</param>
public readonly record struct BinDrift(double Psi, double JensenShannon, double Chance)
{
    /// <summary>No change seen: there was nothing to compare.</summary>
    public static BinDrift None => new(0, 0, 1);

    /// <summary>Compares rows by bin.</summary>
    /// <param name="reference">Rows a bin, perhaps weighted; their sum is the effective number of rows.</param>
    /// <param name="current">The same for the rows to judge.</param>
    public static BinDrift Of(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        var (n, m, used) = (Sum(reference), Sum(current), Used(reference, current));
        if (n <= 0 || m <= 0 || used < 2) return None;
        var (p, q) = (new double[used], new double[used]);
        var (at, statistic) = (0, 0.0);
        for (var i = 0; i < reference.Length; i++)
        {
            var (a, b) = (reference[i], current[i]);
            if (a + b <= 0) continue;
            // Half a row in each bin (Jeffreys): an empty bin is rare, not impossible.
            (p[at], q[at++]) = ((a + 0.5) / (n + 0.5 * used), (b + 0.5) / (m + 0.5 * used));
            var difference = Math.Sqrt(m / n) * a - Math.Sqrt(n / m) * b;
            statistic += difference * difference / (a + b);
        }
        // Under no change, PSI is a chi-square over n m / (n + m) (Yurdakul 2018), and eight times the divergence in nats.
        var expected = (used - 1) * (1 / n + 1 / m);
        var divergence = Divergence.JensenShannon(p, q) - expected / 8 / Math.Log(2);
        return new BinDrift(Math.Max(0, Divergence.Psi(p, q) - expected), Math.Sqrt(Math.Max(0, divergence)), Significance.ChiSquare(statistic, used - 1));
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }

    private static int Used(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        if (reference.Length != current.Length) throw new ArgumentException($"There are {reference.Length} bins on one side and {current.Length} on the other.", nameof(current));
        var used = 0;
        for (var i = 0; i < reference.Length; i++)
            if (reference[i] + current[i] > 0) used++;
        return used;
    }
}
