using System.Runtime.CompilerServices;

namespace Weir.Learning.Trees;

/// <summary>The rows of a tree, those of one leaf together and in ascending order.</summary>
internal sealed class RowPartition(int rows, WorkTeam team)
{
    private const int Chunk = 16_384;
    private readonly int[] _rows = new int[rows];
    private readonly int[] _lefts = new int[rows];
    private readonly int[] _rights = new int[rows];
    private readonly int[] _leftCounts = new int[rows / Chunk + 1];

    public int Count { get; private set; }

    public ReadOnlySpan<int> this[int start, int count] => _rows.AsSpan(start, count);

    /// <summary>Starts a tree with the given rows, in ascending order.</summary>
    public void Reset(ReadOnlySpan<int> sample)
    {
        sample.CopyTo(_rows);
        Count = sample.Length;
    }

    /// <summary>Moves the rows that go left before those that go right, keeping the order in both; returns how many go left.</summary>
    public int Divide(int start, int count, BinnedMatrix matrix, Split split)
    {
        var words = matrix.Blocks[split.Position >> 3];
        var shift = (split.Position & 7) << 3;
        var missing = matrix.Bins[split.Position].Missing;
        var chunks = (count + Chunk - 1) / Chunk;
        team.Run(chunks, c => DivideChunk(c, start, count, words, shift, missing, split));
        var left = 0;
        for (var c = 0; c < chunks; c++) left += _leftCounts[c];
        team.Run(chunks, c => Gather(c, start, count, left));
        return left;
    }

    private void DivideChunk(int chunk, int start, int count, ulong[] words, int shift, int missing, Split split)
    {
        var from = chunk * Chunk;
        var rows = _rows.AsSpan(start + from, Math.Min(Chunk, count - from));
        var lefts = _lefts.AsSpan(start + from, rows.Length);
        var rights = _rights.AsSpan(start + from, rows.Length);
        int left = 0, right = 0;
        foreach (var row in rows)
        {
            var bin = (int)(words[row] >> shift) & 0xFF;
            var goesLeft = bin == missing ? split.MissingLeft : bin <= split.Bin;
            // Written to both sides, counted on one: no branch that half of the rows would miss.
            lefts[left] = row;
            rights[right] = row;
            var step = Unsafe.BitCast<bool, byte>(goesLeft);
            left += step;
            right += 1 - step;
        }
        _leftCounts[chunk] = left;
    }

    private void Gather(int chunk, int start, int count, int totalLeft)
    {
        var from = chunk * Chunk;
        var length = Math.Min(Chunk, count - from);
        var before = 0;
        for (var c = 0; c < chunk; c++) before += _leftCounts[c];
        var left = _leftCounts[chunk];
        _lefts.AsSpan(start + from, left).CopyTo(_rows.AsSpan(start + before));
        _rights.AsSpan(start + from, length - left).CopyTo(_rows.AsSpan(start + totalLeft + from - before));
    }
}
