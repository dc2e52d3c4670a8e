using Weir.Learning.Numerics;

namespace Weir.Learning.Drift;

/// <summary>How unlike two distributions over the same bins are. Shares are not negative and sum to 1.</summary>
public static class Divergence
{
    /// <summary>
    /// Population stability index: sum of (q - p) ln(q / p). 0 = equal; by custom 0.1 is notable and 0.25 a shift. A bin that is empty
    /// on one side only makes it infinite: smooth the shares first.
    /// </summary>
    public static double Psi(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        Check(p, q);
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
            if (p[i] != q[i]) sum += (q[i] - p[i]) * (StableMath.Log(q[i]) - StableMath.Log(p[i]));
        return sum;
    }

    /// <summary>Jensen-Shannon divergence in bits, 0 (equal) to 1 (nothing in common); its square root is a distance.</summary>
    public static double JensenShannon(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        Check(p, q);
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
        {
            var middle = (p[i] + q[i]) / 2;
            if (p[i] > 0) sum += p[i] * StableMath.Log(p[i] / middle);
            if (q[i] > 0) sum += q[i] * StableMath.Log(q[i] / middle);
        }
        return Math.Max(0, sum / 2 / StableMath.Log(2));
    }

    private static void Check(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        if (p.Length != q.Length) throw new ArgumentException($"There are {p.Length} shares on one side and {q.Length} on the other.", nameof(q));
    }
}
