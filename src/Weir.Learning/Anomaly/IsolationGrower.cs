using System.Numerics;
using Weir.Learning.Numerics;

namespace Weir.Learning.Anomaly;

/// <summary>
/// Grows one isolation tree, level by level: in each node a few features that vary there, each scaled to one deviation and
/// weighted at random, cut anywhere between the ends of their sum.
/// </summary>
internal sealed class IsolationGrower
{
    private readonly Dataset _data;
    private readonly List<(int Depth, int Start, int Count)> _nodes = [];
    private readonly int[] _rows;
    private readonly double[] _sums;
    private readonly int[] _order;
    private readonly IsolationTerm[] _cut;
    private readonly int _deepest;
    private Xoshiro256 _random;

    public IsolationGrower(Dataset data, int termsOfCut, int drawn, ulong seed)
    {
        (_data, _random) = (data, new Xoshiro256(seed));
        var rows = new SortedSet<int>();
        while (rows.Count < drawn) rows.Add(_random.NextInt(data.Rows));
        _rows = [.. rows];
        _sums = new double[drawn];
        _order = [.. Enumerable.Range(0, data.FeatureCount)];
        _cut = new IsolationTerm[termsOfCut];
        _deepest = BitOperations.Log2((uint)drawn - 1) + 1;
    }

    /// <summary>By node: the first of its two children, counted from the root, or -1.</summary>
    public List<int> Left { get; } = [];

    /// <summary>By node: the threshold, or the path length.</summary>
    public List<double> Value { get; } = [];

    /// <summary>Those of one cut together, cuts in the order of their nodes.</summary>
    public List<IsolationTerm> Terms { get; } = [];

    public void Grow()
    {
        _nodes.Add((0, 0, _rows.Length));
        for (var i = 0; i < _nodes.Count; i++)
        {
            var (depth, start, count) = _nodes[i];
            if (depth == _deepest || !TryCut(start, count, out var threshold))
            {
                Left.Add(-1);
                Value.Add(depth + IsolationForestTrainer.UsualPath(count));
                continue;
            }
            Left.Add(_nodes.Count);
            Value.Add(threshold);
            Terms.AddRange(_cut);
            var left = Divide(start, count, threshold);
            _nodes.Add((depth + 1, start, left));
            _nodes.Add((depth + 1, start + left, count - left));
        }
    }

    /// <summary>Draws features until enough of them vary in the node; terms that are left over have no weight.</summary>
    private bool TryCut(int start, int count, out double threshold)
    {
        Array.Clear(_cut);
        var sums = _sums.AsSpan(start, count);
        sums.Clear();
        for (int i = 0, drawn = 0; i < _order.Length && drawn < _cut.Length && count > 1; i++)
        {
            var j = i + _random.NextInt(_order.Length - i);
            (_order[i], _order[j]) = (_order[j], _order[i]);
            if (Term(_order[i], _rows.AsSpan(start, count)) is not { } term) continue;
            _cut[drawn++] = term;
            for (var k = 0; k < count; k++) sums[k] += term.Of(_data.Columns[term.Feature][_rows[start + k]]);
        }
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var sum in sums) (low, high) = (Math.Min(low, sum), Math.Max(high, sum));
        threshold = low + _random.NextDouble() * (high - low);
        if (!(threshold < high)) threshold = low;
        return low < high;
    }

    /// <summary>The feature with its mean in the node and a weight of -1 to 1 deviations; null where it does not vary.</summary>
    private IsolationTerm? Term(int feature, ReadOnlySpan<int> rows)
    {
        var column = _data.Columns[feature];
        double sum = 0, squares = 0, seen = 0;
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var row in rows)
        {
            var value = Math.Clamp(column[row], float.MinValue, float.MaxValue);
            if (float.IsNaN(value)) continue;
            sum += value;
            seen++;
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }
        if (!(low < high)) return null;
        var center = (float)(sum / seen);
        foreach (var row in rows)
        {
            var above = new IsolationTerm(feature, center, 1).Of(column[row]);
            squares += above * above;
        }
        return new IsolationTerm(feature, center, (2 * _random.NextDouble() - 1) / Math.Sqrt(squares / seen));
    }

    /// <summary>Moves rows whose sum is up to the threshold before the others; returns how many.</summary>
    private int Divide(int start, int count, double threshold)
    {
        var (rows, sums) = (_rows[start..(start + count)], _sums[start..(start + count)]);
        var left = start;
        for (var i = 0; i < count; i++)
            if (sums[i] <= threshold) _rows[left++] = rows[i];
        var right = left;
        for (var i = 0; i < count; i++)
            if (!(sums[i] <= threshold)) _rows[right++] = rows[i];
        return left - start;
    }
}
