using Weir.Learning.Numerics;

namespace Weir.Learning.Drift;

/// <summary>How likely chance alone is to give as much as was seen.</summary>
public static class Significance
{
    // Lanczos approximation of ln Gamma, g = 7 (Godfrey 2001).
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
        -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>The chance that a chi-square with so many degrees of freedom (1 or more) exceeds x; 1 for x of 0 or less.</summary>
    public static double ChiSquare(double x, int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        return x <= 0 ? 1 : UpperGamma(degrees / 2.0, x / 2);
    }

    /// <summary>
    /// The chance that the largest distance of two empirical distributions of the same source exceeds d, for samples of these
    /// (effective) sizes; asymptotic, with the correction of Stephens (1970) for small samples.
    /// </summary>
    public static double KolmogorovSmirnov(double d, double rows, double otherRows)
    {
        if (!(rows > 0 && otherRows > 0)) return 1;
        var root = Math.Sqrt(rows * otherRows / (rows + otherRows));
        var lambda = (root + 0.12 + 0.11 / root) * d;
        // The series converges slowly near 0, where the chance is 1.
        if (lambda < 0.3) return 1;
        var sum = 0.0;
        for (var k = 1; k <= 100; k++)
        {
            var term = StableMath.Exp(-2 * lambda * lambda * k * k);
            sum += k % 2 == 1 ? term : -term;
            if (term < 1e-17) break;
        }
        return Math.Clamp(2 * sum, 0, 1);
    }

    /// <summary>
    /// Corrects chances of many questions asked at once (Benjamini, Hochberg 1995): of those whose result is at most a, a share of at
    /// most a is expected to be chance alone.
    /// </summary>
    public static double[] Adjusted(ReadOnlySpan<double> chances)
    {
        var order = new int[chances.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(chances.ToArray(), order);
        var adjusted = new double[order.Length];
        var least = 1.0;
        for (var rank = order.Length; rank >= 1; rank--)
        {
            least = Math.Min(least, chances[order[rank - 1]] * order.Length / rank);
            adjusted[order[rank - 1]] = least;
        }
        return adjusted;
    }

    /// <summary>The regularised upper incomplete gamma function: series below its mean, continued fraction (Lentz) above.</summary>
    private static double UpperGamma(double a, double x)
    {
        var scale = StableMath.Exp(a * StableMath.Log(x) - x - LogGamma(a));
        if (x < a + 1)
        {
            var (sum, term) = (1 / a, 1 / a);
            for (var n = 1; n < 1000 && term > sum * 1e-16; n++) sum += term *= x / (a + n);
            return Math.Clamp(1 - sum * scale, 0, 1);
        }
        var b = x + 1 - a;
        var (c, d) = (1e300, 1 / b);
        var h = d;
        for (var i = 1; i < 1000; i++)
        {
            var an = -i * (i - a);
            b += 2;
            d = 1 / NotZero(an * d + b);
            c = NotZero(b + an / c);
            h *= d * c;
            if (Math.Abs(d * c - 1) < 1e-15) break;
        }
        return Math.Clamp(h * scale, 0, 1);
    }

    private static double NotZero(double value) => Math.Abs(value) < 1e-300 ? 1e-300 : value;

    private static double LogGamma(double a)
    {
        if (a < 0.5) return StableMath.Log(Math.PI / Math.Sin(Math.PI * a)) - LogGamma(1 - a);
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++) sum += Lanczos[i] / (a - 1 + i);
        var t = a + 6.5;
        return 0.5 * StableMath.Log(2 * Math.PI) + (a - 0.5) * StableMath.Log(t) - t + StableMath.Log(sum);
    }
}
