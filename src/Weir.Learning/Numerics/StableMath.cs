namespace Weir.Learning.Numerics;

/// <summary>
/// exp, log and their kin by plain double arithmetic: the same bits on every platform, where <see cref="Math"/> asks the
/// C library. Relative error below 1e-14; the logistic functions never overflow.
/// </summary>
public static class StableMath
{
    private const double Log2E = 1.4426950408889634;

    // ln 2 in two parts (fdlibm): the high part has 21 trailing zero bits, so that k * Ln2High is exact.
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>e^x; 0 below -745.2, infinity above 709.79, NaN for NaN.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x > 709.782712893384) return double.PositiveInfinity;
        if (x < -745.1332191019412) return 0;
        var k = Math.Floor(x * Log2E + 0.5);
        var r = x - k * Ln2High - k * Ln2Low;
        return Scale(ExpReduced(r), (int)k);
    }

    /// <summary>Natural logarithm; -infinity for 0, NaN below 0.</summary>
    public static double Log(double x)
    {
        if (double.IsNaN(x) || x < 0) return double.NaN;
        if (x == 0) return double.NegativeInfinity;
        if (double.IsPositiveInfinity(x)) return x;
        var exponent = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984.0;
            exponent = -54;
        }
        var bits = BitConverter.DoubleToInt64Bits(x);
        exponent += (int)(bits >> 52) - 1023;
        var m = BitConverter.Int64BitsToDouble((bits & 0xF_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (m > 1.4142135623730951)
        {
            m *= 0.5;
            exponent++;
        }
        return exponent * Ln2High + (LogNearOne(m - 1) + exponent * Ln2Low);
    }

    /// <summary>log(1 + x) without loss for small x.</summary>
    public static double Log1p(double x) => Math.Abs(x) < 0.25 ? LogNearOne(x) : Log(1 + x);

    /// <summary>1 / (1 + e^-x).</summary>
    public static double Sigmoid(double x)
    {
        if (x >= 0) return 1 / (1 + Exp(-x));
        var e = Exp(x);
        return e / (1 + e);
    }

    /// <summary>log(p / (1 - p)), the inverse of <see cref="Sigmoid"/>; infinite at 0 and 1.</summary>
    public static double Logit(double p) => Log(p) - Log1p(-p);

    /// <summary>log(1 + e^x): the logistic loss of margin -x.</summary>
    public static double Softplus(double x) => x > 0 ? x + Log1p(Exp(-x)) : Log1p(Exp(x));

    /// <summary>Taylor series of e^r for |r| up to ln 2 / 2; the first term left out is below 5e-18.</summary>
    private static double ExpReduced(double r)
    {
        var p = 1.0 / 6227020800;
        p = p * r + 1.0 / 479001600;
        p = p * r + 1.0 / 39916800;
        p = p * r + 1.0 / 3628800;
        p = p * r + 1.0 / 362880;
        p = p * r + 1.0 / 40320;
        p = p * r + 1.0 / 5040;
        p = p * r + 1.0 / 720;
        p = p * r + 1.0 / 120;
        p = p * r + 1.0 / 24;
        p = p * r + 1.0 / 6;
        p = p * r + 0.5;
        return 1 + (r + r * r * p);
    }

    private static double Scale(double value, int k)
    {
        if (k > 1023) return value * 2 * PowerOfTwo(k - 1);
        return k < -1022 ? value * PowerOfTwo(k + 54) * PowerOfTwo(-54) : value * PowerOfTwo(k);
    }

    private static double PowerOfTwo(int k) => BitConverter.Int64BitsToDouble((long)(k + 1023) << 52);

    /// <summary>log(1 + f) = 2 atanh(f / (2 + f)) by its series; |f| up to 0.42.</summary>
    private static double LogNearOne(double f)
    {
        var s = f / (2 + f);
        var t = s * s;
        var p = 1.0 / 25;
        for (var d = 23; d >= 3; d -= 2) p = p * t + 1.0 / d;
        return 2 * s + 2 * s * t * p;
    }
}
