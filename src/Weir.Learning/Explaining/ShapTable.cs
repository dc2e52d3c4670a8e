using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Weir.Learning.Numerics;
using Weir.Learning.Trees;

namespace Weir.Learning.Explaining;

/// <summary>
/// What exact Shapley values need to know of the trees, and their computation. The weights of all subsets are an integral
/// over u in 0 .. 1 of products, a factor a feature on the way to a leaf: u + (1 - u) z where the row goes that way, else
/// (1 - u) z, z being the share of rows that do. These are polynomials, so Gauss's quadrature is exact. One walk down
/// carries the products, one up the mean values below, at eight points at once (after Linear TreeSHAP, Yu et al. 2022).
/// </summary>
internal sealed class ShapTable
{
    private const int Points = 8;
    private const int Room = CacheLine.Bytes / sizeof(double);

    private readonly TreeTable _table;
    private readonly ShapSplits _splits;
    private readonly double[][] _rules;
    private readonly double _expected;
    private readonly int _mostNodes;

    public ShapTable(TreeTable table)
    {
        _table = table;
        _splits = new ShapSplits(table);
        _rules = [.. Enumerable.Range(0, _splits.MostFeatures.Append(0).Max() / (2 * Points) + 2).Select(Rule)];
        _expected = table.Bias;
        for (var tree = 0; tree < table.Starts.Length; tree++)
        {
            _expected += table.Value[table.Starts[tree]];
            _mostNodes = Math.Max(_mostNodes, table.End(tree) - table.Starts[tree]);
        }
    }

    /// <summary>Adds the contributions of all trees; returns the bias and the mean values of the trees.</summary>
    public double Explain(ReadOnlySpan<float> row, Span<double> contributions)
    {
        var keys = ArrayPool<int>.Shared.Rent(2 * row.Length);
        var sums = ArrayPool<double>.Shared.Rent(row.Length * Points + Room);
        var nodes = ArrayPool<double>.Shared.Rent(3 * _mostNodes * Points + Room);
        var flags = ArrayPool<byte>.Shared.Rent(2 * (_mostNodes + 1));
        RowKeys.Write(row, keys);
        // Found once: an array that is moved meanwhile would have its line elsewhere.
        ref var sum = ref CacheLine.First(sums);
        ref var node = ref CacheLine.First(nodes);
        MemoryMarshal.CreateSpan(ref sum, row.Length * Points).Clear();
        for (var tree = 0; tree < _table.Starts.Length; tree++)
        {
            // A way with d features needs (d + 1) / 2 points.
            var chunks = (_splits.MostFeatures[tree] + 2 * Points - 1) / (2 * Points);
            for (var chunk = 0; chunk < chunks; chunk++)
                Explain(tree, keys, ref Unsafe.Add(ref CacheLine.First(_rules[chunks]), chunk * 3 * Points), ref sum, ref node, flags);
        }
        for (var i = 0; i < row.Length * Points; i++) contributions[i / Points] += Unsafe.Add(ref sum, i);
        ArrayPool<int>.Shared.Return(keys);
        ArrayPool<double>.Shared.Return(sums);
        ArrayPool<double>.Shared.Return(nodes);
        ArrayPool<byte>.Shared.Return(flags);
        return _expected;
    }

    /// <summary>So many times eight points, each eight followed by their distances to 1 and by what the contributions there count.</summary>
    private static double[] Rule(int chunks)
    {
        var (at, weight) = GaussLegendre.Unit(chunks * Points);
        var rule = new List<double>();
        foreach (var chunk in Enumerable.Range(0, chunks * Points).Chunk(Points))
            rule.AddRange([.. chunk.Select(i => at[i]), .. chunk.Select(i => 1 - at[i]), .. chunk.Select(i => weight[i] / (1 - at[i]))]);
        return CacheLine.Copy<double>(CollectionsMarshal.AsSpan(rule));
    }

