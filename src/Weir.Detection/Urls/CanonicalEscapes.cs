namespace Weir.Detection.Urls;

/// <summary>Undoes percent-escapes until none is left and sets them anew, each byte in one way only.</summary>
internal static class CanonicalEscapes
{
    private const string Hex = "0123456789ABCDEF";

    /// <summary>Decodes and encodes anew; returns the length written.</summary>
    public static int Write(ReadOnlySpan<char> text, bool isPath, Span<char> to) => Encode(to, Decode(text, to), isPath);

    /// <summary>
    /// Writes the bytes of <paramref name="text"/> (one a character) with all escapes undone, nested ones too. An escape
    /// that a decoded byte completes is undone on the spot, so one pass reaches what repeated decoding reaches.
    /// </summary>
    public static int Decode(ReadOnlySpan<char> text, Span<char> to)
    {
        if (!text.Contains('%'))
        {
            text.CopyTo(to);
            return text.Length;
        }
        var length = 0;
        foreach (var c in text)
        {
            to[length++] = c;
            while (length >= 3 && PercentEncoding.IsEscape(to[(length - 3)..length]))
            {
                to[length - 3] = (char)PercentEncoding.EscapedByte(to[(length - 3)..length]);
                length -= 2;
            }
        }
        return length;
    }

    /// <summary>Escapes the first <paramref name="length"/> characters of <paramref name="text"/> in place; returns the new length.</summary>
    public static int Encode(Span<char> text, int length, bool isPath)
    {
        var extra = 0;
        foreach (var c in text[..length])
            extra += MustEscape(c, isPath) ? 2 : 0;
        if (extra == 0)
            return length;
        var to = length + extra;
        for (var from = length - 1; from >= 0; from--)
        {
            var c = text[from];
            if (!MustEscape(c, isPath))
            {
                text[--to] = c;
                continue;
            }
            text[--to] = Hex[c & 15];
            text[--to] = Hex[c >> 4 & 15];
            text[--to] = '%';
        }
        return length + extra;
    }

    // The question mark stays escaped in a path: bare, it would begin the query.
    private static bool MustEscape(char c, bool isPath) => c is <= ' ' or >= '\x7F' or '#' or '%' || (c == '?' && isPath);
}
