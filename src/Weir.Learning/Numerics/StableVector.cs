using System.Runtime.Intrinsics;

namespace Weir.Learning.Numerics;

/// <summary>
/// The logistic functions of <see cref="StableMath"/>, eight at a time and equal to it to the last bit: the same operations
/// in the same order, without fused steps.
/// </summary>
internal static class StableVector
{
    private const int Lanes = 8;

    /// <summary>
    /// For each margin x with label y (0 or 1): <paramref name="residuals"/> = weight * (sigmoid(x) - y). Returns the sum of
    /// weight * loss, added up in eight fixed lanes.
    /// </summary>
    public static double Logistic(
        ReadOnlySpan<double> margins, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights, Span<double> residuals)
    {
        var sum = Vector512<double>.Zero;
        var whole = margins.Length - margins.Length % Lanes;
        for (var i = 0; i < whole; i += Lanes)
        {
            var loss = Step(Vector512.Create(margins[i..]), Vector512.Create(labels[i..]), Vector512.Create(weights[i..]), out var residual);
            residual.CopyTo(residuals[i..]);
            sum += loss;
        }
        if (whole < margins.Length) sum += Rest(margins[whole..], labels[whole..], weights[whole..], residuals[whole..]);
        return Total(sum);
    }

    /// <summary>The lanes in one fixed order.</summary>
    public static double Total(Vector512<double> lanes)
    {
        var half = lanes.GetLower() + lanes.GetUpper();
        var quarter = half.GetLower() + half.GetUpper();
        return quarter[0] + quarter[1];
    }

    private static Vector512<double> Rest(
        ReadOnlySpan<double> margins, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights, Span<double> residuals)
    {
        Span<double> padded = stackalloc double[4 * Lanes];
        padded.Clear();
        margins.CopyTo(padded);
        labels.CopyTo(padded[Lanes..]);
        weights.CopyTo(padded[(2 * Lanes)..]);
        var loss = Step(Vector512.Create<double>(padded), Vector512.Create<double>(padded[Lanes..]), Vector512.Create<double>(padded[(2 * Lanes)..]), out var residual);
        residual.CopyTo(padded[(3 * Lanes)..]);
        padded.Slice(3 * Lanes, margins.Length).CopyTo(residuals);
        return loss;
    }

    private static Vector512<double> Step(Vector512<double> x, Vector512<double> y, Vector512<double> weight, out Vector512<double> residual)
    {
        // e^-|x| serves both: sigmoid(|x|) = 1 / (1 + e), sigmoid(-|x|) = e / (1 + e), softplus(x) = max(x, 0) + log(1 + e).
        var e = Exp(-Vector512.Abs(x));
        var positive = Vector512.GreaterThanOrEqual(x, Vector512<double>.Zero);
        var sigmoid = Vector512.ConditionalSelect(positive, Vector512<double>.One, e) / (Vector512<double>.One + e);
        residual = (sigmoid - y) * weight;
        var margin = Vector512.ConditionalSelect(Vector512.Equals(y, Vector512<double>.Zero), x, -x);
        return weight * (Vector512.ConditionalSelect(Vector512.GreaterThan(margin, Vector512<double>.Zero), margin, Vector512<double>.Zero) + Log1p(e));
    }

    /// <summary>e^x for x up to 0; 0 below -708, where <see cref="StableMath.Exp"/> still knows subnormal numbers.</summary>
    private static Vector512<double> Exp(Vector512<double> x)
    {
        var k = Vector512.Floor(x * Vector512.Create(1.4426950408889634) + Vector512.Create(0.5));
        var r = x - k * Vector512.Create(6.93147180369123816490e-01) - k * Vector512.Create(1.90821492927058770002e-10);
        var p = r * Vector512.Create(1.0 / 6227020800) + Vector512.Create(1.0 / 479001600);
        p = p * r + Vector512.Create(1.0 / 39916800);
        p = p * r + Vector512.Create(1.0 / 3628800);
        p = p * r + Vector512.Create(1.0 / 362880);
        p = p * r + Vector512.Create(1.0 / 40320);
        p = p * r + Vector512.Create(1.0 / 5040);
        p = p * r + Vector512.Create(1.0 / 720);
        p = p * r + Vector512.Create(1.0 / 120);
        p = p * r + Vector512.Create(1.0 / 24);
        p = p * r + Vector512.Create(1.0 / 6);
        p = p * r + Vector512.Create(0.5);
        var value = Vector512<double>.One + (r + r * r * p);
        var power = Vector512.ShiftLeft(Vector512.ConvertToInt64(k) + Vector512.Create(1023L), 52).AsDouble();
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(-708.0)), Vector512<double>.Zero, value * power);
    }

    /// <summary>log(1 + e) for e in 0 .. 1, by the cases of <see cref="StableMath.Log1p"/>.</summary>
    private static Vector512<double> Log1p(Vector512<double> e)
    {
        var m = Vector512<double>.One + e;
        var isLarge = Vector512.GreaterThan(m, Vector512.Create(1.4142135623730951));
        var near = Vector512.LessThan(e, Vector512.Create(0.25));
        var reduced = Vector512.ConditionalSelect(isLarge, m * 0.5, m) - Vector512<double>.One;
        var log = LogNearOne(Vector512.ConditionalSelect(near, e, reduced));
        var shifted = Vector512.Create(6.93147180369123816490e-01) + (log + Vector512.Create(1.90821492927058770002e-10));
        // 1 + e = 2 is halved like everything above the root of 2.
        return Vector512.ConditionalSelect(isLarge, shifted, log);
    }

    private static Vector512<double> LogNearOne(Vector512<double> f)
    {
        var s = f / (Vector512.Create(2.0) + f);
        var t = s * s;
        var p = Vector512.Create(1.0 / 25);
        for (var d = 23; d >= 3; d -= 2) p = p * t + Vector512.Create(1.0 / d);
        return Vector512.Create(2.0) * s + Vector512.Create(2.0) * s * t * p;
    }
}
