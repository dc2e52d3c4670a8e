namespace Weir.Pipeline.Files;

/// <summary>Cuts a file into records, chunk by chunk, in one pass and flat memory. Not for use by two threads at once.</summary>
public sealed class RecordReader
{
    /// <summary>The longest record in bytes; a longer one becomes a record without text and with a fault.</summary>
    public const int MaxRecordBytes = 1024 * 1024;

    private readonly InputFile _file;
    private readonly IFramer _framer;
    private readonly byte _lineEnd;
    private readonly int _most;
    private byte[] _carry = [];
    private bool _isEnded;
    private bool _isSkipping;
    private long _read;

    internal RecordReader(InputFile file, IFramer framer, byte lineEnd, long position = 0, long line = 1) =>
        (_file, _framer, _lineEnd, _read, Line, _most) = (file, framer, lineEnd, position, line, file.IsOwn ? 8 * MaxRecordBytes : MaxRecordBytes);

    /// <summary>The line that comes next, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Where the next record starts: bytes of text, as UTF-8 and unpacked. Another reader can go on from here unless <see cref="IsWithinRecord"/>.</summary>
    public long Position => _read - _carry.Length;

    /// <summary>True while the rest of a record beyond the bound is passed over.</summary>
    public bool IsWithinRecord => _isSkipping;

    /// <summary>Set after the end when packed data was cut or damaged: one sentence with file and line.</summary>
    public string? Damage { get; private set; }

    /// <summary>Fills a chunk with the next records; false at the end of the file.</summary>
    public bool Read(RecordChunk chunk)
    {
        chunk.Clear();
        while (chunk.Count == 0)
        {
            if (_isEnded && _carry.Length == 0) return false;
            var held = Fill(chunk);
            var used = _isSkipping ? Skip(chunk.Buffer.AsSpan(0, held)) : 0;
            used = Cut(chunk, used, held);
            _carry = used == held ? [] : chunk.Buffer.AsSpan(used, held - used).ToArray();
        }
        return true;
    }

    private int Fill(RecordChunk chunk)
    {
        // A tail as long as the buffer is one long record: it is given room twice as large, up to the bound.
        var wanted = Math.Max(RecordChunk.BufferBytes, Math.Min(2 * _carry.Length, _most + RecordChunk.BufferBytes));
        if (chunk.Buffer.Length < wanted) chunk.Buffer = new byte[wanted];
        _carry.CopyTo(chunk.Buffer, 0);
        var held = _carry.Length;
        while (!_isEnded && held < chunk.Buffer.Length)
        {
            var read = _file.Read(chunk.Buffer.AsSpan(held));
            held += read;
            _read += read;
            _isEnded = read == 0;
            if (_file.IsLive) break;
        }
        return held;
    }

    private int Cut(RecordChunk chunk, int at, int held)
    {
        while (at < held && !_isSkipping)
        {
            var rest = chunk.Buffer.AsSpan(at, held - at);
            if (_framer.TryFrame(rest, _isEnded, out var frame)) at += Take(chunk, at, frame, isLast: _isEnded && frame.Consumed == rest.Length);
            else if (rest.Length <= _most) break;
            else at += GiveUp(chunk, at, rest);
        }
        if (_isEnded && _file.IsDamaged) Damage ??= DamageAt(chunk);
        return at;
    }

    private int Take(RecordChunk chunk, int at, in Frame frame, bool isLast)
    {
        if (frame.IsRecord)
        {
            var isUnended = isLast && frame.Consumed == frame.Start + frame.Length;
            var fault = frame.Length > _most ? RecordFault.TooLong : isUnended && _file.IsDamaged ? RecordFault.CutOff : frame.Fault;
            var length = fault == RecordFault.TooLong ? 0 : frame.Length;
            chunk.Add(new Record(at + frame.Start, length, Line + frame.BreaksBefore, fault));
        }
        Line += frame.Breaks;
        return frame.Consumed;
    }

    // The record at the start of the rest is beyond the bound: an unclosed quote costs its line, a long line is skipped.
    private int GiveUp(RecordChunk chunk, int at, ReadOnlySpan<byte> rest)
    {
        _framer.TryFrame(rest, true, out var frame);
        if (frame.Consumed < rest.Length) return Take(chunk, at, frame, isLast: false);
        chunk.Add(new Record(at, 0, Line, RecordFault.TooLong));
        _isSkipping = true;
        return rest.Length;
    }

    private int Skip(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf(_lineEnd);
        if (end < 0) return text.Length;
        _isSkipping = false;
        Line++;
        return end + 1;
    }

    private string DamageAt(RecordChunk chunk)
    {
        var last = chunk.Count > 0 ? chunk[chunk.Count - 1].Line : Line;
        return $"{_file.Name}: the gzip data is cut off or damaged at line {last}; everything before it was read.";
    }
}
