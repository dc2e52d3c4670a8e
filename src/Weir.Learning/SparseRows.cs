namespace Weir.Learning;

/// <summary>
/// Rows of feature indices (hashes of n-grams, say), each counted as 1; an index may stand in a row more than once.
/// Made by <see cref="SparseRowsBuilder"/>, immutable, safe to read from many threads.
/// </summary>
public sealed class SparseRows
{
    private readonly uint[][] _chunks;
    private readonly uint[] _starts;
    private readonly int[] _lengths;

    internal SparseRows(uint[][] chunks, uint[] starts, int[] lengths)
    {
        _chunks = chunks;
        _starts = starts;
        _lengths = lengths;
    }

    /// <summary>Number of rows.</summary>
    public int Rows => _starts.Length;

    /// <summary>The indices of a row, in the order in which they were added.</summary>
    public ReadOnlySpan<uint> this[int row]
    {
        get
        {
            var start = _starts[row];
            return _chunks[start >> SparseRowsBuilder.ChunkBits]
                .AsSpan((int)(start & SparseRowsBuilder.ChunkMask), _lengths[row]);
        }
    }
}
