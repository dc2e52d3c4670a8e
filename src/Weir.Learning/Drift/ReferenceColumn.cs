namespace Weir.Learning.Drift;

/// <summary>
/// The values of one feature in the rows that others are compared with. A feature of few values has one bin for each and one for every
/// value never seen; another has bins of about equally many rows. Missing values (NaN) have a bin of their own. Immutable.
/// </summary>
public sealed class ReferenceColumn
{
    /// <summary>Up to so many values are told apart one by one.</summary>
    public const int MostSeparate = 20;

    private const int Bins = 10;
    private readonly float[] _values;
    private readonly double[] _weights;
    private readonly ValueIndex _index;
    private readonly double _missing;
    private readonly double _total;

    private ReferenceColumn(float[] values, double[] weights, double missing, double rows)
    {
        (_values, _weights, _missing, Rows) = (values, weights, missing, rows);
        _total = missing;
        foreach (var weight in weights) _total += weight;
        _index = new ValueIndex(values);
        Edges = IsSeparate ? [] : QuantileEdges();
    }

    /// <summary>Effective number of rows: that of equal weights which would tell as much.</summary>
    public double Rows { get; }

    /// <summary>Whether each value has a bin of its own.</summary>
    public bool IsSeparate => _values.Length <= MostSeparate;

    /// <summary>The values when each has a bin.</summary>
    internal ReadOnlySpan<float> Values => _values;

    /// <summary>Upper ends of the bins, as positions of values; the last bin is open.</summary>
    internal int[] Edges { get; }

    /// <summary>Reads a column.</summary>
    /// <param name="values">One value a row, NaN = missing.</param>
    /// <param name="weights">One a row, not negative; empty = all alike.</param>
    public static ReferenceColumn Of(ReadOnlySpan<float> values, ReadOnlySpan<double> weights = default)
    {
        var (keys, order) = (values.ToArray(), new int[values.Length]);
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(keys, order);
        var (distinct, sums) = (new List<float>(), new List<double>());
        double missing = 0, total = 0, squares = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[order[i]];
            (total, squares) = (total + weight, squares + weight * weight);
            if (float.IsNaN(keys[i])) missing += weight;
            else if (weight > 0)
            {
                // +0 and -0 are one value.
                if (distinct.Count == 0 || distinct[^1] != keys[i])
                {
                    distinct.Add(keys[i] + 0f);
                    sums.Add(0);
                }
                sums[^1] += weight;
            }
        }
        return new ReferenceColumn([.. distinct], [.. sums], missing, squares > 0 ? total * total / squares : 0);
    }

    /// <summary>Places other rows among these values.</summary>
    public ColumnCounts Count(ReadOnlySpan<float> values) => ColumnCounts.Of(_index, values);

    /// <summary>Compares them.</summary>
    public ColumnDrift Compare(ColumnCounts current)
    {
        var bins = ColumnBins.Of(this, current);
        var scale = _total > 0 ? Rows / _total : 0;
        var effect = BinDrift.Of([.. bins.Select(bin => bin.Reference * scale)], [.. bins.Select(bin => bin.Current)]);
        var (ks, chance) = KolmogorovSmirnov(current);
        return new ColumnDrift(effect, ks, chance, _total > 0 ? _missing / _total : 0, current.Rows > 0 ? (double)current.Missing / current.Rows : 0,
            [.. bins.Select(bin => new ColumnBin(bin.From, bin.To, bin.Kind, Share(bin.Reference, _total), Share(bin.Current, current.Rows)))]);
    }

    /// <summary>Counts and compares.</summary>
    public ColumnDrift Compare(ReadOnlySpan<float> values) => Compare(Count(values));

    /// <summary>Weight of the missing rows, or of those at a position.</summary>
    internal double Weight(int position) => position < 0 ? _missing : _weights[position];

    private static double Share(double part, double all) => all > 0 ? part / all : 0;

    // Both distributions step only at values of the reference or between two of them, so looking there is exact.
    private (double Distance, double Chance) KolmogorovSmirnov(ColumnCounts current)
    {
        double known = _total - _missing, seen = current.Rows - current.Missing;
        if (known <= 0 || seen <= 0) return (0, 1);
        double ours = 0, theirs = 0, largest = 0;
        for (var i = 0; i < _values.Length; i++)
        {
            theirs += current.Between(i);
            largest = Math.Max(largest, Math.Abs(ours / known - theirs / seen));
            (ours, theirs) = (ours + _weights[i], theirs + current.At(i));
            largest = Math.Max(largest, Math.Abs(ours / known - theirs / seen));
        }
        return (largest, Significance.KolmogorovSmirnov(largest, Rows * known / _total, seen));
    }

    private int[] QuantileEdges()
    {
        var (known, passed, edges) = (_total - _missing, 0.0, new List<int>());
        for (var i = 0; i < _values.Length - 1; i++)
        {
            var before = (int)(passed / known * Bins);
            // A value that fills a bin stands alone in it.
            if (_weights[i] / known >= 1.0 / Bins && i > 0 && (edges.Count == 0 || edges[^1] < i - 1)) edges.Add(i - 1);
            passed += _weights[i];
            if ((int)(passed / known * Bins) > before) edges.Add(i);
        }
        return [.. edges];
    }
}
