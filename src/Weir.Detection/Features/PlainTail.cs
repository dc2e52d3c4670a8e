using System.Text;
using Weir.Detection.Urls;

namespace Weir.Detection.Features;

/// <summary>
/// Path and query in the one spelling that all spellings of a URL share (escapes undone, repeated slashes and dot segments
/// gone, as in <see cref="CanonicalUrl"/>), so that an escape more does not change a feature.
/// </summary>
internal readonly ref struct PlainTail
{
    /// <summary>Path without trailing slash, capitals kept.</summary>
    public ReadOnlySpan<char> RawPath { get; private init; }
    /// <summary>The same in lower case.</summary>
    public ReadOnlySpan<char> Path { get; private init; }
    /// <summary>Query in lower case.</summary>
    public ReadOnlySpan<char> Query { get; private init; }

    /// <summary>Reads the tail into buffers of the scratch; what is plain already is not copied.</summary>
    public static PlainTail Read(scoped in Url url, FeatureScratch scratch)
    {
        // An escape that is set anew takes three characters.
        scratch.Reserve(3 * (url.Path.Length + url.Query.Length));
        var path = url.Path;
        var query = url.Query;
        var used = 0;
        if (path.Contains('%') || path.IndexOf("//") >= 0)
        {
            used = CanonicalUrl.WritePath(path, scratch.Plain);
            path = scratch.Plain.AsSpan(0, used);
        }
        if (query.Contains('%'))
        {
            var to = scratch.Plain.AsSpan(used);
            query = to[..CanonicalEscapes.Write(query, isPath: false, to)];
        }
        path = path.TrimEnd('/');
        return new PlainTail { RawPath = path, Path = Lower(path, scratch.Lower), Query = Lower(query, scratch.Lower.AsSpan(path.Length)) };
    }

    private static ReadOnlySpan<char> Lower(ReadOnlySpan<char> text, Span<char> to)
    {
        Ascii.ToLower(text, to, out var written);
        return to[..written];
    }
}
