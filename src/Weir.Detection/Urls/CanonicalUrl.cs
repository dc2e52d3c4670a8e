using System.Buffers;

namespace Weir.Detection.Urls;

/// <summary>
/// The key of a URL: all spellings of one web address give the same text <c>host[:port]/path[?query]</c>. http and https
/// are one; user, password and fragment are dropped; escapes are undone to the bottom and set anew, dot segments
/// resolved, repeated slashes and dots collapsed, as Safe Browsing canonicalisation does. Other schemes keep <c>scheme:</c>.
/// </summary>
public static class CanonicalUrl
{
    /// <summary>A length in characters that the key of <paramref name="url"/> never exceeds.</summary>
    public static int MaxLength(in Url url) => url.Href.Length * 3 + 16;

    /// <summary>The key as a string.</summary>
    public static string Of(in Url url)
    {
        var buffer = ArrayPool<char>.Shared.Rent(MaxLength(url));
        var key = new string(buffer, 0, Write(url, buffer));
        ArrayPool<char>.Shared.Return(buffer);
        return key;
    }

    /// <summary>
    /// Writes the key and returns its length. Throws when <paramref name="to"/> is shorter than <see cref="MaxLength"/>.
    /// </summary>
    public static int Write(in Url url, Span<char> to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to.Length, MaxLength(url));
        var length = 0;
        if (!url.IsWeb)
        {
            url.Scheme.CopyTo(to);
            length = url.Scheme.Length;
            to[length++] = ':';
        }
        length += CanonicalHost.Write(url.Host, to[length..]);
        if (url.Port >= 0)
        {
            to[length++] = ':';
            url.Port.TryFormat(to[length..], out var digits, default, System.Globalization.CultureInfo.InvariantCulture);
            length += digits;
        }
        length += WritePath(url.Path, to[length..]);
        if (!url.Query.IsEmpty)
        {
            to[length++] = '?';
            length += CanonicalEscapes.Write(url.Query, isPath: false, to[length..]);
        }
        return length;
    }

    /// <summary>Writes a path as the key has it; <paramref name="to"/> must hold three times its length.</summary>
    internal static int WritePath(ReadOnlySpan<char> path, Span<char> to)
    {
        if (path is not ['/', ..])
            return CanonicalEscapes.Write(path, isPath: true, to);
        var decoded = CanonicalEscapes.Decode(path, to);
        return CanonicalEscapes.Encode(to, Resolve(to[..decoded]), isPath: true);
    }

    /// <summary>Resolves dot segments and drops empty segments in place.</summary>
    private static int Resolve(Span<char> path)
    {
        var written = 0;
        var at = 0;
        while (at < path.Length)
        {
            var rest = path[(at + 1)..];
            var end = rest.IndexOf('/');
            var segment = end < 0 ? rest : rest[..end];
            at += 1 + segment.Length;
            if (segment is "..")
                written = Math.Max(0, path[..written].LastIndexOf('/'));
            else if (segment.Length > 0 && segment is not ".")
            {
                path[written++] = '/';
                segment.CopyTo(path[written..]);
                written += segment.Length;
                continue;
            }
            if (at == path.Length)
                path[written++] = '/';
        }
        return written;
    }
}
