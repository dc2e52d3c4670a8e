using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Learning.Trees;

/// <summary>
/// Up to 16 columns row by row, so that one read brings all codes of a row, and the histograms of these columns while a
/// leaf is summed up: 256 words a column, which fit the first-level cache.
/// </summary>
internal sealed class ColumnBlock
{
    private const int Stride = BinColumn.MostCodes;
    private const int Tile = 64;
    private const int Ahead = 24;
    private const int Ways = 4;
    private const int SparseBelow = 8;

    private readonly byte[] _codes;
    private readonly int[] _slots;
    private readonly long[] _sums;
    private readonly long[] _bins = new long[Ways * Stride];
    private readonly byte[] _usedCodes;
    private readonly long[] _usedSums;
    private readonly int[] _used;
    private readonly long[] _prefix = new long[Stride + SplitSearch.Lanes];
    private readonly int[] _live;
    private readonly int _rows;
    private int _liveCount;

    public ColumnBlock(BinColumn[] columns, int firstSlot, int rows)
    {
        (Columns, _rows) = (columns, rows);
        _codes = new byte[(long)rows * columns.Length];
        _sums = new long[columns.Length * Stride];
        _usedCodes = new byte[columns.Length * Stride];
        _usedSums = new long[columns.Length * Stride];
        _used = new int[columns.Length];
        _live = [.. Enumerable.Range(0, columns.Length)];
        _slots = new int[columns.Length];
        for (var c = 0; c < columns.Length; firstSlot += SlotsOf(columns[c++])) _slots[c] = firstSlot;
        Places = [.. columns.SelectMany((column, c) => column.Members.Select(m => (m.Position, c, m.BinOf))).OrderBy(place => place.Position)];
        Interleave();
    }

    public BinColumn[] Columns { get; }

    /// <summary>The features in this block in ascending order, each with its column.</summary>
    public (int Position, int Index, byte[]? BinOf)[] Places { get; }

    /// <summary>Words of a column in a kept histogram.</summary>
    public static int SlotsOf(BinColumn column) => (column.Count + 7) & ~7;

    public int Code(int index, int row) => _codes[row * Columns.Length + index];

    public void Reorder(int[] order)
    {
        foreach (var column in Columns) column.Reorder(order);
        Interleave();
    }

    /// <summary>Columns without an active feature are left out until the next call.</summary>
    public void Select(bool[] active)
    {
        _liveCount = 0;
        for (var c = 0; c < Columns.Length; c++)
            if (Array.Exists(Columns[c].Members, m => active[m.Position])) _live[_liveCount++] = c;
    }

    /// <summary>Adds up the rows of a leaf.</summary>
    /// <param name="entries">Row and quantised derivatives (<see cref="RowPartition"/>); rows are below the matrix's.</param>
    public void Add(ReadOnlySpan<ulong> entries)
    {
        // In a small leaf rows lie far apart.
        var isSparse = (long)entries.Length * SparseBelow < _rows;
        if (_liveCount == Columns.Length) AddAll(entries, isSparse);
        else
            for (var i = 0; i < entries.Length; i += Tile) AddLive(entries.Slice(i, Math.Min(Tile, entries.Length - i)));
    }

    /// <summary>Moves the sums into the leaf's histogram and takes them off the sibling's, which held the parent's.</summary>
    public void Store(long[]? histogram, long[]? sibling)
    {
        foreach (var c in _live.AsSpan(0, _liveCount))
        {
            var sums = _sums.AsSpan(c * Stride, SlotsOf(Columns[c]));
            if (sibling != null) Subtract(sibling.AsSpan(_slots[c], sums.Length), sums);
            if (histogram != null) sums.CopyTo(histogram.AsSpan(_slots[c]));
            sums.Clear();
        }
    }

    /// <summary>The best split of a leaf on the features of this block.</summary>
    public Split Search(long[] histogram, in OpenLeaf leaf, in SplitSearch search, bool[] active, FeatureBins[] bins)
    {
        foreach (var c in _live.AsSpan(0, _liveCount))
            if (Columns[c].Members.Length > 1) ListUsed(c, histogram.AsSpan(_slots[c], Columns[c].Count));
        var best = Split.None;
        foreach (var (position, index, binOf) in Places)
        {
            if (!active[position]) continue;
            var of = bins[position];
            ReadOnlySpan<long> sums = histogram.AsSpan(_slots[index], Columns[index].Count);
            if (binOf != null) sums = Spread(index, binOf, of.Missing + 1);
            else if (sums.Length <= of.Missing) sums = Pad(sums, of.Missing + 1);
            best = search.Best(best, sums, of, position, leaf, _prefix);
        }
        return best;
    }

    /// <summary>The codes of a column that occur in the leaf, for all of its features.</summary>
    private void ListUsed(int column, ReadOnlySpan<long> sums)
    {
        var codes = _usedCodes.AsSpan(column * Stride, Stride);
        var values = _usedSums.AsSpan(column * Stride, Stride);
        var used = 0;
        for (var code = 0; code < sums.Length; code++)
        {
            codes[used] = (byte)code;
            values[used] = sums[code];
            used += Unsafe.BitCast<bool, byte>(sums[code] != 0);
        }
        _used[column] = used;
    }

