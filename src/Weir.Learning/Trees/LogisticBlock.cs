using System.Runtime.Intrinsics;

namespace Weir.Learning.Trees;

/// <summary>
/// Logistic rates of eight scores at once, by plain vector arithmetic: the same bits whatever the processor's vectors.
/// Relative error below 1e-9, enough for derivatives that are quantised.
/// </summary>
internal static class LogisticBlock
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>Added to a small number it leaves the nearest integer in the lowest bits.</summary>
    private const double Rounder = 6755399441055744.0;

    public static Vector512<double> Rates(Vector512<double> scores)
    {
        var e = Exp(Vector512.Max(-Vector512.Abs(scores), Vector512.Create(-700.0)));
        var share = Vector512<double>.One / (Vector512<double>.One + e);
        return Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(scores, Vector512<double>.Zero), share, e * share);
    }

    /// <summary>e^x for x in -700 .. 0.</summary>
    private static Vector512<double> Exp(Vector512<double> x)
    {
        var rounded = x * Log2E + Vector512.Create(Rounder);
        var k = rounded - Vector512.Create(Rounder);
        var r = x - k * Ln2High - k * Ln2Low;
        var p = Vector512.Create(1.0 / 40320);
        p = p * r + Vector512.Create(1.0 / 5040);
        p = p * r + Vector512.Create(1.0 / 720);
        p = p * r + Vector512.Create(1.0 / 120);
        p = p * r + Vector512.Create(1.0 / 24);
        p = p * r + Vector512.Create(1.0 / 6);
        p = p * r + Vector512.Create(0.5);
        p = Vector512<double>.One + (r + r * r * p);
        return (p.AsInt64() + (rounded.AsInt64() << 52)).AsDouble();
    }
}