    /// <summary>One tree at eight points.</summary>
    private void Explain(int tree, int[] keys, ref double points, ref double sums, ref double node, byte[] flags)
    {
        var start = _table.Starts[tree];
        var splits = _splits.Of(tree);
        var work = new ShapWork
        {
            Node = ref node,
            Branch = ref Unsafe.Add(ref node, _mostNodes * Points),
            Due = ref Unsafe.Add(ref node, 2 * _mostNodes * Points),
            Follows = ref flags[0],
            Right = ref flags[_mostNodes + 1],
        };
        Down(splits, keys, ref points, work);
        for (var i = start; i < _table.End(tree); i++)
            if (_table.Left[i] < 0) Vector512.Create(_table.Value[i]).StoreUnsafe(ref node, (nuint)((i - start) * Points));
        Up(splits, work, ref sums);
    }

    /// <summary>Products from the root down to every node; at each split the part that goes the other way, and what its feature is due.</summary>
    private static void Down(ReadOnlySpan<ShapSplit> splits, int[] keys, ref double points, ShapWork work)
    {
        var (with, without) = (Vector512.LoadUnsafe(ref points), Vector512.LoadUnsafe(ref points, Points));
        Vector512.LoadUnsafe(ref points, 2 * Points).StoreUnsafe(ref work.Node);
        work.Follows = 1;
        for (var i = 0; i < splits.Length; i++)
        {
            ref readonly var split = ref splits[i];
            var right = Unsafe.BitCast<bool, byte>(keys[split.KeyIndex] > split.Key);
            var follows = Unsafe.Add(ref work.Follows, split.Same);
            var (hot, cold) = (split.Left + right, split.Left + 1 - right);
            Unsafe.Add(ref work.Follows, hot + 1) = follows;
            Unsafe.Add(ref work.Follows, cold + 1) = 0;
            Unsafe.Add(ref work.Right, i) = right;
            // Off the way of its feature both branches only get their shares, and the feature nothing more.
            var onWay = Vector512.Create(-(long)follows).AsDouble();
            var before = without * Vector512.Create(split.Above);
            var perKnown = Vector512<double>.One / (with + before);
            var branch = Vector512.ConditionalSelect(onWay, before * perKnown, Vector512<double>.One) * Vector512.Create(split.Shares[right ^ 1]);
            var product = Vector512.LoadUnsafe(ref work.Node, (nuint)(split.Node * Points));
            var away = product * branch;
            branch.StoreUnsafe(ref work.Branch, (nuint)(i * Points));
            (away * perKnown & onWay).StoreUnsafe(ref work.Due, (nuint)(i * Points));
            away.StoreUnsafe(ref work.Node, (nuint)(cold * Points));
            (product - away).StoreUnsafe(ref work.Node, (nuint)(hot * Points));
        }
    }

    /// <summary>Mean values from the leaves up, and at each split what its feature contributes.</summary>
    private static void Up(ReadOnlySpan<ShapSplit> splits, ShapWork work, ref double sums)
    {
        for (var i = splits.Length - 1; i >= 0; i--)
        {
            ref readonly var split = ref splits[i];
            var right = Unsafe.Add(ref work.Right, i);
            var taken = Vector512.LoadUnsafe(ref work.Node, (nuint)((split.Left + right) * Points));
            var difference = taken - Vector512.LoadUnsafe(ref work.Node, (nuint)((split.Left + 1 - right) * Points));
            ref var sum = ref Unsafe.Add(ref sums, split.Feature * Points);
            (Vector512.LoadUnsafe(ref sum) + difference * Vector512.LoadUnsafe(ref work.Due, (nuint)(i * Points))).StoreUnsafe(ref sum);
            (taken - difference * Vector512.LoadUnsafe(ref work.Branch, (nuint)(i * Points))).StoreUnsafe(ref work.Node, (nuint)(split.Node * Points));
        }
    }
}

/// <summary>Room for one tree: eight numbers a node (the product above it, later the mean value below) and twice eight a split.</summary>
internal ref struct ShapWork
{
    public ref double Node;
    public ref double Branch;
    public ref double Due;

    /// <summary>Whether the row follows the way of a feature up to a node; counted from 1, the first is always set.</summary>
    public ref byte Follows;

    /// <summary>Whether the row goes right at a split.</summary>
    public ref byte Right;
}
