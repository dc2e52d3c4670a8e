namespace Weir.Detection.Urls;

/// <summary>
/// Reads hostile text as browsers do: the basic URL parser of the WHATWG URL standard without a base URL. Text without
/// a scheme is read as http and marked. Never throws; time is linear in the text, which is cut at the scratch's limit.
/// </summary>
public static class UrlParser
{
    /// <summary>Parses <paramref name="subject"/>; false with the reason when no browser would read it as a URL.</summary>
    public static bool TryParse(ReadOnlySpan<char> subject, UrlScratch scratch, out Url url, out UrlError error)
    {
        var at = UrlOffsets.Empty;
        var text = UrlInput.Clean(subject, scratch, ref at.Marks);
        scratch.Href.Clear();
        error = text.IsEmpty ? UrlError.Empty : Read(text, scratch, ref at);
        url = error == UrlError.None ? new Url(scratch.Href.Span, at) : default;
        return error == UrlError.None;
    }

    private static UrlError Read(ReadOnlySpan<char> text, UrlScratch scratch, ref UrlOffsets at)
    {
        var href = scratch.Href;
        var rest = UrlInput.ReadScheme(text, href, out var assumed);
        at.SchemeLength = href.Length;
        var defaultPort = Schemes.DefaultPort(href.Span);
        href.Append(':');
        if (assumed)
            at.Marks |= UrlMarks.SchemeAssumed;
        if (assumed && UrlInput.LeadingSlashes(rest) == 1)
            return UrlError.NoHost;
        return defaultPort switch
        {
            < 0 => GenericUrl.Read(rest, scratch, ref at),
            0 => FileUrl.Read(rest, scratch, ref at),
            _ => ReadSpecial(rest, defaultPort, scratch, ref at),
        };
    }

    private static UrlError ReadSpecial(ReadOnlySpan<char> rest, int defaultPort, UrlScratch scratch, ref UrlOffsets at)
    {
        var slashes = UrlInput.LeadingSlashes(rest);
        if (slashes != 2 && !((at.Marks & UrlMarks.SchemeAssumed) != 0 && slashes == 0))
            at.Marks |= UrlMarks.SlashesFixed;
        if (rest[..slashes].Contains('\\'))
            at.Marks |= UrlMarks.Backslashes;
        rest = rest[slashes..];
        scratch.Href.Append("//");
        var end = rest.IndexOfAny(CharSets.SpecialAuthorityEnd);
        var authority = end < 0 ? rest : rest[..end];
        var error = AuthorityReader.Read(authority, defaultPort, scratch, ref at);
        if (error == UrlError.None)
            UrlTail.Read(rest[authority.Length..], isSpecial: true, scratch.Href, ref at);
        return error;
    }
}
