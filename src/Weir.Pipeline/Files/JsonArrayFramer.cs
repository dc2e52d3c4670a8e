using System.Buffers;

namespace Weir.Pipeline.Files;

/// <summary>A record is an element of the one JSON array that is the file; elements may spread over lines.</summary>
internal sealed class JsonArrayFramer(bool isOpen = false) : IFramer
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> Between = SearchValues.Create(" \t\r\n,"u8);
    private bool _isOpen = isOpen;

    /// <summary>True once the end of the array was passed.</summary>
    public bool IsClosed { get; private set; }

    public bool TryFrame(ReadOnlySpan<byte> text, bool isFinal, out Frame frame)
    {
        var start = text.IndexOfAnyExcept(Between);
        if (start < 0)
        {
            frame = Frame.Nothing(text.Length, text.Count((byte)'\n'));
            return true;
        }
        if ((!_isOpen && text[start] == '[') || text[start] == ']')
        {
            (_isOpen, IsClosed) = (true, IsClosed || text[start] == ']');
            frame = Frame.Nothing(start + 1, text[..start].Count((byte)'\n'));
            return true;
        }
        var end = EndOfElement(text, start);
        if (end < 0 && !isFinal)
        {
            frame = default;
            return false;
        }
        frame = end < 0 ? Broken(text, start) : Element(text, start, end);
        return true;
    }

    private static Frame Element(ReadOnlySpan<byte> text, int start, int end) =>
        new(start, end - start, end, text[..start].Count((byte)'\n'), text[..end].Count((byte)'\n'));

    // The whole text is given up: to look again from each of its lines would take quadratic time.
    private static Frame Broken(ReadOnlySpan<byte> text, int start) =>
        Element(text, start, text.Length) with { Fault = RecordFault.NotJson };

    private static int EndOfElement(ReadOnlySpan<byte> text, int at)
    {
        if (text[at] is not ((byte)'{' or (byte)'[' or (byte)'"'))
        {
            var scalar = text[at..].IndexOfAny((byte)',', (byte)']', (byte)'\n');
            return scalar < 0 ? -1 : at + scalar;
        }
        for (var depth = 0; ;)
        {
            var step = text[at..].IndexOfAny(Structure);
            if (step < 0) return -1;
            at += step + 1;
            switch (text[at - 1])
            {
                case (byte)'"': at = AfterString(text, at); break;
                case (byte)'{' or (byte)'[': depth++; break;
                default: depth--; break;
            }
            if (at < 0 || depth <= 0) return at;
        }
    }

    private static int AfterString(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length)
        {
            var step = text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (step < 0) return -1;
            at += step;
            if (text[at] == '"') return at + 1;
            at += 2;
        }
        return -1;
    }
}
