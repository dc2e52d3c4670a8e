using System.Buffers;
using Weir.Detection;
using Weir.Server.Models;
using Weir.Server.Security;

namespace Weir.Server.Checks;

/// <summary>Some lines of a stream that are judged in one go, and their answers. Used again and again by one stream.</summary>
internal sealed class StreamBatch
{
    // Enough to make the hand-over cheap; few enough that two processors share a short stream.
    private const int FullLines = 256;
    private const int FullBytes = 32 << 10;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<(int Start, int Length, string? Refused)> _lines = [];

    /// <summary>The answers, once it was judged.</summary>
    public VerdictUtf8 Answers { get; } = new();

    /// <summary>Whether it holds no line.</summary>
    public bool IsEmpty => _lines.Count == 0;

    /// <summary>Whether it should be judged before more lines come in.</summary>
    public bool IsFull => _lines.Count >= FullLines || _bytes.WrittenCount >= FullBytes;

    /// <summary>Adds a line without its line feed, and why it may not be judged, if so.</summary>
    public void Add(in ReadOnlySequence<byte> line, string? refused)
    {
        _lines.Add((_bytes.WrittenCount, (int)line.Length, refused));
        foreach (var part in line) _bytes.Write(part.Span);
    }

    /// <summary>Adds a line that is too long to be read.</summary>
    public void AddTooLong() => _lines.Add((0, 0, $"The line is longer than {CheckStreamEndpoint.MaxLineBytes} bytes."));

    /// <summary>Judges every line.</summary>
    public StreamBatch Judged(Judge judge, ServedDetector detector, Explain explain, Caller caller)
    {
        foreach (var (start, length, refused) in _lines)
        {
            var subject = CheckLine.Read(new ReadOnlySequence<byte>(_bytes.WrittenMemory.Slice(start, length)));
            if (refused is not null) subject = new CheckSubject(length == 0 ? "" : subject.Text, refused);
            Answers.Write(judge.Of(detector, subject, explain, caller));
            Answers.Write("\n"u8);
        }

        return this;
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        _bytes.ResetWrittenCount();
        _lines.Clear();
        Answers.Clear();
    }
}
