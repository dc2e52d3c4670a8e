using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Weir.Learning.Numerics;

namespace Weir.Learning.Trees;

/// <summary>
/// One row through 64 trees at once, without a walk (after QuickScorer, Lucchese et al. 2015): every split that sends the
/// row right rules out the leaves on its left; the first leaf that is left over is the row's. A tree is a byte lane; leaves
/// are ruled out in words of sixteen, each with the splits that reach into it.
/// </summary>
internal sealed class TreeLanes
{
    public const int Lanes = 64;
    private const int WordLeaves = 16;
    private const int MostColumns = 128;
    private const int MostLeaves = 256;
    private const int MostTrees = 4096;
    private const int StepBytes = 4 * Lanes;

    // A byte with one bit set, without its highest: the number of that bit.
    private static readonly Vector512<byte> BitBelow64 = BitTable(0);
    private static readonly Vector512<byte> BitFrom64 = BitTable(64);

    private readonly byte[] _steps;
    private readonly int[] _counts;
    private readonly int _words;

    private TreeLanes(TreeTable table, ByteRows rows, LeafOrder order)
    {
        Groups = (table.Starts.Length + Lanes - 1) / Lanes;
        _words = (order.Most + WordLeaves - 1) / WordLeaves;
        _counts = new int[Groups * _words];
        var steps = new List<byte>();
        for (var group = 0; group < Groups; group++)
        {
            var splits = Splits(table, order, group);
            // The last word comes first: an earlier leaf that is left over takes precedence.
            for (var word = _words - 1; word >= 0; word--)
            {
                var count = Enumerable.Range(0, Lanes).Max(lane => splits[word * Lanes + lane].Count);
                for (var step = 0; step < count; step++) AppendStep(steps, table, rows, order, splits, word, step);
                _counts[group * _words + _words - 1 - word] = count;
            }
        }
        _steps = CacheLine.Copy<byte>(CollectionsMarshal.AsSpan(steps));
    }

    /// <summary>How many times 64 trees.</summary>
    public int Groups { get; }

    /// <summary>Null where the processor or the trees do not allow it: more than 128 columns, 256 leaves or 4,096 trees.</summary>
    public static TreeLanes? Of(TreeTable table, ByteRows rows, LeafOrder order) =>
        Avx512Vbmi.IsSupported && rows.Columns <= MostColumns && order.Most is > 0 and <= MostLeaves && table.Starts.Length <= MostTrees ? new TreeLanes(table, rows, order) : null;

    /// <summary>Finds the leaf of every tree.</summary>
    /// <param name="rows">What made the model's bytes.</param>
    /// <param name="row">One row.</param>
    /// <param name="leaves">64 bytes a group; takes the leaves in the <see cref="LeafOrder"/> of their trees.</param>
    public void Find(ByteRows rows, ReadOnlySpan<float> row, Span<byte> leaves)
    {
        Span<byte> bytes = stackalloc byte[2 * MostColumns];
        var missing = rows.Write(row, ref bytes[0], 1);
        if (missing)
        {
            bytes[..MostColumns].CopyTo(bytes[MostColumns..]);
            rows.MarkMissing(row, ref bytes[MostColumns], 1);
        }
        ref var step = ref CacheLine.First(_steps);
        for (var group = 0; group < Groups; group++)
        {
            var found = Vector512<byte>.Zero;
            for (var word = 0; word < _words; word++)
            {
                var count = _counts[group * _words + word];
                var (low, high) = missing ? RuledOutWithMissing(ref bytes[0], ref step, count) : RuledOut(ref bytes[0], ref step, count);
                var first = (byte)((_words - 1 - word) * WordLeaves);
                found = FirstLeft(~high, (byte)(first + 8), found);
                found = FirstLeft(~low, first, found);
                step = ref Unsafe.Add(ref step, count * StepBytes);
            }
            found.CopyTo(leaves[(group * Lanes)..]);
        }
    }

    /// <summary>Low and high eight leaves of a word.</summary>
    private static (Vector512<byte> Low, Vector512<byte> High) RuledOut(ref byte bytes, ref byte step, int count)
    {
        var (a, b) = (Vector512.LoadUnsafe(ref bytes), Vector512.LoadUnsafe(ref bytes, Lanes));
        var (low, high) = (Vector512<byte>.Zero, Vector512<byte>.Zero);
        for (; count > 0; count--)
        {
            var values = Avx512Vbmi.PermuteVar64x8x2(a, Vector512.LoadUnsafe(ref step), b);
            var right = Vector512.GreaterThan(values, Vector512.LoadUnsafe(ref step, Lanes));
            low |= right & Vector512.LoadUnsafe(ref step, 2 * Lanes);
            high |= right & Vector512.LoadUnsafe(ref step, 3 * Lanes);
            step = ref Unsafe.Add(ref step, StepBytes);
        }
        return (low, high);
    }

