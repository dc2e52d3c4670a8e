namespace Weir.Detection.Urls;

/// <summary>Reads path, query and fragment behind the authority.</summary>
internal static class UrlTail
{
    /// <summary>Appends the serialised tail; <paramref name="tail"/> is empty or begins with a slash, a question mark or a number sign.</summary>
    public static void Read(ReadOnlySpan<char> tail, bool isSpecial, UrlText href, ref UrlOffsets at)
    {
        var end = tail.IndexOfAny(CharSets.QueryOrFragment);
        var path = end < 0 ? tail : tail[..end];
        at.PathStart = href.Length;
        PathWriter.Write(path, isSpecial, href, ref at.Marks);
        at.PathLength = href.Length - at.PathStart;
        ReadQuery(tail[path.Length..], isSpecial, href, ref at);
    }

    /// <summary>Appends query and fragment; <paramref name="tail"/> is empty or begins with <c>?</c> or <c>#</c>.</summary>
    public static void ReadQuery(ReadOnlySpan<char> tail, bool isSpecial, UrlText href, ref UrlOffsets at)
    {
        if (tail.IsEmpty)
            return;
        var hash = tail.IndexOf('#');
        if (hash != 0)
        {
            var query = hash < 0 ? tail[1..] : tail[1..hash];
            href.Append('?');
            at.QueryStart = href.Length;
            PercentEncoding.Encode(query, isSpecial ? CharSets.SpecialQuerySafe : CharSets.QuerySafe, href);
            at.QueryLength = href.Length - at.QueryStart;
        }
        if (hash < 0)
            return;
        href.Append('#');
        at.FragmentStart = href.Length;
        PercentEncoding.Encode(tail[(hash + 1)..], CharSets.FragmentSafe, href);
    }
}
