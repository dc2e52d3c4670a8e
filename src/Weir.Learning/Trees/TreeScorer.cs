using System.Buffers;

namespace Weir.Learning.Trees;

/// <summary>Scores rows by the quickest of three ways that agree to the last bit: in blocks, by lanes, by a walk.</summary>
internal sealed class TreeScorer
{
    private const int MostOnStack = 512;
    private const int FewRows = 12;
    private const int TileKeys = 1 << 16;
    private const int MostTileRows = 256;

    private readonly TreeTable _table;
    private readonly int _features;
    private readonly PackedTrees _walk;
    private readonly ByteRows _bytes;
    private readonly TreeLanes? _lanes;
    private readonly TreeBlocks? _blocks;

    public TreeScorer(TreeTable table)
    {
        (_table, _features) = (table, table.FeatureCount);
        _walk = new PackedTrees(table);
        _bytes = new ByteRows(table);
        Order = new LeafOrder(table);
        _lanes = TreeLanes.Of(table, _bytes, Order);
        _blocks = TreeBlocks.Of(table, _bytes, Order);
    }

    /// <summary>The leaves of the trees.</summary>
    public LeafOrder Order { get; }

    /// <summary>Bias plus leaf values, in the order of the trees.</summary>
    public double Score(ReadOnlySpan<float> row) => _lanes != null ? ByLanes(row) : Walk(row);

    /// <summary>The same for rows that lie one after the other.</summary>
    public void Score(ReadOnlySpan<float> rows, Span<double> scores)
    {
        if (_blocks == null && _lanes == null && scores.Length > 1)
        {
            WalkMany(rows, scores);
            return;
        }

        // A block costs the same however few its rows are.
        var rest = scores.Length % TreeBlocks.Rows;
        var single = _blocks == null ? scores.Length : rest <= FewRows ? rest : 0;
        _blocks?.Score(rows[..^(single * _features)], _features, scores[..^single]);
        for (var i = scores.Length - single; i < scores.Length; i++) scores[i] = Score(rows.Slice(i * _features, _features));
    }

    /// <summary>The node walk, on any processor and for any trees.</summary>
    public double Walk(ReadOnlySpan<float> row)
    {
        if (row.Length > MostOnStack) return WalkPooled(row);
        Span<int> keys = stackalloc int[2 * row.Length];
        RowKeys.Write(row, keys);
        return _walk.Sum(keys);
    }

    /// <summary>The place in <see cref="Order"/> of the leaf that the row reaches in each tree.</summary>
    public void Leaves(ReadOnlySpan<float> row, Span<int> leaves)
    {
        if (_lanes == null)
        {
            for (var tree = 0; tree < leaves.Length; tree++) leaves[tree] = Order.Start[tree] + Order.First[_table.Leaf(tree, row)];
            return;
        }
        Span<byte> found = stackalloc byte[_lanes.Groups * TreeLanes.Lanes];
        _lanes.Find(_bytes, row, found);
        for (var tree = 0; tree < leaves.Length; tree++) leaves[tree] = Order.Start[tree] + found[tree];
    }

    private double ByLanes(ReadOnlySpan<float> row)
    {
        Span<byte> found = stackalloc byte[_lanes!.Groups * TreeLanes.Lanes];
        _lanes.Find(_bytes, row, found);
        var (sum, starts, values) = (_table.Bias, Order.Start, Order.Values);
        for (var tree = 0; tree < starts.Length; tree++) sum += values[starts[tree] + found[tree]];
        return sum;
    }

    // Large trees: the rows of a tile pass through a few of them at a time.
    private void WalkMany(ReadOnlySpan<float> rows, Span<double> scores)
    {
        var tile = Math.Clamp(TileKeys / Math.Max(1, 2 * _features), 1, MostTileRows);
        var keys = ArrayPool<int>.Shared.Rent(tile * 2 * _features);
        for (var from = 0; from < scores.Length; from += tile)
        {
            var part = scores[from..Math.Min(scores.Length, from + tile)];
            for (var i = 0; i < part.Length; i++) RowKeys.Write(rows.Slice((from + i) * _features, _features), keys.AsSpan(i * 2 * _features, 2 * _features));
            _walk.Sum(keys.AsSpan(0, part.Length * 2 * _features), part);
        }

        ArrayPool<int>.Shared.Return(keys);
    }

    private double WalkPooled(ReadOnlySpan<float> row)
    {
        var keys = ArrayPool<int>.Shared.Rent(2 * row.Length);
        RowKeys.Write(row, keys);
        var sum = _walk.Sum(keys);
        ArrayPool<int>.Shared.Return(keys);
        return sum;
    }
}
