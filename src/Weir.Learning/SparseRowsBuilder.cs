namespace Weir.Learning;

/// <summary>
/// Collects rows for <see cref="SparseRows"/> in chunks of 4 MiB that are never copied, so that the peak memory is the
/// final one. At most 2^20 indices a row and 2^32 in all. Not thread-safe.
/// </summary>
public sealed class SparseRowsBuilder
{
    internal const int ChunkBits = 20;
    internal const uint ChunkMask = (1u << ChunkBits) - 1;

    private readonly List<uint[]> _chunks = [];
    private readonly List<uint> _starts;
    private readonly List<int> _lengths;
    private int _used = 1 << ChunkBits;

    /// <summary>Starts an empty collection; the expected number of rows saves growing.</summary>
    public SparseRowsBuilder(int expectedRows = 0)
    {
        _starts = new List<uint>(expectedRows);
        _lengths = new List<int>(expectedRows);
    }

    /// <summary>Rows added so far.</summary>
    public int Rows => _starts.Count;

    /// <summary>Adds the next row; it may be empty.</summary>
    public void Add(ReadOnlySpan<uint> indices)
    {
        const int chunkLength = 1 << ChunkBits;
        if (indices.Length > chunkLength)
            throw new ArgumentException($"A row has {indices.Length} indices; at most {chunkLength} fit.", nameof(indices));
        if (_chunks.Count == 0 || chunkLength - _used < indices.Length)
        {
            if (_chunks.Count == 1 << (32 - ChunkBits))
                throw new InvalidOperationException("Sparse rows hold at most 2^32 indices.");
            _chunks.Add(GC.AllocateUninitializedArray<uint>(chunkLength));
            _used = 0;
        }
        // A row that begins at the very end of a full chunk is empty: its start must not run into the next chunk.
        var start = indices.IsEmpty ? 0 : ((uint)(_chunks.Count - 1) << ChunkBits) | (uint)_used;
        indices.CopyTo(_chunks[^1].AsSpan(_used));
        _used += indices.Length;
        _starts.Add(start);
        _lengths.Add(indices.Length);
    }

    /// <summary>The rows; the builder may not be used afterwards.</summary>
    public SparseRows Build() => new([.. _chunks], [.. _starts], [.. _lengths]);
}
