using System.Buffers;

namespace Weir.Detection.Mail;

/// <summary>Where an address begins and ends in running text.</summary>
internal static class PlainText
{
    private static readonly string[] SchemesEnding = ["https", "http", "hxxps", "hxxp"];

    /// <summary>Characters that no address in running text contains.</summary>
    public static SearchValues<char> Ends { get; } = SearchValues.Create(" \t\r\n\f\v\"<>\u00A0\u2028\u2029`\u201C\u201D|");

    /// <summary>How long the scheme at the end of a text is; 0 when no web scheme stands there.</summary>
    public static int SchemeLength(ReadOnlySpan<char> before)
    {
        foreach (var scheme in SchemesEnding)
            if (before.EndsWith(scheme, StringComparison.OrdinalIgnoreCase)) return scheme.Length;
        return 0;
    }

    /// <summary>Whether a text begins as a web address does.</summary>
    public static bool IsAddress(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        return colon is >= 4 and <= 5 && SchemeLength(text[..colon]) == colon;
    }

    /// <summary>Without the punctuation of the sentence around it; a closing bracket stays when it was opened inside.</summary>
    public static ReadOnlySpan<char> Trimmed(ReadOnlySpan<char> address)
    {
        while (!address.IsEmpty)
        {
            var last = address[^1];
            var isBracket = last is ')' or ']' or '}';
            if (isBracket && address.Count(last) <= address.Count(last switch { ')' => '(', ']' => '[', _ => '{' })) break;
            if (!isBracket && last is not ('.' or ',' or ';' or ':' or '!' or '?' or '\'' or '*' or '_' or '\u2019')) break;
            address = address[..^1];
        }

        return address;
    }
}
