using System.Numerics;
using Weir.Learning.Numerics;

namespace Weir.Learning.Anomaly;

/// <summary>A node of an isolation tree; <paramref name="Left"/> is -1 at a leaf, else the first of two neighbours.</summary>
internal readonly record struct IsolationNode(int Rows, int Depth, int Feature, float Threshold, bool MissingLeft, int Left);

/// <summary>Grows one isolation tree: a random feature of those that vary in the node, cut anywhere between its ends.</summary>
internal sealed class IsolationGrower
{
    private readonly Dataset _data;
    private readonly List<IsolationNode> _nodes = [];
    private readonly int[] _rows;
    private readonly int[] _order;
    private readonly int _deepest;
    private Xoshiro256 _random;

    public IsolationGrower(Dataset data, int drawn, ulong seed)
    {
        (_data, _random) = (data, new Xoshiro256(seed));
        var rows = new SortedSet<int>();
        while (rows.Count < drawn) rows.Add(_random.NextInt(data.Rows));
        _rows = [.. rows];
        _order = [.. Enumerable.Range(0, data.FeatureCount)];
        _deepest = BitOperations.Log2((uint)drawn - 1) + 1;
    }

    public List<IsolationNode> Grow()
    {
        _nodes.Add(default);
        Grow(0, 0, 0, _rows.Length);
        return _nodes;
    }

    private void Grow(int node, int depth, int start, int count)
    {
        _nodes[node] = new IsolationNode(count, depth, -1, 0, false, -1);
        if (depth == _deepest || count < 2 || !TryCut(start, count, out var feature, out var threshold)) return;
        var (leftCount, missingLeft) = Divide(start, count, _data.Columns[feature], threshold);
        var left = _nodes.Count;
        _nodes[node] = new IsolationNode(count, depth, feature, threshold, missingLeft, left);
        _nodes.Add(default);
        _nodes.Add(default);
        Grow(left, depth + 1, start, leftCount);
        Grow(left + 1, depth + 1, start + leftCount, count - leftCount);
    }

    private bool TryCut(int start, int count, out int feature, out float threshold)
    {
        for (var i = 0; i < _order.Length; i++)
        {
            var j = i + _random.NextInt(_order.Length - i);
            (_order[i], _order[j]) = (_order[j], _order[i]);
            feature = _order[i];
            var (low, high) = Ends(_data.Columns[feature], _rows.AsSpan(start, count));
            if (!(low < high)) continue;
            var cut = (float)(low + _random.NextDouble() * ((double)high - low));
            threshold = cut < high ? cut : low;
            return true;
        }
        (feature, threshold) = (-1, 0);
        return false;
    }

    /// <summary>Lowest and highest value; infinities count as the largest numbers, missing values not at all.</summary>
    private static (float Low, float High) Ends(float[] column, ReadOnlySpan<int> rows)
    {
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var row in rows)
        {
            var value = Math.Clamp(column[row], float.MinValue, float.MaxValue);
            if (value < low) low = value;
            if (value > high) high = value;
        }
        return (low, high);
    }

    /// <summary>Moves rows up to the threshold before the others; the missing ones go with the larger part.</summary>
    private (int Left, bool MissingLeft) Divide(int start, int count, float[] column, float threshold)
    {
        var rows = _rows.AsSpan(start, count).ToArray();
        var (lefts, rights) = (rows.Count(row => column[row] <= threshold), rows.Count(row => column[row] > threshold));
        var missingLeft = lefts >= rights;
        var (left, right) = (start, start + (missingLeft ? count - rights : lefts));
        foreach (var row in rows)
        {
            var goesLeft = float.IsNaN(column[row]) ? missingLeft : column[row] <= threshold;
            _rows[goesLeft ? left++ : right++] = row;
        }
        return (left - start, missingLeft);
    }
}
