using System.Text;

namespace Weir.Detection.Urls;

/// <summary>
/// Finds the addresses to which an address leads on: the destination of a known wrapper (link rewriter, open redirect,
/// translation or AMP proxy), else every absolute web address in path, query or script. Allocates only when there is one.
/// </summary>
public sealed class Unwrap
{
    private const int Most = 3;
    private static readonly string[] Starts = ["https:", "http:"];

    private Unwrap(bool isWrapper, IReadOnlyList<string> destinations, string? bare) => (IsWrapper, Destinations, Bare) = (isWrapper, destinations, bare);

    /// <summary>True when the outer address only carries: the destination is what is visited.</summary>
    public bool IsWrapper { get; }

    /// <summary>Where the address leads on to, at most three; as written in it, percent-decoded.</summary>
    public IReadOnlyList<string> Destinations { get; }

    /// <summary>The address without the ones it carries; null for wrappers and scripts.</summary>
    public string? Bare { get; }

    /// <summary>What an address carries; null when it carries nothing.</summary>
    public static Unwrap? Read(in Url url)
    {
        if (!url.IsWeb) return ScriptText.IsScript(url) ? Of(false, Addresses(ScriptText.Of(url)), null) : url.Scheme is "blob" ? Of(true, [url.Path.ToString()], null) : null;
        if (Wrappers.Destination(url) is { } destination) return Of(true, [destination], null);
        var tail = url.Href[(url.Href.Length - url.Path.Length - (url.HasQuery ? url.Query.Length + 1 : 0) - (url.HasFragment ? url.Fragment.Length + 1 : 0))..];
        if (tail.IndexOf("http", StringComparison.OrdinalIgnoreCase) < 0) return null;
        var found = new List<string>();
        var query = Query(url.Query, found);
        var path = PercentDecoded.Of(url.Path);
        var start = Start(path);
        if (start > 0) found.AddRange(Addresses(path.AsSpan(start)));
        if (found.Count == 0) return null;
        var bare = $"{url.Href[..(url.Href.Length - tail.Length)]}{(start > 0 ? path.AsSpan(0, start) : url.Path)}{(query.Length > 0 ? "?" : "")}{query}";
        return Of(false, found, bare);
    }

    private static Unwrap? Of(bool isWrapper, List<string> found, string? bare) =>
        found.Count == 0 ? null : new Unwrap(isWrapper, [.. found.Distinct(StringComparer.Ordinal).Take(Most)], bare);

    /// <summary>Collects the parameters that are addresses and returns the query without them.</summary>
    private static string Query(ReadOnlySpan<char> query, List<string> found)
    {
        var rest = new StringBuilder();
        foreach (var range in query.Split('&'))
        {
            var parameter = query[range];
            var value = PercentDecoded.Of(parameter[(parameter.IndexOf('=') + 1)..]);
            if (Start(value) == 0) found.Add(value);
            else rest.Append(rest.Length > 0 ? "&" : "").Append(parameter);
        }
        return rest.ToString();
    }

    /// <summary>Every absolute web address of a text; each ends where the next begins, or at a quote, space or angle.</summary>
    private static List<string> Addresses(ReadOnlySpan<char> text)
    {
        var found = new List<string>();
        for (var at = Start(text); at >= 0 && found.Count < Most; at = Start(text))
        {
            text = text[at..];
            var end = text.IndexOfAny(" \"'<>`\\");
            var next = Start(text[1..]);
            var length = end < 0 ? text.Length : end;
            found.Add((next >= 0 && next + 1 < length ? text[..(next + 1)] : text[..length]).ToString());
            text = text[found[^1].Length..];
        }
        return found;
    }

    /// <summary>Where the next <c>http:</c> or <c>https:</c> with a slash behind it begins, -1 when there is none.</summary>
    private static int Start(ReadOnlySpan<char> text)
    {
        var best = -1;
        foreach (var start in Starts)
        {
            var at = text.IndexOf(start, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && at + start.Length < text.Length && text[at + start.Length] is '/' or '\\' && (best < 0 || at < best)) best = at;
        }
        return best;
    }
}
