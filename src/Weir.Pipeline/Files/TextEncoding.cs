using System.Text;
using System.Text.Unicode;

namespace Weir.Pipeline.Files;

/// <summary>How the bytes of a text stand for characters.</summary>
public enum TextEncoding
{
    /// <summary>Found out from the first bytes.</summary>
    Auto,

    /// <summary>UTF-8; single rows that are not are read as Latin-1.</summary>
    Utf8,

    /// <summary>UTF-16, low byte first.</summary>
    Utf16Le,

    /// <summary>UTF-16, high byte first.</summary>
    Utf16Be,

    /// <summary>ISO 8859-1: every byte is a character.</summary>
    Latin1,
}

/// <summary>Finds out how a text is encoded.</summary>
internal static class TextEncodings
{
    private const int LeastPairs = 8;

    /// <summary>What a byte order mark says, and its length; Auto and 0 without one.</summary>
    public static (TextEncoding Encoding, int Length) Mark(ReadOnlySpan<byte> first) => first switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (TextEncoding.Utf8, 3),
        [0xFF, 0xFE, ..] => (TextEncoding.Utf16Le, 2),
        [0xFE, 0xFF, ..] => (TextEncoding.Utf16Be, 2),
        _ => (TextEncoding.Auto, 0),
    };

    /// <summary>UTF-16 without a mark: text that is mostly ASCII has a zero in nearly every pair, always on the same side.</summary>
    public static TextEncoding Guess(ReadOnlySpan<byte> first)
    {
        var pairs = Math.Min(first.Length, 4096) / 2;
        if (pairs < LeastPairs) return TextEncoding.Utf8;
        var (even, odd) = (0, 0);
        for (var i = 0; i < 2 * pairs; i += 2)
        {
            if (first[i] == 0) even++;
            if (first[i + 1] == 0) odd++;
        }
        if (odd * 10 > pairs * 7 && even * 20 < pairs) return TextEncoding.Utf16Le;
        return even * 10 > pairs * 7 && odd * 20 < pairs ? TextEncoding.Utf16Be : TextEncoding.Utf8;
    }

    /// <summary>True when lines beyond ASCII are there and none of them is UTF-8.</summary>
    public static bool IsLatin1(ReadOnlySpan<byte> first)
    {
        var found = false;
        while (!first.IsEmpty)
        {
            var end = first.IndexOf((byte)'\n');
            // The last line may be cut within a character.
            if (end < 0 && found) return true;
            var line = end < 0 ? first : first[..end];
            first = end < 0 ? [] : first[(end + 1)..];
            if (!line.ContainsAnyInRange((byte)0x80, (byte)0xFF)) continue;
            if (Utf8.IsValid(line) || (end < 0 && line.Length >= InputFile.PeekBytes - 4)) return false;
            found = true;
        }
        return found;
    }

    /// <summary>The encoding to read with; null for UTF-8, which is read as it is.</summary>
    public static Encoding? Of(TextEncoding encoding) => encoding switch
    {
        TextEncoding.Utf16Le => Encoding.Unicode,
        TextEncoding.Utf16Be => Encoding.BigEndianUnicode,
        TextEncoding.Latin1 => Encoding.Latin1,
        _ => null,
    };
}
