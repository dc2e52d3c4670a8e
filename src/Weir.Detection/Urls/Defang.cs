namespace Weir.Detection.Urls;

/// <summary>
/// Makes URLs unclickable for people ("hxxps://evil[.]example") and undoes what others did for that purpose. Linear and
/// idempotent. Only scheme and authority are touched; a URL that is not defanged comes back as it was.
/// </summary>
public static class Defang
{
    private static readonly (string From, string To)[] Marks =
    [
        ("[.]", "."), ("(.)", "."), ("{.}", "."), ("[dot]", "."), ("(dot)", "."), ("{dot}", "."), (" dot ", "."), (" .", "."), (". ", "."),
        ("\\.", "."), ("\\/", "/"), ("[/]", "/"), ("[:]/", ":/"), ("[:/", ":/"), ("://]", "://"), ("[@]", "@"), ("[at]", "@"), ("(at)", "@"),
    ];

    private static readonly (string From, string To)[] FangedSchemes =
    [
        ("hxxp", "http"), ("hxxps", "https"), ("h**p", "http"), ("h**ps", "https"), ("hxtp", "http"), ("hxtps", "https"),
        ("htxp", "http"), ("htxps", "https"), ("fxp", "ftp"), ("fxps", "ftps"),
    ];

    /// <summary>True when the text may be defanged; allocates nothing and may say true without need.</summary>
    public static bool NeedsRefang(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> trimmed = text.TrimStart();
        if (trimmed.Length > 3 && (trimmed[..4].ContainsAny("xX*") || trimmed[..4].Contains('*'))) return true;
        int end = trimmed.IndexOfAny("?#");
        return (end < 0 ? trimmed : trimmed[..end]).IndexOfAny("[({\\ ") >= 0;
    }

    /// <summary>The URL that a defanged text stands for.</summary>
    public static string Refanged(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return NeedsRefang(text) ? Refanged(text, new UrlText(text.Length + 1)).ToString() : text;
    }

    /// <summary>The same for text that may need it, written into the buffer when it does.</summary>
    internal static ReadOnlySpan<char> Refanged(ReadOnlySpan<char> text, UrlText to)
    {
        if (IsOpaque(text)) return text;
        to.Clear();
        int at = 0;
        while (at < text.Length && !EndsAuthority(to.Span))
        {
            to.Append(text[at++]);
            while (to.Span[^1] is ']' or ')' or '}' or ' ' or '.' or '/' && Reduce(to)) { }
        }
        to.Append(text[at..]);
        RefangScheme(to);
        return to.Span;
    }

    /// <summary>The text with scheme and host made unclickable; an IPv6 host keeps its form.</summary>
    public static string Defanged(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string plain = Refanged(text);
        if (IsOpaque(plain)) return plain;
        int colon = plain.IndexOf("://", StringComparison.Ordinal);
        int start = colon < 0 ? 0 : colon + 3;
        int end = plain.AsSpan(start).IndexOfAny("/?#\\");
        end = end < 0 ? plain.Length : start + end;
        string authority = plain[start..end];
        if (!authority.Contains('[', StringComparison.Ordinal)) authority = authority.Replace(".", "[.]", StringComparison.Ordinal);
        string scheme = colon < 0 ? "" : plain[..colon].ToLowerInvariant() switch
        {
            "http" => "hxxp://",
            "https" => "hxxps://",
            "ftp" => "fxp://",
            _ => plain[..start],
        };
        return string.Concat(scheme, authority, plain.AsSpan(end));
    }

    // Every suffix of the result is looked at once a character, so no mark is left over: a second run changes nothing.
    private static bool Reduce(UrlText result)
    {
        foreach ((string from, string to) in Marks)
        {
            if (!EndsWith(result.Span, from)) continue;
            result.Truncate(result.Length - from.Length);
            result.Append(to);
            return true;
        }
        return false;
    }

    private static bool EndsWith(ReadOnlySpan<char> text, string end)
    {
        int offset = text.Length - end.Length;
        if (offset < 0) return false;
        for (int i = end.Length - 1; i >= 0; i--)
            if (char.ToLowerInvariant(text[offset + i]) != end[i]) return false;
        return true;
    }

    private static bool EndsAuthority(ReadOnlySpan<char> text)
    {
        if (text.Length == 0) return false;
        char last = text[^1];
        if (last is '?' or '#') return true;
        if (last != '/') return false;
        // The slashes of "://" (also half written, "[:/" and ":/") do not end it.
        char before = text.Length > 1 ? text[^2] : '\0';
        return before != ':' && before != '[' && !(before == '/' && text.Length > 2 && text[^3] == ':');
    }

    private static void RefangScheme(UrlText text)
    {
        ReadOnlySpan<char> trimmed = text.Span.TrimStart();
        int colon = trimmed.IndexOf(':');
        if (colon is < 0 or > 5) return;
        foreach ((string from, string to) in FangedSchemes)
        {
            if (!trimmed[..colon].Equals(from, StringComparison.OrdinalIgnoreCase)) continue;
            text.RemoveStart(text.Length - trimmed.Length + colon);
            text.Insert(to);
            return;
        }
    }

    // data:, javascript: and the like have no host that could be defanged.
    private static bool IsOpaque(ReadOnlySpan<char> text)
    {
        int colon = text.IndexOf(':');
        if (colon <= 0 || text[..colon].Trim().ContainsAnyExcept(SchemeLetters)) return false;
        ReadOnlySpan<char> scheme = text[..colon].Trim();
        return !scheme.Equals("mailto", StringComparison.OrdinalIgnoreCase)
            && (colon + 1 >= text.Length || text[colon + 1] is not ('/' or '\\' or '[' or ']'));
    }

    private static readonly System.Buffers.SearchValues<char> SchemeLetters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-");
}
