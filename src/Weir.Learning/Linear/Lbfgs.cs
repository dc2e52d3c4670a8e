namespace Weir.Learning.Linear;

/// <summary>
/// L-BFGS (Nocedal 1980) for smooth convex functions: the last ten steps stand for the curvature; a step is halved, or cut
/// to the minimum of the parabola through what is known, until the function falls enough (Armijo). Sequential, deterministic.
/// </summary>
internal sealed class Lbfgs
{
    private const int Memory = 10;
    private const int MostTrials = 30;
    private const double SufficientDecrease = 1e-4;
    private const double LeastDecrease = 1e-13;

    private readonly List<(double[] Step, double[] Change, double Inverse)> _pairs = [];

    private readonly Action<double[]>? _inverse;

    private Lbfgs(Action<double[]>? inverse) => _inverse = inverse;

    /// <summary>Moves <paramref name="x"/> to the minimum; <paramref name="evaluate"/> gives the value and fills the gradient.</summary>
    /// <param name="evaluate">The function.</param>
    /// <param name="x">Where to begin; where it ended.</param>
    /// <param name="mostSteps">Stop after so many steps.</param>
    /// <param name="tolerance">Stop when no component of the gradient is larger; also when the function falls by less than rounding.</param>
    /// <param name="inverse">Multiplies a gradient by a guess of the inverse second derivatives; null for none.</param>
    /// <param name="ct">Checked at every step.</param>
    /// <returns>Steps taken.</returns>
    public static int Minimise(
        Func<double[], double[], double> evaluate, double[] x, int mostSteps, double tolerance, Action<double[]>? inverse, CancellationToken ct)
    {
        var memory = new Lbfgs(inverse);
        var (gradient, next, nextGradient) = (new double[x.Length], new double[x.Length], new double[x.Length]);
        var value = evaluate(x, gradient);
        for (var step = 0; step < mostSteps; step++)
        {
            ct.ThrowIfCancellationRequested();
            if (Largest(gradient) <= tolerance) return step;
            var direction = memory.Direction(gradient);
            var slope = Dot(direction, gradient);
            var size = step == 0 && inverse is null ? Math.Min(1, 1 / Largest(gradient)) : 1;
            var found = double.NaN;
            for (var trial = 0; trial < MostTrials; trial++)
            {
                for (var i = 0; i < x.Length; i++) next[i] = x[i] + size * direction[i];
                found = evaluate(next, nextGradient);
                if (found <= value + SufficientDecrease * size * slope) break;
                size = Shorter(size, slope, found - value);
                found = double.NaN;
            }
            // Nothing lower is to be found along a direction of descent: the rounding of the function is reached.
            if (double.IsNaN(found)) return step;
            var isFlat = value - found <= LeastDecrease * Math.Abs(found);
            memory.Remember(x, next, gradient, nextGradient);
            next.CopyTo(x, 0);
            nextGradient.CopyTo(gradient, 0);
            value = found;
            if (isFlat) return step + 1;
        }
        return mostSteps;
    }

    /// <summary>Minus the inverse curvature times the gradient, by the two loops of the paper.</summary>
    private double[] Direction(double[] gradient)
    {
        var direction = Array.ConvertAll(gradient, g => -g);
        Span<double> shares = stackalloc double[Memory];
        for (var k = _pairs.Count - 1; k >= 0; k--)
        {
            shares[k] = _pairs[k].Inverse * Dot(_pairs[k].Step, direction);
            Add(direction, _pairs[k].Change, -shares[k]);
        }
        if (_inverse is not null) _inverse(direction);
        else if (_pairs.Count > 0)
        {
            var (_, change, inverse) = _pairs[^1];
            var scale = 1 / (inverse * Dot(change, change));
            for (var i = 0; i < direction.Length; i++) direction[i] *= scale;
        }
        for (var k = 0; k < _pairs.Count; k++)
            Add(direction, _pairs[k].Step, shares[k] - _pairs[k].Inverse * Dot(_pairs[k].Change, direction));
        return direction;
    }

    private void Remember(double[] x, double[] next, double[] gradient, double[] nextGradient)
    {
        var (step, change) = (new double[x.Length], new double[x.Length]);
        for (var i = 0; i < x.Length; i++) (step[i], change[i]) = (next[i] - x[i], nextGradient[i] - gradient[i]);
        var curvature = Dot(step, change);
        // A pair without positive curvature is rounding noise and would turn the direction uphill.
        if (!(curvature > 1e-14 * Dot(change, change))) return;
        if (_pairs.Count == Memory) _pairs.RemoveAt(0);
        _pairs.Add((step, change, 1 / curvature));
    }

    private static double Shorter(double size, double slope, double rise)
    {
        var parabola = -0.5 * slope * size * size / (rise - slope * size);
        return double.IsFinite(parabola) ? Math.Clamp(parabola, 0.1 * size, 0.5 * size) : 0.5 * size;
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static void Add(double[] to, double[] what, double times)
    {
        for (var i = 0; i < to.Length; i++) to[i] += times * what[i];
    }

    private static double Largest(double[] values)
    {
        var largest = 0.0;
        foreach (var value in values) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
