namespace Weir.Detection.Urls;

/// <summary>Finds the characters outside ASCII that are used to disguise an address.</summary>
internal static class TextMarks
{
    /// <summary>The marks for all characters of <paramref name="text"/>.</summary>
    public static UrlMarks Of(ReadOnlySpan<char> text)
    {
        var marks = UrlMarks.None;
        foreach (var c in text)
        {
            if (c >= 0x80)
                marks |= Of(c);
        }
        return marks;
    }

    /// <summary>How many invisible, directional or space characters outside ASCII stand at the start.</summary>
    public static int LeadingNoise(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && IsNoise(text[count]))
            count++;
        return count;
    }

    private static bool IsNoise(char c) =>
        c <= ' ' || (c >= 0x80 && ((Of(c) & (UrlMarks.Invisible | UrlMarks.Bidi)) != 0 || char.IsWhiteSpace(c)));

    private static UrlMarks Of(char c) => (int)c switch
    {
        0x00AD or 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 => UrlMarks.Invisible,
        >= 0x180B and <= 0x180F => UrlMarks.Invisible,
        >= 0x200B and <= 0x200D => UrlMarks.Invisible,
        >= 0x2060 and <= 0x2064 => UrlMarks.Invisible,
        >= 0xFE00 and <= 0xFE0F or 0xFEFF or 0x3164 or 0xFFA0 => UrlMarks.Invisible,
        0x061C or 0x200E or 0x200F => UrlMarks.Bidi,
        >= 0x202A and <= 0x202E => UrlMarks.Bidi,
        >= 0x2066 and <= 0x2069 => UrlMarks.Bidi,
        0x2044 or 0x2215 or 0x2571 or 0x29F8 or 0xFF0F or 0x338 or 0x30CE => UrlMarks.UnicodeSlash,
        0x3002 or 0xFF0E or 0xFF61 or 0x2024 => UrlMarks.UnicodeDot,
        _ => UrlMarks.None,
    };
}
