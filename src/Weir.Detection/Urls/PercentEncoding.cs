using System.Buffers;
using System.Text;

namespace Weir.Detection.Urls;

/// <summary>Percent-encoding and -decoding of URL parts.</summary>
internal static class PercentEncoding
{
    private const string Hex = "0123456789ABCDEF";

    /// <summary>Appends <paramref name="text"/>; what is not in <paramref name="safe"/> goes in as percent-encoded UTF-8.</summary>
    public static void Encode(ReadOnlySpan<char> text, SearchValues<char> safe, UrlText to)
    {
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAnyExcept(safe);
            if (plain < 0)
            {
                to.Append(text);
                return;
            }
            to.Append(text[..plain]);
            text = EncodeFirst(text[plain..], to);
        }
    }

    /// <summary>Encodes one byte as <c>%XX</c>.</summary>
    public static void Encode(byte value, UrlText to)
    {
        var place = to.Extend(3);
        place[0] = '%';
        place[1] = Hex[value >> 4];
        place[2] = Hex[value & 15];
    }

    /// <summary>True when <paramref name="text"/> begins with a percent sign and two hexadecimal digits.</summary>
    public static bool IsEscape(ReadOnlySpan<char> text) =>
        text.Length >= 3 && text[0] == '%' && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2]);

    /// <summary>The byte that the escape at the start of <paramref name="text"/> stands for.</summary>
    public static byte EscapedByte(ReadOnlySpan<char> text) => (byte)(HexValue(text[1]) << 4 | HexValue(text[2]));

    public static int HexValue(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;

    private static ReadOnlySpan<char> EncodeFirst(ReadOnlySpan<char> text, UrlText to)
    {
        if (text[0] < 0x80)
        {
            Encode((byte)text[0], to);
            return text[1..];
        }
        // A lone surrogate decodes to U+FFFD, as the standard's UTF-8 encoder wants it.
        Rune.DecodeFromUtf16(text, out var rune, out var used);
        Span<byte> bytes = stackalloc byte[4];
        var count = rune.EncodeToUtf8(bytes);
        for (var i = 0; i < count; i++)
            Encode(bytes[i], to);
        return text[used..];
    }
}
