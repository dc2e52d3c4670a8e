namespace Weir.Learning.Explaining;

/// <summary>Gauss's quadrature: n points integrate polynomials up to degree 2 n - 1 exactly.</summary>
internal static class GaussLegendre
{
    /// <summary>Points and weights on 0 .. 1.</summary>
    public static (double[] At, double[] Weight) Unit(int n)
    {
        var (at, weight) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var x = Math.Cos(Math.PI * (i + 0.75) / (n + 0.5));
            var slope = 0.0;
            // Newton's steps double the digits; six are more than enough from this start.
            for (var step = 0; step < 6; step++)
            {
                var (value, before) = Legendre(n, x);
                slope = n * (x * value - before) / (x * x - 1);
                x -= value / slope;
            }
            at[i] = (1 - x) / 2;
            weight[i] = 1 / ((1 - x * x) * slope * slope);
        }
        return (at, weight);
    }

    /// <summary>The polynomials of degree n and n - 1.</summary>
    private static (double Value, double Before) Legendre(int n, double x)
    {
        var (value, before) = (1.0, 0.0);
        for (var k = 1; k <= n; k++) (value, before) = (((2 * k - 1) * x * value - (k - 1) * before) / k, value);
        return (value, before);
    }
}
