using System.Text;

namespace Weir.Detection.Urls;

/// <summary>Percent-decoding of a nested address, level by level until an address shows.</summary>
internal static class PercentDecoded
{
    private const int Levels = 3;

    /// <summary>The text decoded as often as needed for it to begin with a scheme, at most three times.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        var decoded = text.ToString();
        for (var level = 0; level < Levels && decoded.Contains('%') && !HasAddress(decoded); level++) decoded = Once(decoded);
        return decoded;
    }

    /// <summary>One level undone; bytes outside ASCII stay escaped.</summary>
    public static string Once(ReadOnlySpan<char> text)
    {
        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var rest = text[i..];
            if (PercentEncoding.IsEscape(rest) && PercentEncoding.EscapedByte(rest) is < 0x80 and > 0x1F and var value)
            {
                decoded.Append((char)value);
                i += 2;
            }
            else decoded.Append(text[i]);
        }
        return decoded.ToString();
    }

    private static bool HasAddress(string text) =>
        text.Contains("http://", StringComparison.OrdinalIgnoreCase) || text.Contains("https://", StringComparison.OrdinalIgnoreCase);
}
