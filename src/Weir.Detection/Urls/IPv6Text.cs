namespace Weir.Detection.Urls;

/// <summary>Reads and writes IPv6 addresses as the URL standard does: embedded IPv4 in, the longest run of zeros compressed out.</summary>
internal static class IPv6Text
{
    /// <summary>Fills the eight pieces from the text between the brackets.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, Span<ushort> pieces)
    {
        pieces.Clear();
        var piece = 0;
        var compress = -1;
        if (text is [':', ..])
        {
            if (!text.StartsWith("::"))
                return false;
            text = text[2..];
            compress = 0;
        }
        while (!text.IsEmpty)
        {
            // The compressed run stands for at least one piece.
            var used = compress < 0 ? piece : piece + 1;
            if (used == 8)
                return false;
            if (text[0] == ':')
            {
                if (compress >= 0)
                    return false;
                text = text[1..];
                compress = piece;
                continue;
            }
            var digits = TakeHex(ref text, out var value);
            if (text is ['.', ..])
                return used <= 6 && digits.Length > 0 && TryIPv4(digits, text, pieces[piece..]) && Spread(pieces, piece + 2, compress);
            if (digits.IsEmpty || !TakeColon(ref text))
                return false;
            pieces[piece++] = (ushort)value;
        }
        return Spread(pieces, piece, compress);
    }

    /// <summary>Appends the address in brackets.</summary>
    public static void Append(ReadOnlySpan<ushort> pieces, UrlText to)
    {
        var (start, length) = LongestZeros(pieces);
        to.Append('[');
        for (var i = 0; i < 8; i++)
        {
            if (i == start)
            {
                to.Append(i == 0 ? "::" : ":");
                i += length - 1;
                continue;
            }
            AppendHex(pieces[i], to);
            if (i < 7)
                to.Append(':');
        }
        to.Append(']');
    }

    private static ReadOnlySpan<char> TakeHex(ref ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        var count = 0;
        while (count < 4 && count < text.Length && char.IsAsciiHexDigit(text[count]))
            value = value * 16 + PercentEncoding.HexValue(text[count++]);
        var digits = text[..count];
        text = text[count..];
        return digits;
    }

    private static bool TakeColon(ref ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return true;
        if (text[0] != ':' || text.Length == 1)
            return false;
        text = text[1..];
        return true;
    }

    private static bool TryIPv4(ReadOnlySpan<char> first, ReadOnlySpan<char> rest, Span<ushort> pieces)
    {
        uint address = 0;
        for (var i = 0; i < 4; i++)
        {
            if (i > 0)
            {
                if (rest is not ['.', ..])
                    return false;
                rest = rest[1..];
                var end = rest.IndexOf('.');
                first = end < 0 ? rest : rest[..end];
                rest = rest[first.Length..];
            }
            if (!TryOctet(first, out var value))
                return false;
            address = address << 8 | value;
        }
        pieces[0] = (ushort)(address >> 16);
        pieces[1] = (ushort)address;
        return rest.IsEmpty;
    }

    private static bool TryOctet(ReadOnlySpan<char> text, out uint value)
    {
        value = 0;
        if (text.Length is 0 or > 3 || (text.Length > 1 && text[0] == '0'))
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
                return false;
            value = value * 10 + c - '0';
        }
        return value <= 255;
    }

    private static bool Spread(Span<ushort> pieces, int count, int compress)
    {
        if (compress < 0)
            return count == 8;
        var tail = count - compress;
        pieces.Slice(compress, tail).CopyTo(pieces[(8 - tail)..]);
        pieces[compress..(8 - tail)].Clear();
        return true;
    }

    private static (int Start, int Length) LongestZeros(ReadOnlySpan<ushort> pieces)
    {
        var (start, length) = (-1, 1);
        for (var i = 0; i < 8; i++)
        {
            var run = 0;
            while (i + run < 8 && pieces[i + run] == 0)
                run++;
            if (run > length)
                (start, length) = (i, run);
            i += run;
        }
        return (start, length);
    }

    private static void AppendHex(ushort value, UrlText to)
    {
        Span<char> digits = stackalloc char[4];
        value.TryFormat(digits, out var written, "x", System.Globalization.CultureInfo.InvariantCulture);
        to.Append(digits[..written]);
    }
}
