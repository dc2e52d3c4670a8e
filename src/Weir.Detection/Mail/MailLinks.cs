using System.Net;

namespace Weir.Detection.Mail;

/// <summary>Gathers the web addresses of a mail, each once, in their order.</summary>
internal sealed class MailLinks
{
    private const int MostLinks = 5000;
    private const int Longest = 8192;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _found = [];

    /// <summary>The addresses so far.</summary>
    public IReadOnlyList<string> Found => _found;

    /// <summary>
    /// Adds where links, forms and refreshes of a page lead. The text of a link is no address: it often names the very site that is
    /// imitated.
    /// </summary>
    public void AddHtml(string html)
    {
        var tags = new HtmlTags(html);
        while (_found.Count < MostLinks && tags.Read())
        {
            if (tags.Name is "a" or "area") Add(tags["href"]);
            else if (tags.Name is "form") Add(tags["action"]);
            else if (tags.Name is "iframe") Add(tags["src"]);
            else if (tags.Name is "meta" && tags["http-equiv"].Equals("refresh", StringComparison.OrdinalIgnoreCase)) Add(Refresh(tags["content"]));
        }
    }

    /// <summary>Adds the addresses that stand in a text, also defanged ones (hxxp).</summary>
    public void AddPlain(string text)
    {
        for (var at = 0; at < text.Length && _found.Count < MostLinks;)
        {
            var start = Start(text, at);
            if (start < 0) return;
            var rest = text.AsSpan(start);
            var end = rest.IndexOfAny(PlainText.Ends);
            var length = end < 0 ? rest.Length : end;
            Add(PlainText.Trimmed(rest[..length]).ToString());
            at = start + Math.Max(length, 1);
        }
    }

    private void Add(string written)
    {
        var address = WebUtility.HtmlDecode(written).Trim();
        if (address.StartsWith("//", StringComparison.Ordinal)) address = "http:" + address;
        if (address.Length is < 8 or > Longest || !PlainText.IsAddress(address) || !_known.Add(address)) return;
        _found.Add(address);
    }

    private static int Start(string text, int from)
    {
        for (var colon = text.IndexOf("://", from, StringComparison.Ordinal); colon >= 0; colon = text.IndexOf("://", colon + 3, StringComparison.Ordinal))
        {
            var length = PlainText.SchemeLength(text.AsSpan(from, colon - from));
            if (length > 0) return colon - length;
        }

        return -1;
    }

    private static string Refresh(string content)
    {
        var at = content.IndexOf("url=", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? "" : content[(at + 4)..].Trim(' ', '\'', '"');
    }
}
