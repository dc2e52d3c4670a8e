using System.Text;

namespace Weir.Detection.Urls;

/// <summary>The first steps of the parser: trimming, the removal of tabs and newlines, and the scheme.</summary>
internal static class UrlInput
{
    /// <summary>
    /// Cuts at the limit, trims and removes what the standard removes. Marks and spaces outside ASCII at the very start,
    /// where they can only come from copying, are dropped too.
    /// </summary>
    public static ReadOnlySpan<char> Clean(ReadOnlySpan<char> subject, UrlScratch scratch, scoped ref UrlMarks marks)
    {
        var text = Trim(subject, fromEnd: true);
        if (text.Length > scratch.Limit)
        {
            text = Trim(text[..CutAt(text, scratch.Limit)], fromEnd: true);
            marks |= UrlMarks.Cut;
        }
        if (!Ascii.IsValid(text))
        {
            marks |= TextMarks.Of(text);
            text = Trim(text[TextMarks.LeadingNoise(text)..], fromEnd: false);
        }
        return text.IndexOfAny(CharSets.TabOrNewline) < 0 ? text : RemoveControls(text, scratch.Input, ref marks);
    }

    /// <summary>Appends the scheme in lower case and returns what follows its colon; http is assumed when there is none.</summary>
    public static ReadOnlySpan<char> ReadScheme(ReadOnlySpan<char> text, UrlText href, out bool assumed)
    {
        var end = char.IsAsciiLetter(text[0]) ? text.IndexOfAnyExcept(CharSets.Scheme) : -1;
        assumed = end < 0 || text[end] != ':';
        if (!assumed)
        {
            Ascii.ToLower(text[..end], href.Extend(end), out _);
            assumed = IsPortBehind(text[(end + 1)..]) && !Schemes.MayPrecedeDigits(href.Span);
        }
        if (!assumed)
            return text[(end + 1)..];
        href.Clear();
        href.Append("http");
        return text;
    }

    /// <summary>How many slashes and backslashes the text begins with.</summary>
    public static int LeadingSlashes(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && (text[count] is '/' or '\\'))
            count++;
        return count;
    }

    private static bool IsPortBehind(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept(CharSets.Digits);
        var digits = end < 0 ? text : text[..end];
        return !digits.IsEmpty
            && (end < 0 || text[end] is '/' or '?' or '#' or '\\')
            && ushort.TryParse(digits, System.Globalization.CultureInfo.InvariantCulture, out _);
    }

    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text, bool fromEnd)
    {
        var start = 0;
        while (start < text.Length && text[start] <= ' ')
            start++;
        var end = text.Length;
        while (fromEnd && end > start && text[end - 1] <= ' ')
            end--;
        return text[start..end];
    }

    private static int CutAt(ReadOnlySpan<char> text, int limit) =>
        char.IsHighSurrogate(text[limit - 1]) && char.IsLowSurrogate(text[limit]) ? limit - 1 : limit;

    private static ReadOnlySpan<char> RemoveControls(ReadOnlySpan<char> text, UrlText to, scoped ref UrlMarks marks)
    {
        marks |= UrlMarks.ControlsRemoved;
        to.Clear();
        foreach (var c in text)
        {
            if (c is not ('\t' or '\n' or '\r'))
                to.Append(c);
        }
        return to.Span;
    }
}
