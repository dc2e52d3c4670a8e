namespace Weir.Detection.Urls;

/// <summary>How a URL was read, as plain values for JSON. Absent parts are null.</summary>
/// <param name="Scheme">In lower case, without the colon.</param>
/// <param name="Userinfo">User and password, without the at sign.</param>
/// <param name="Host">As serialised: ASCII, IPv6 in brackets.</param>
/// <param name="Port">Null when none is given or it is the default of the scheme.</param>
/// <param name="Path">As serialised.</param>
/// <param name="Query">Without the question mark.</param>
/// <param name="Fragment">Without the number sign.</param>
/// <param name="Href">The serialisation of the URL standard.</param>
/// <param name="Canonical">The key, see <see cref="CanonicalUrl"/>.</param>
/// <param name="Marks">What was odd in the text, in camel case.</param>
public sealed record UrlView(
    string Scheme,
    string? Userinfo,
    string? Host,
    int? Port,
    string Path,
    string? Query,
    string? Fragment,
    string Href,
    string Canonical,
    IReadOnlyList<string> Marks)
{
    /// <summary>Copies the parts out of <paramref name="url"/>.</summary>
    public static UrlView Of(in Url url) => new(
        url.Scheme.ToString(),
        url.Userinfo.IsEmpty ? null : url.Userinfo.ToString(),
        url.Host.IsEmpty ? null : url.Host.ToString(),
        url.Port < 0 ? null : url.Port,
        url.Path.ToString(),
        url.HasQuery ? url.Query.ToString() : null,
        url.HasFragment ? url.Fragment.ToString() : null,
        url.Href.ToString(),
        CanonicalUrl.Of(url),
        MarkNames(url.Marks));

    private static string[] MarkNames(UrlMarks marks) =>
    [
        .. Enum.GetValues<UrlMarks>()
            .Where(m => m != UrlMarks.None && marks.HasFlag(m))
            .Select(m => char.ToLowerInvariant(m.ToString()[0]) + m.ToString()[1..]),
    ];
}
