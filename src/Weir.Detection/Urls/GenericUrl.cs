namespace Weir.Detection.Urls;

/// <summary>Reads URLs whose scheme is not special: with an authority, with a path only, or opaque (<c>data:</c>, <c>mailto:</c>).</summary>
internal static class GenericUrl
{
    /// <summary>Reads what follows the colon of the scheme.</summary>
    public static UrlError Read(ReadOnlySpan<char> rest, UrlScratch scratch, ref UrlOffsets at)
    {
        if (!rest.StartsWith("//"))
        {
            ReadPath(rest, scratch.Href, ref at);
            return UrlError.None;
        }
        scratch.Href.Append("//");
        rest = rest[2..];
        var end = rest.IndexOfAny(CharSets.AuthorityEnd);
        var authority = end < 0 ? rest : rest[..end];
        var error = AuthorityReader.Read(authority, -1, scratch, ref at);
        if (error == UrlError.None)
            UrlTail.Read(rest[authority.Length..], isSpecial: false, scratch.Href, ref at);
        return error;
    }

    private static void ReadPath(ReadOnlySpan<char> rest, UrlText href, ref UrlOffsets at)
    {
        var end = rest.IndexOfAny(CharSets.QueryOrFragment);
        var path = end < 0 ? rest : rest[..end];
        at.PathStart = href.Length;
        if (path is ['/', ..])
            WriteRooted(path, href, ref at);
        else
            WriteOpaque(path, isLast: end < 0, href);
        at.PathLength = href.Length - at.PathStart;
        UrlTail.ReadQuery(rest[path.Length..], isSpecial: false, href, ref at);
    }

    private static void WriteRooted(ReadOnlySpan<char> path, UrlText href, ref UrlOffsets at)
    {
        PathWriter.Write(path, isSpecial: false, href, ref at.Marks);
        if (!href.Span[at.PathStart..].StartsWith("//"))
            return;
        // Without this the path would read as an authority next time (URL serializer, step 3).
        var length = href.Length - at.PathStart;
        href.Extend(2);
        var all = href.Written;
        all.Slice(at.PathStart, length).CopyTo(all[(at.PathStart + 2)..]);
        "/.".CopyTo(all[at.PathStart..]);
        at.PathStart += 2;
    }

    private static void WriteOpaque(ReadOnlySpan<char> path, bool isLast, UrlText href)
    {
        var lastSpace = !isLast && path is [.., ' '];
        var kept = lastSpace ? path[..^1] : path;
        PercentEncoding.Encode(kept, CharSets.OpaqueSafe, href);
        if (lastSpace)
            href.Append("%20");
    }
}
