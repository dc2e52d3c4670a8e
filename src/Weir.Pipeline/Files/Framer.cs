namespace Weir.Pipeline.Files;

/// <summary>One record found at the start of a text: where it lies, what it used up, the line breaks before and in all.</summary>
internal readonly record struct Frame(int Start, int Length, int Consumed, int BreaksBefore, int Breaks, RecordFault Fault = RecordFault.None)
{
    /// <summary>Bytes that belong to no record.</summary>
    public static Frame Nothing(int consumed, int breaks) => new(0, -1, consumed, 0, breaks);

    /// <summary>False for bytes between records.</summary>
    public bool IsRecord => Length >= 0;
}

/// <summary>Cuts text into records. Linear in the bytes it consumes.</summary>
internal interface IFramer
{
    /// <summary>The record at the start of a text that is not empty; false when more bytes are needed.
    /// With <paramref name="isFinal"/> it always succeeds.</summary>
    public bool TryFrame(ReadOnlySpan<byte> text, bool isFinal, out Frame frame);
}

/// <summary>How the lines of a file end.</summary>
internal static class LineEnds
{
    /// <summary>LF (a CR before it is trimmed) unless the text has only CRs, as old Macintosh files do.</summary>
    public static byte Of(ReadOnlySpan<byte> first) =>
        !first.Contains((byte)'\n') && first.Contains((byte)'\r') ? (byte)'\r' : (byte)'\n';

    /// <summary>Whether two lines end within a text.</summary>
    public static bool HasTwoRows(ReadOnlySpan<byte> first)
    {
        var end = first.IndexOf(Of(first));
        return end >= 0 && first[(end + 1)..].Contains(Of(first));
    }

    /// <summary>The length of a line without the CR of a CR LF.</summary>
    public static int Trimmed(ReadOnlySpan<byte> line) => line is [.., (byte)'\r'] ? line.Length - 1 : line.Length;
}

/// <summary>A record is a line.</summary>
internal sealed class LineFramer(byte lineEnd) : IFramer
{
    public bool TryFrame(ReadOnlySpan<byte> text, bool isFinal, out Frame frame)
    {
        var end = text.IndexOf(lineEnd);
        if (end < 0 && !isFinal)
        {
            frame = default;
            return false;
        }
        var consumed = end < 0 ? text.Length : end + 1;
        frame = new Frame(0, LineEnds.Trimmed(text[..(end < 0 ? text.Length : end)]), consumed, 0, end < 0 ? 0 : 1);
        return true;
    }
}
