using System.Text;
using AngleSharp.Css.Dom;
using AngleSharp.Css.Parser;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Weir.Pipeline.Feeds.Pages;

/// <summary>What a page holds: entries in their order, and the address of the page that follows.</summary>
internal sealed record PageContent(IReadOnlyList<FeedRow> Rows, Uri? Next);

/// <summary>Reads the entries of a page by CSS selectors. Bounded in depth, because hostile pages nest without end.</summary>
internal sealed class PageReading(PageOptions options)
{
    private const int Deepest = 400;
    private const int MostCharacters = 16 << 20;
    private const int LongestValue = 8192;

    private readonly ISelector _entries = Selector(options.Selector)!;
    private readonly ISelector? _next = options.Next is null ? null : Selector(options.Next);

    /// <summary>A selector; null when it is none.</summary>
    public static ISelector? Selector(string text) => new CssSelectorParser().ParseSelector(text) is { } selector and not null && selector.Text.Length > 0 ? selector : null;

    /// <summary>
    /// Reads a page that was found at an address; line numbers go on from <paramref name="first"/>. Hostile nesting costs the square of
    /// its depth, so that the token should end with time.
    /// </summary>
    public async Task<PageContent> ReadAsync(string html, Uri address, long first, CancellationToken ct)
    {
        // From a stream the parser looks at the token now and then; the mark fixes the character set.
        using var bytes = new MemoryStream([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(html.Length > MostCharacters ? html[..MostCharacters] : html)]);
        using var document = await new HtmlParser().ParseDocumentAsync(bytes, ct);
        var rows = new List<FeedRow>();
        Uri? next = null;
        foreach (var element in Elements(document))
        {
            if (_entries.Match(element, document.DocumentElement)) rows.Add(Row(element, address, first + rows.Count));
            if (next is null && _next is not null && _next.Match(element, document.DocumentElement)) next = Resolved(address, element.GetAttribute("href") ?? "");
        }

        return new PageContent(rows, next is { Scheme: "http" or "https" } && next.Host == address.Host ? next : null);
    }

    // Without recursion: the tree may be deeper than any stack.
    private static IEnumerable<IElement> Elements(IDocument document)
    {
        var depth = 0;
        for (INode? at = document.DocumentElement; at is not null;)
        {
            if (at is IElement element) yield return element;
            if (depth < Deepest && at.FirstChild is { } child)
            {
                (at, depth) = (child, depth + 1);
                continue;
            }

            while (at is not null && at.NextSibling is null) (at, depth) = (at.Parent, depth - 1);
            at = at?.NextSibling;
        }
    }

    private FeedRow Row(IElement element, Uri address, long number)
    {
        var isLink = options.Attribute is null && element.HasAttribute("href");
        var written = options.Attribute is null && !isLink ? Text(element) : element.GetAttribute(options.Attribute ?? "href") ?? "";
        var value = written.Trim();
        if (value.Length == 0) return FeedRow.Refused(number, element.LocalName, "the element holds no address");
        if (value.Length > LongestValue) return FeedRow.Refused(number, value[..200], $"longer than {LongestValue} characters");
        if (!isLink && options.Attribute is not ("href" or "src" or "action")) return FeedRow.Entry(number, value, value);
        return Resolved(address, value) is { Scheme: "http" or "https" } ? FeedRow.Entry(number, value, Whole(address, value)) : FeedRow.LeftOut(number);
    }

    // The address as written when it is whole: resolving would spell it anew.
    private static string Whole(Uri address, string value) => value.Contains("://", StringComparison.Ordinal) ? value : Resolved(address, value)!.AbsoluteUri;

    private static Uri? Resolved(Uri address, string value) => Uri.TryCreate(address, value, out var resolved) ? resolved : null;

    private static string Text(IElement element)
    {
        var text = new StringBuilder();
        var depth = 0;
        for (var at = element.FirstChild; at is not null && text.Length <= LongestValue;)
        {
            if (at is IText piece) text.Append(piece.Data);
            if (depth < Deepest && at.FirstChild is { } child)
            {
                (at, depth) = (child, depth + 1);
                continue;
            }

            while (at is not null && at != element && at.NextSibling is null) (at, depth) = (at.Parent, depth - 1);
            at = at == element ? null : at?.NextSibling;
        }

        return text.ToString();
    }
}
