namespace Weir.Pipeline.Files;

/// <summary>Where one record lies in its chunk's buffer, and the line (from 1) on which it starts.</summary>
public readonly record struct Record(int Start, int Length, long Line, RecordFault Fault);

/// <summary>Some thousand consecutive records with the bytes they lie in; reused, so that memory stays flat.</summary>
public sealed class RecordChunk
{
    /// <summary>Usual size of a buffer in bytes; it grows only for a record that is longer.</summary>
    public const int BufferBytes = 192 * 1024;

    private Record[] _records = new Record[2048];

    /// <summary>The text of all records, UTF-8 as far as the file is.</summary>
    public byte[] Buffer { get; internal set; } = new byte[BufferBytes];

    /// <summary>Number of records.</summary>
    public int Count { get; private set; }

    /// <summary>The record at a position, in file order.</summary>
    public Record this[int index] => index < Count ? _records[index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>The bytes of a record without its line end.</summary>
    public ReadOnlySpan<byte> Text(in Record record) => Buffer.AsSpan(record.Start, record.Length);

    internal void Clear() => Count = 0;

    internal void Add(in Record record)
    {
        if (Count == _records.Length) Array.Resize(ref _records, 2 * Count);
        _records[Count++] = record;
    }
}
