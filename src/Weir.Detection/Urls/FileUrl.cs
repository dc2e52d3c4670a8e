namespace Weir.Detection.Urls;

/// <summary>Reads <c>file:</c> URLs: an optional host, and drive letters that dot segments cannot leave.</summary>
internal static class FileUrl
{
    /// <summary>Reads what follows the colon of the scheme.</summary>
    public static UrlError Read(ReadOnlySpan<char> rest, UrlScratch scratch, ref UrlOffsets at)
    {
        var href = scratch.Href;
        href.Append("//");
        at.HostStart = href.Length;
        if (UrlInput.LeadingSlashes(rest) >= 2)
        {
            rest = rest[2..];
            var error = ReadHost(ref rest, scratch, ref at);
            if (error != UrlError.None)
                return error;
        }
        var end = rest.IndexOfAny(CharSets.QueryOrFragment);
        var path = end < 0 ? rest : rest[..end];
        at.PathStart = href.Length;
        PathWriter.WriteSegments(path, isSpecial: true, driveStays: true, href, ref at.Marks);
        at.PathLength = href.Length - at.PathStart;
        UrlTail.ReadQuery(rest[path.Length..], isSpecial: true, href, ref at);
        return UrlError.None;
    }

    private static UrlError ReadHost(ref ReadOnlySpan<char> rest, UrlScratch scratch, ref UrlOffsets at)
    {
        var end = rest.IndexOfAny(CharSets.SpecialAuthorityEnd);
        var host = end < 0 ? rest : rest[..end];
        if (host.IsEmpty || PathWriter.IsDrive(host))
            return UrlError.None;
        var error = HostReader.Read(host, scratch, ref at);
        if (error != UrlError.None)
            return error;
        if (scratch.Href.Span[at.HostStart..].SequenceEqual("localhost"))
        {
            scratch.Href.Truncate(at.HostStart);
            at.HostKind = HostKind.None;
        }
        at.HostLength = scratch.Href.Length - at.HostStart;
        rest = rest[host.Length..];
        return UrlError.None;
    }
}