    /// <summary>The same, with other bytes for the splits at which missing values go right.</summary>
    private static (Vector512<byte> Low, Vector512<byte> High) RuledOutWithMissing(ref byte bytes, ref byte step, int count)
    {
        var (a, b) = (Vector512.LoadUnsafe(ref bytes), Vector512.LoadUnsafe(ref bytes, Lanes));
        var (c, d) = (Vector512.LoadUnsafe(ref bytes, 2 * Lanes), Vector512.LoadUnsafe(ref bytes, 3 * Lanes));
        var (low, high) = (Vector512<byte>.Zero, Vector512<byte>.Zero);
        for (; count > 0; count--)
        {
            var columns = Vector512.LoadUnsafe(ref step);
            var goesRight = Vector512.GreaterThanOrEqual(columns, Vector512.Create((byte)MostColumns));
            var values = Vector512.ConditionalSelect(goesRight, Avx512Vbmi.PermuteVar64x8x2(c, columns, d), Avx512Vbmi.PermuteVar64x8x2(a, columns, b));
            var right = Vector512.GreaterThan(values, Vector512.LoadUnsafe(ref step, Lanes));
            low |= right & Vector512.LoadUnsafe(ref step, 2 * Lanes);
            high |= right & Vector512.LoadUnsafe(ref step, 3 * Lanes);
            step = ref Unsafe.Add(ref step, StepBytes);
        }
        return (low, high);
    }

    /// <summary>The lowest leaf that is left, where there is one, else what was found before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> FirstLeft(Vector512<byte> left, byte first, Vector512<byte> before)
    {
        var bit = Avx512Vbmi.PermuteVar64x8x2(BitBelow64, left & (Vector512<byte>.Zero - left), BitFrom64);
        return Vector512.ConditionalSelect(Vector512.Equals(left, Vector512<byte>.Zero), before, bit + Vector512.Create(first));
    }

    private static Vector512<byte> BitTable(int from)
    {
        var table = new byte[Lanes];
        for (var bit = 0; bit < 8; bit++)
            if ((1 << bit & 127) - from is >= 0 and < Lanes and var at) table[at] = (byte)bit;
        return Vector512.Create(table);
    }

    /// <summary>For each word and each of the group's trees the splits that rule out leaves of the word.</summary>
    private List<int>[] Splits(TreeTable table, LeafOrder order, int group)
    {
        var splits = new List<int>[_words * Lanes];
        for (var i = 0; i < splits.Length; i++) splits[i] = [];
        for (var tree = group * Lanes; tree < Math.Min(table.Starts.Length, (group + 1) * Lanes); tree++)
        {
            for (var node = table.Starts[tree]; node < table.End(tree); node++)
            {
                if (table.Left[node] < 0) continue;
                var (first, count) = (order.First[table.Left[node]], order.Count[table.Left[node]]);
                for (var word = first / WordLeaves; word <= (first + count - 1) / WordLeaves; word++) splits[word * Lanes + tree % Lanes].Add(node);
            }
        }
        return splits;
    }

    /// <summary>Column, rank, and the leaves ruled out in low and high half of the word; a tree without a split here is never sent right.</summary>
    private static void AppendStep(List<byte> steps, TreeTable table, ByteRows rows, LeafOrder order, List<int>[] splits, int word, int step)
    {
        Span<byte> bytes = stackalloc byte[StepBytes];
        bytes.Clear();
        bytes.Slice(Lanes, Lanes).Fill(ByteRows.Missing);
        for (var lane = 0; lane < Lanes; lane++)
        {
            if (step >= splits[word * Lanes + lane].Count) continue;
            var node = splits[word * Lanes + lane][step];
            var leaves = RuledOutBy(table, order, node, word * WordLeaves);
            bytes[lane] = (byte)(rows.Column[node] + (table.MissingLeft[node] != 0 ? 0 : MostColumns));
            bytes[Lanes + lane] = rows.Rank[node];
            bytes[2 * Lanes + lane] = (byte)leaves;
            bytes[3 * Lanes + lane] = (byte)(leaves >> 8);
        }
        steps.AddRange(bytes);
    }

    /// <summary>The leaves below a split's left child, as bits of a word.</summary>
    private static int RuledOutBy(TreeTable table, LeafOrder order, int node, int firstLeaf)
    {
        var left = table.Left[node];
        var from = Math.Clamp(order.First[left] - firstLeaf, 0, WordLeaves);
        var to = Math.Clamp(order.First[left] + order.Count[left] - firstLeaf, 0, WordLeaves);
        return (1 << to) - (1 << from);
    }
}
