namespace Weir.Detection.Urls;

/// <summary>Writes a path in its serialised form: dot segments resolved, backslashes turned, escapes added.</summary>
internal static class PathWriter
{
    /// <summary>Appends <paramref name="path"/>; web paths always get their leading slash.</summary>
    public static void Write(ReadOnlySpan<char> path, bool isSpecial, UrlText href, scoped ref UrlMarks marks)
    {
        if (isSpecial && path.IsEmpty)
            href.Append('/');
        else if (IsPlain(path))
            href.Append(path);
        else
            WriteSegments(path, isSpecial, driveStays: false, href, ref marks);
    }

    /// <summary>Appends the segments of <paramref name="path"/>; with <paramref name="driveStays"/> a leading <c>C:</c> survives dot segments.</summary>
    public static void WriteSegments(ReadOnlySpan<char> path, bool isSpecial, bool driveStays, UrlText href, scoped ref UrlMarks marks)
    {
        var start = href.Length;
        if (!path.IsEmpty && IsSlash(path[0], isSpecial))
            path = Step(path, 0, ref marks);
        while (true)
        {
            var end = isSpecial ? path.IndexOfAny('/', '\\') : path.IndexOf('/');
            var segment = end < 0 ? path : path[..end];
            WriteSegment(segment, start, isLast: end < 0, driveStays, href, ref marks);
            if (end < 0)
                return;
            path = Step(path, end, ref marks);
        }
    }

    private static void WriteSegment(
        ReadOnlySpan<char> segment, int start, bool isLast, bool driveStays, UrlText href, scoped ref UrlMarks marks)
    {
        var dots = Dots(segment);
        if (dots == 0)
        {
            href.Append('/');
            if (driveStays && href.Length == start + 1 && IsDrive(segment))
            {
                href.Append(segment[0]);
                href.Append(':');
                return;
            }
            PercentEncoding.Encode(segment, CharSets.PathSafe, href);
            return;
        }
        marks |= UrlMarks.DotSegments;
        if (dots == 2)
            DropLast(start, driveStays, href);
        if (isLast)
            href.Append('/');
    }

    /// <summary>1 for a <c>.</c> segment, 2 for <c>..</c>, 0 for any other; <c>%2e</c> counts as a dot.</summary>
    public static int Dots(ReadOnlySpan<char> segment)
    {
        var count = 0;
        while (!segment.IsEmpty && count < 3)
        {
            var length = segment[0] == '.' ? 1 : segment.StartsWith("%2e", StringComparison.OrdinalIgnoreCase) ? 3 : 0;
            if (length == 0)
                return 0;
            segment = segment[length..];
            count++;
        }
        return count < 3 ? count : 0;
    }

    /// <summary>True for a Windows drive letter: <c>C:</c> or <c>C|</c>.</summary>
    public static bool IsDrive(ReadOnlySpan<char> segment) =>
        segment.Length == 2 && char.IsAsciiLetter(segment[0]) && segment[1] is ':' or '|';

    private static bool IsPlain(ReadOnlySpan<char> path)
    {
        if (path.IndexOfAnyExcept(CharSets.PathPlain) >= 0)
            return false;
        return path.IndexOf("/.") < 0 && path.IndexOf("/%2") < 0;
    }

    private static void DropLast(int start, bool driveStays, UrlText href)
    {
        var written = href.Span[start..];
        if (driveStays && written.Length == 3 && IsDrive(written[1..]))
            return;
        var slash = written.LastIndexOf('/');
        if (slash >= 0)
            href.Truncate(start + slash);
    }

    private static bool IsSlash(char c, bool isSpecial) => c == '/' || (isSpecial && c == '\\');

    private static ReadOnlySpan<char> Step(ReadOnlySpan<char> path, int at, scoped ref UrlMarks marks)
    {
        if (path[at] == '\\')
            marks |= UrlMarks.Backslashes;
        return path[(at + 1)..];
    }
}