    /// <summary>Sums by bin of one feature from those by code; four ways at once, as most codes fall into the same bin.</summary>
    private ReadOnlySpan<long> Spread(int column, byte[] binOf, int bins)
    {
        _bins.AsSpan(0, bins * Ways).Clear();
        ref var to = ref MemoryMarshal.GetArrayDataReference(_bins);
        ref var bin = ref MemoryMarshal.GetArrayDataReference(binOf);
        ref var code = ref _usedCodes[column * Stride];
        ref var sum = ref _usedSums[column * Stride];
        nint used = _used[column], i = 0;
        for (; i <= used - Ways; i += Ways)
        {
            Unsafe.Add(ref to, Ways * (nint)Unsafe.Add(ref bin, (nint)Unsafe.Add(ref code, i))) += Unsafe.Add(ref sum, i);
            Unsafe.Add(ref to, Ways * (nint)Unsafe.Add(ref bin, (nint)Unsafe.Add(ref code, i + 1)) + 1) += Unsafe.Add(ref sum, i + 1);
            Unsafe.Add(ref to, Ways * (nint)Unsafe.Add(ref bin, (nint)Unsafe.Add(ref code, i + 2)) + 2) += Unsafe.Add(ref sum, i + 2);
            Unsafe.Add(ref to, Ways * (nint)Unsafe.Add(ref bin, (nint)Unsafe.Add(ref code, i + 3)) + 3) += Unsafe.Add(ref sum, i + 3);
        }
        for (; i < used; i++) Unsafe.Add(ref to, Ways * (nint)Unsafe.Add(ref bin, (nint)Unsafe.Add(ref code, i))) += Unsafe.Add(ref sum, i);
        for (var b = 0; b < bins; b++) _bins[b] = _bins[Ways * b] + _bins[Ways * b + 1] + _bins[Ways * b + 2] + _bins[Ways * b + 3];
        return _bins.AsSpan(0, bins);
    }

    private ReadOnlySpan<long> Pad(ReadOnlySpan<long> sums, int bins)
    {
        sums.CopyTo(_bins);
        _bins.AsSpan(sums.Length, bins - sums.Length).Clear();
        return _bins.AsSpan(0, bins);
    }

    private static void Subtract(Span<long> from, ReadOnlySpan<long> sums)
    {
        var to = MemoryMarshal.Cast<long, System.Numerics.Vector<long>>(from);
        var minus = MemoryMarshal.Cast<long, System.Numerics.Vector<long>>(sums);
        for (var i = 0; i < to.Length; i++) to[i] -= minus[i];
    }

    // Unchecked on purpose in the methods below: rows come from the partition, a byte cannot leave its 256 words.
    private void AddAll(ReadOnlySpan<ulong> entries, bool isSparse)
    {
        ref var sums = ref MemoryMarshal.GetArrayDataReference(_sums);
        ref var codes = ref MemoryMarshal.GetArrayDataReference(_codes);
        nint width = Columns.Length;
        for (var i = 0; i < entries.Length; i++)
        {
            if (isSparse && i + Ahead < entries.Length)
            {
                ref var next = ref Unsafe.Add(ref codes, (nint)(uint)entries[i + Ahead] * width);
                Prefetch.Line(ref next);
                Prefetch.Line(ref Unsafe.Add(ref next, width - 1));
            }
            var entry = entries[i];
            ref var row = ref Unsafe.Add(ref codes, (nint)(uint)entry * width);
            ref var to = ref sums;
            var packed = Gradients.Widen(entry);
            var left = width;
            for (; left >= 4; left -= 4)
            {
                Unsafe.Add(ref to, (nint)row) += packed;
                Unsafe.Add(ref to, Stride + (nint)Unsafe.Add(ref row, 1)) += packed;
                Unsafe.Add(ref to, 2 * Stride + (nint)Unsafe.Add(ref row, 2)) += packed;
                Unsafe.Add(ref to, 3 * Stride + (nint)Unsafe.Add(ref row, 3)) += packed;
                row = ref Unsafe.Add(ref row, 4);
                to = ref Unsafe.Add(ref to, 4 * Stride);
            }
            for (; left > 0; left--)
            {
                Unsafe.Add(ref to, (nint)row) += packed;
                row = ref Unsafe.Add(ref row, 1);
                to = ref Unsafe.Add(ref to, Stride);
            }
        }
    }

    private void AddLive(ReadOnlySpan<ulong> entries)
    {
        ref var codes = ref MemoryMarshal.GetArrayDataReference(_codes);
        foreach (nint c in _live.AsSpan(0, _liveCount))
        {
            ref var to = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_sums), c * Stride);
            foreach (var entry in entries)
                Unsafe.Add(ref to, (nint)Unsafe.Add(ref codes, (nint)(uint)entry * Columns.Length + c)) += Gradients.Widen(entry);
        }
    }

    private void Interleave()
    {
        const int tile = 4096;
        for (var from = 0; from < _rows; from += tile)
            for (var c = 0; c < Columns.Length; c++)
            {
                var source = Columns[c].Codes.AsSpan(from, Math.Min(tile, _rows - from));
                var at = from * Columns.Length + c;
                for (var i = 0; i < source.Length; i++, at += Columns.Length) _codes[at] = source[i];
            }
    }
}
