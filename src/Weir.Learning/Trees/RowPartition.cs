using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Learning.Trees;

/// <summary>
/// The rows of a tree, those of one leaf together and in ascending order. An entry holds the row in its lower half and the
/// row's quantised derivatives in the upper, so that a leaf's sums need no look-up by row.
/// </summary>
internal sealed class RowPartition(int rows, SpinTeam team)
{
    private const int Chunk = 16_384;
    private readonly ulong[] _entries = new ulong[rows];
    private readonly ulong[] _spare = new ulong[rows];
    private readonly int[] _leftCounts = new int[rows / Chunk + 1];
    private readonly long[] _sums = new long[rows / Chunk + 1];
    private readonly byte[] _goesLeft = new byte[BinColumn.MostCodes];

    public int Count { get; private set; }

    public ReadOnlySpan<ulong> this[int start, int count] => _entries.AsSpan(start, count);

    /// <summary>Starts a tree with the given rows, in ascending order; returns their sum.</summary>
    public long Reset(ReadOnlyMemory<int> sample, uint[] quantised)
    {
        Count = sample.Length;
        var chunks = (Count + Chunk - 1) / Chunk;
        team.Run(chunks, c =>
        {
            var rows = sample.Span.Slice(c * Chunk, Math.Min(Chunk, sample.Length - c * Chunk));
            var entries = _entries.AsSpan(c * Chunk, rows.Length);
            var sum = 0L;
            for (var i = 0; i < rows.Length; i++)
            {
                entries[i] = ((ulong)quantised[rows[i]] << 32) | (uint)rows[i];
                sum += Gradients.Widen(entries[i]);
            }
            _sums[c] = sum;
        });
        var total = 0L;
        for (var c = 0; c < chunks; c++) total += _sums[c];
        return total;
    }

    /// <summary>Moves the rows that go left before those that go right, keeping the order in both; returns how many go left.</summary>
    public int Divide(int start, int count, BinnedMatrix matrix, Split split)
    {
        var (codes, member) = matrix.Column(split.Position);
        var missing = matrix.Bins[split.Position].Missing;
        for (var code = 0; code < (member.BinOf?.Length ?? BinColumn.MostCodes); code++)
        {
            var bin = member.Bin(code);
            _goesLeft[code] = Unsafe.BitCast<bool, byte>(bin == missing ? split.MissingLeft : bin <= split.Bin);
        }
        var chunks = (count + Chunk - 1) / Chunk;
        team.Run(chunks, c => DivideChunk(c, start, count, codes));
        var left = 0;
        for (var c = 0; c < chunks; c++) left += _leftCounts[c];
        team.Run(chunks, c => Gather(c, start, count, left));
        return left;
    }

    /// <summary>Left rows from the front of the chunk's spare room, right rows from its end backwards.</summary>
    private void DivideChunk(int chunk, int start, int count, byte[] codes)
    {
        var from = chunk * Chunk;
        var entries = _entries.AsSpan(start + from, Math.Min(Chunk, count - from));
        ref var spare = ref _spare[start + from];
        ref var code = ref MemoryMarshal.GetArrayDataReference(codes);
        ref var goesLeft = ref MemoryMarshal.GetArrayDataReference(_goesLeft);
        nint left = 0, right = entries.Length - 1;
        foreach (var entry in entries)
        {
            // Written to both ends, counted on one: no branch that half of the rows would miss. Unchecked: the ends meet.
            Unsafe.Add(ref spare, left) = entry;
            Unsafe.Add(ref spare, right) = entry;
            nint step = Unsafe.Add(ref goesLeft, (nint)Unsafe.Add(ref code, (nint)(uint)entry));
            left += step;
            right += step - 1;
        }
        _leftCounts[chunk] = (int)left;
    }

    private void Gather(int chunk, int start, int count, int totalLeft)
    {
        var from = chunk * Chunk;
        var length = Math.Min(Chunk, count - from);
        var before = 0;
        for (var c = 0; c < chunk; c++) before += _leftCounts[c];
        var spare = _spare.AsSpan(start + from, length);
        var left = _leftCounts[chunk];
        spare[..left].CopyTo(_entries.AsSpan(start + before));
        spare[left..].Reverse();
        spare[left..].CopyTo(_entries.AsSpan(start + totalLeft + from - before));
    }
}
