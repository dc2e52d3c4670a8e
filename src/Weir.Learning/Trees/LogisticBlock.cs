using System.Numerics;

namespace Weir.Learning.Trees;

/// <summary>
/// Logistic rates of many scores at once, by plain vector arithmetic: the same bits at any vector width. Relative error
/// below 1e-9, enough for derivatives that are quantised.
/// </summary>
internal static class LogisticBlock
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>Added to a small number it leaves the nearest integer in the lowest bits.</summary>
    private const double Rounder = 6755399441055744.0;

    public static void Rates(ReadOnlySpan<double> scores, Span<double> rates)
    {
        var i = 0;
        for (; i <= scores.Length - Vector<double>.Count; i += Vector<double>.Count) Rate(new Vector<double>(scores[i..])).CopyTo(rates[i..]);
        if (i == scores.Length) return;
        Span<double> rest = stackalloc double[Vector<double>.Count];
        rest.Clear();
        scores[i..].CopyTo(rest);
        Rate(new Vector<double>(rest)).CopyTo(rest);
        rest[..(scores.Length - i)].CopyTo(rates[i..]);
    }

    private static Vector<double> Rate(Vector<double> score)
    {
        var e = Exp(Vector.Max(-Vector.Abs(score), new Vector<double>(-700)));
        var share = Vector<double>.One / (Vector<double>.One + e);
        return Vector.ConditionalSelect(Vector.GreaterThanOrEqual(score, Vector<double>.Zero), share, e * share);
    }

    /// <summary>e^x for x in -700 .. 0.</summary>
    private static Vector<double> Exp(Vector<double> x)
    {
        var rounded = x * Log2E + new Vector<double>(Rounder);
        var k = rounded - new Vector<double>(Rounder);
        var r = x - k * Ln2High - k * Ln2Low;
        var p = new Vector<double>(1.0 / 40320);
        p = p * r + new Vector<double>(1.0 / 5040);
        p = p * r + new Vector<double>(1.0 / 720);
        p = p * r + new Vector<double>(1.0 / 120);
        p = p * r + new Vector<double>(1.0 / 24);
        p = p * r + new Vector<double>(1.0 / 6);
        p = p * r + new Vector<double>(0.5);
        p = Vector<double>.One + (r + r * r * p);
        return Vector.AsVectorDouble(Vector.AsVectorInt64(p) + Vector.ShiftLeft(Vector.AsVectorInt64(rounded), 52));
    }
}
