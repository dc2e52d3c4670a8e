using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Weir.Learning.Numerics;

namespace Weir.Learning.Trees;

/// <summary>
/// Sixty-four rows through a tree at once: from the leaves up, each split blends what its two sides found, by one compare
/// of bytes. A row's cost is that of the tree's splits divided by 64, and no branch depends on a row. The number of a leaf
/// beyond 255 has a second byte, blended by the few splits whose leaves differ in it.
/// </summary>
internal sealed class TreeBlocks
{
    public const int Rows = 64;
    // Beyond it a walk is quicker.
    private const int MostLeaves = 2048;
    private const int MostColumns = 500;

    // One vector a byte with its value everywhere, then those of the splits whose sides are still to be blended: low bytes, high bytes.
    private const int Bytes = 256;
    private const int Pending = 16;
    private const int Results = Bytes * Rows;
    private const int HighResults = Results + Pending * Rows;
    private const int Slots = HighResults + Pending * Rows;
    private const int HighShift = 8;

    private readonly ByteRows _rows;
    private readonly LeafSums _sums;
    private readonly Blend[] _blends;
    private readonly int[] _ends;
    private readonly double _bias;

    private TreeBlocks(TreeTable table, ByteRows rows, LeafOrder order)
    {
        (_rows, _sums, _bias) = (rows, new LeafSums(order), table.Bias);
        var blends = new List<Blend>();
        _ends = new int[table.Starts.Length];
        for (var tree = 0; tree < _ends.Length; tree++)
        {
            AppendTree(blends, table, rows, order, tree, 0);
            if (_sums.IsWide) AppendTree(blends, table, rows, order, tree, HighShift);
            _ends[tree] = blends.Count;
        }
        _blends = [.. blends];
    }

    private int ColumnBytes => 2 * _rows.Columns * Rows;

    /// <summary>Null for trees of more than 2,048 leaves or rows of more than 500 columns.</summary>
    public static TreeBlocks? Of(TreeTable table, ByteRows rows, LeafOrder order) =>
        order.Most <= MostLeaves && rows.Columns is > 0 and <= MostColumns ? new TreeBlocks(table, rows, order) : null;

    /// <summary>Bias plus leaf values, in the order of the trees, for rows that lie one after the other.</summary>
    public void Score(ReadOnlySpan<float> rows, int features, Span<double> scores)
    {
        var scratch = ArrayPool<byte>.Shared.Rent(Slots + ColumnBytes + CacheLine.Bytes);
        ref var slots = ref CacheLine.First(scratch);
        for (var number = 0; number < Bytes; number++) Vector512.Create((byte)number).StoreUnsafe(ref slots, (nuint)(number * Rows));
        ref var columns = ref Unsafe.Add(ref slots, Slots);
        Span<double> sums = stackalloc double[Rows];
        for (var first = 0; first < scores.Length; first += Rows)
        {
            var block = scores.Slice(first, Math.Min(Rows, scores.Length - first));
            Read(rows.Slice(first * features, block.Length * features), features, ref columns);
            Sum(ref slots, ref columns, sums);
            _sums.CopyTo(sums, block);
        }
        ArrayPool<byte>.Shared.Return(scratch);
    }

    /// <summary>Bytes of all columns for missing values that go left, then those for missing values that go right.</summary>
    private void Read(ReadOnlySpan<float> rows, int features, ref byte columns)
    {
        ulong missing = 0;
        for (var i = 0; i * features < rows.Length; i++)
            if (_rows.Write(rows.Slice(i * features, features), ref Unsafe.Add(ref columns, i), Rows)) missing |= 1UL << i;
        ref var right = ref Unsafe.Add(ref columns, ColumnBytes / 2);
        Unsafe.CopyBlock(ref right, ref columns, (uint)ColumnBytes / 2);
        for (var i = 0; missing != 0; i++, missing >>= 1)
            if ((missing & 1) != 0) _rows.MarkMissing(rows.Slice(i * features, features), ref Unsafe.Add(ref right, i), Rows);
    }

    private void Sum(ref byte slots, ref byte columns, Span<double> sums)
    {
        sums.Fill(_bias);
        for (int tree = 0, start = 0; tree < _ends.Length; start = _ends[tree++])
        {
            Run(_blends.AsSpan(start, _ends[tree] - start), ref slots, ref columns);
            _sums.Add(tree, ref Unsafe.Add(ref slots, Results), ref Unsafe.Add(ref slots, HighResults), ref sums[0]);
        }
    }

    // A method of its own: inside the loop over trees its few variables would not stay in registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Run(ReadOnlySpan<Blend> blends, ref byte slots, ref byte columns)
    {
        foreach (ref readonly var blend in blends)
        {
            var right = Vector512.GreaterThan(Vector512.LoadUnsafe(ref columns, blend.Column), Vector512.Create(blend.Rank));
            var found = Vector512.ConditionalSelect(right, Vector512.LoadUnsafe(ref slots, blend.Right), Vector512.LoadUnsafe(ref slots, blend.Left));
            found.StoreUnsafe(ref slots, blend.To);
        }
    }

    /// <summary>Appends what finds one byte of the numbers of a tree's leaves.</summary>
    private static void AppendTree(List<Blend> blends, TreeTable table, ByteRows rows, LeafOrder order, int tree, int shift)
    {
        var (root, to) = (table.Starts[tree], shift == 0 ? Results : HighResults);
        var count = blends.Count;
        var found = Append(blends, table, rows, order, root, shift, to);
        // All leaves have it: it is copied.
        if (blends.Count == count) blends.Add(new Blend { Rank = ByteRows.Missing, Left = found, Right = found, To = (ushort)to });
    }

    /// <summary>Appends a subtree whose result goes to a slot; returns the offset of the result.</summary>
    private static ushort Append(List<Blend> blends, TreeTable table, ByteRows rows, LeafOrder order, int node, int shift, int to)
    {
        var leaf = order.First[node];
        if (leaf >> shift == (leaf + order.Count[node] - 1) >> shift) return (ushort)((leaf >> shift & (Bytes - 1)) * Rows);
        var (left, right) = (table.Left[node], table.Left[node] + 1);
        // The larger side first: then log2 of the leaves is depth enough.
        var leftFirst = order.Count[left] >= order.Count[right];
        var first = Append(blends, table, rows, order, leftFirst ? left : right, shift, to);
        var second = Append(blends, table, rows, order, leftFirst ? right : left, shift, to + Rows);
        blends.Add(new Blend
        {
            Column = (ushort)((rows.Column[node] + (table.MissingLeft[node] != 0 ? 0 : rows.Columns)) * Rows),
            Left = leftFirst ? first : second,
            Right = leftFirst ? second : first,
            To = (ushort)to,
            Rank = rows.Rank[node],
        });
        return (ushort)to;
    }

    /// <summary>One split: byte offsets of its column, its sides and its result.</summary>
    private struct Blend
    {
        public ushort Column;
        public ushort Left;
        public ushort Right;
        public ushort To;
        public byte Rank;
    }
}
