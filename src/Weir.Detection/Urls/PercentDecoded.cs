namespace Weir.Detection.Urls;

/// <summary>Percent-decoding of a nested address, level by level until an address shows.</summary>
internal static class PercentDecoded
{
    private const int Levels = 3;

    /// <summary>Puts the text, decoded as often as needed for it to begin with a scheme, at most three times, in the place of what the buffer held.</summary>
    public static void Write(ReadOnlySpan<char> text, UrlText to)
    {
        to.Clear();
        to.Append(text);
        for (var level = 0; level < Levels && to.Span.Contains('%') && !HasAddress(to.Span); level++) Once(to);
    }

    /// <summary>The same as a string.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        var to = new UrlText(text.Length);
        Write(text, to);
        return to.Span.ToString();
    }

    /// <summary>One level undone in place; bytes outside ASCII stay escaped.</summary>
    public static void Once(UrlText text)
    {
        var chars = text.Written;
        var written = 0;
        for (var i = 0; i < chars.Length; i++)
        {
            if (PercentEncoding.IsEscape(chars[i..]) && PercentEncoding.EscapedByte(chars[i..]) is < 0x80 and > 0x1F and var value)
            {
                chars[written++] = (char)value;
                i += 2;
            }
            else chars[written++] = chars[i];
        }
        text.Truncate(written);
    }

    private static bool HasAddress(ReadOnlySpan<char> text) =>
        text.Contains("http://", StringComparison.OrdinalIgnoreCase) || text.Contains("https://", StringComparison.OrdinalIgnoreCase);
}
