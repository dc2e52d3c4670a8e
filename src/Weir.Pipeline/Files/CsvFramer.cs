namespace Weir.Pipeline.Files;

/// <summary>A record is a CSV row (RFC 4180): line ends within quotes belong to it. A quote opens only at the start of a cell.</summary>
internal sealed class CsvFramer(byte delimiter, byte lineEnd) : IFramer
{
    public bool TryFrame(ReadOnlySpan<byte> text, bool isFinal, out Frame frame)
    {
        // Nearly every row has no quote at all: one search finds its end.
        var end = text.IndexOfAny((byte)'"', lineEnd);
        if (end >= 0 && text[end] == '"') end = EndOfQuotedRow(text, CellStart(text, end), isFinal);
        if (end < -1)
        {
            frame = isFinal ? Unclosed(text) : default;
            return isFinal;
        }
        if (end < 0 && !isFinal)
        {
            frame = default;
            return false;
        }
        var row = text[..(end < 0 ? text.Length : end)];
        var breaks = row.Count(lineEnd) + (end < 0 ? 0 : 1);
        frame = new Frame(0, LineEnds.Trimmed(row), row.Length + (end < 0 ? 0 : 1), 0, breaks);
        return true;
    }

    private int CellStart(ReadOnlySpan<byte> text, int before) => text[..before].LastIndexOf(delimiter) + 1;

    // Walks cell by cell from the start of one; -1: the text ends first; -2: a quote is open at the end of the text.
    private int EndOfQuotedRow(ReadOnlySpan<byte> text, int at, bool isFinal)
    {
        while (at < text.Length)
        {
            if (text[at] == '"')
            {
                at = AfterClosingQuote(text, at + 1, isFinal);
                if (at < 0) return -2;
            }
            var step = text[at..].IndexOfAny(delimiter, lineEnd);
            if (step < 0) return -1;
            at += step;
            if (text[at] == lineEnd) return at;
            at++;
        }
        return -1;
    }

    private static int AfterClosingQuote(ReadOnlySpan<byte> text, int at, bool isFinal)
    {
        while (true)
        {
            var step = text[at..].IndexOf((byte)'"');
            if (step < 0) return -1;
            at += step + 1;
            if (at == text.Length) return isFinal ? at : -1;
            if (text[at] != '"') return at;
            at++;
        }
    }

    // Only the line that opened the quote is given up; reading goes on behind it.
    private Frame Unclosed(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf(lineEnd);
        var line = text[..(end < 0 ? text.Length : end)];
        return new Frame(0, LineEnds.Trimmed(line), line.Length + (end < 0 ? 0 : 1), 0, end < 0 ? 0 : 1, RecordFault.QuoteNotClosed);
    }
}
