using Weir.Learning.Numerics;

namespace Weir.Learning.Linear;

/// <summary>
/// Dual coordinate descent for the linear support vector machine (Hsieh, Chang, Lin, Keerthi and Sundararajan 2008,
/// Algorithm 3): one row at a time in random order, rows that rest at a bound are left aside until the end.
/// </summary>
internal sealed class DualDescent
{
    private readonly StandardRows _rows;
    private readonly Dataset _data;
    private readonly LinearSvmParameters _p;
    private readonly double[] _alphas;
    private readonly double[] _norms;
    private readonly double[] _weights;
    private double _highest;
    private double _lowest;

    public DualDescent(StandardRows rows, Dataset data, LinearSvmParameters p)
    {
        (_rows, _data, _p) = (rows, data, p);
        _alphas = new double[data.Rows];
        _norms = new double[data.Rows];
        _weights = new double[rows.Stride];
    }

    /// <summary>The weights of the columns, then the bias, learned from these rows; the array of rows is reordered.</summary>
    public double[] Minimise(int[] rows, CancellationToken ct)
    {
        foreach (var i in rows) _norms[i] = Diagonal(i) + Square(_rows[i]);
        var random = new Xoshiro256(_p.Seed);
        var active = rows.Length;
        var (above, below) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var pass = 0; pass < _p.MaxIterations; pass++)
        {
            ct.ThrowIfCancellationRequested();
            (_highest, _lowest) = (double.NegativeInfinity, double.PositiveInfinity);
            random.Shuffle(rows.AsSpan(0, active));
            active = Pass(rows, active, above, below);
            if (_highest - _lowest > _p.Tolerance)
            {
                above = _highest > 0 ? _highest : double.PositiveInfinity;
                below = _lowest < 0 ? _lowest : double.NegativeInfinity;
                continue;
            }
            if (active == rows.Length) break;
            // What rests may have come to be wrong: once more with all.
            (active, above, below) = (rows.Length, double.PositiveInfinity, double.NegativeInfinity);
        }
        return _weights;
    }

    /// <summary>One pass over the active rows, which are the first; returns how many stay active.</summary>
    private int Pass(int[] rows, int active, double above, double below)
    {
        for (var at = 0; at < active; at++)
        {
            var i = rows[at];
            var (alpha, bound) = (_alphas[i], Bound(i));
            var sign = _data.Labels[i] == 1 ? 1 : -1;
            var gradient = sign * _rows.Dot(i, _weights) - 1 + Diagonal(i) * alpha;
            if ((alpha == 0 && gradient > above) || (alpha == bound && gradient < below))
            {
                active--;
                (rows[at], rows[active]) = (rows[active], rows[at]);
                at--;
                continue;
            }
            var projected = alpha == 0 ? Math.Min(gradient, 0) : alpha == bound ? Math.Max(gradient, 0) : gradient;
            (_highest, _lowest) = (Math.Max(_highest, projected), Math.Min(_lowest, projected));
            if (Math.Abs(projected) < 1e-12) continue;
            _alphas[i] = Math.Clamp(alpha - gradient / _norms[i], 0, bound);
            _rows.AddTo(_weights, i, (_alphas[i] - alpha) * sign);
        }
        return active;
    }

    /// <summary>What the squared loss adds to the diagonal of the dual.</summary>
    private double Diagonal(int row) => _p.Loss == SvmLoss.SquaredHinge ? 1 / (2 * _p.C * _data.Weights[row]) : 0;

    private double Bound(int row) => _p.Loss == SvmLoss.SquaredHinge ? double.PositiveInfinity : _p.C * _data.Weights[row];

    private static double Square(ReadOnlySpan<float> row)
    {
        var sum = 0.0;
        foreach (var value in row) sum += (double)value * value;
        return sum;
    }
}
