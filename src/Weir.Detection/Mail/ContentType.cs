using System.Text;

namespace Weir.Detection.Mail;

/// <summary>A media type and the parameters that reading needs (RFC 2045 section 5.1), read as mail programs do: leniently.</summary>
internal sealed record ContentType(string Media, string Boundary, string Charset, string Name)
{
    private const int LongestBoundary = 200;

    /// <summary>Reads a Content-Type field; text/plain when it is empty.</summary>
    public static ContentType Read(string field, string disposition)
    {
        var parameters = Parameters(field);
        var media = field.Split(';', 2)[0].Trim().ToLowerInvariant();
        var boundary = parameters.GetValueOrDefault("boundary", "");
        return new ContentType(
            media.Length == 0 ? "text/plain" : media,
            boundary.Length <= LongestBoundary ? boundary : "",
            parameters.GetValueOrDefault("charset", ""),
            Parameters(disposition).GetValueOrDefault("filename") ?? parameters.GetValueOrDefault("name", ""));
    }

    /// <summary>HTML, also as an attached page: a favourite of phishing.</summary>
    public bool IsHtml => Media is "text/html" or "application/xhtml+xml"
        || Name.EndsWith(".html", StringComparison.OrdinalIgnoreCase) || Name.EndsWith(".htm", StringComparison.OrdinalIgnoreCase)
        || Name.EndsWith(".shtml", StringComparison.OrdinalIgnoreCase) || Name.EndsWith(".xhtml", StringComparison.OrdinalIgnoreCase);

    /// <summary>Other text that a person reads.</summary>
    public bool IsPlain => Media is "text/plain" or "text" or "text/enriched" or "text/markdown" or "text/calendar";

    // A long value may come in pieces, name*0, name*1 (RFC 2231): they are joined in the order in which they stand.
    private static Dictionary<string, string> Parameters(string field)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var at = field.IndexOf(';', StringComparison.Ordinal); at >= 0 && at < field.Length;)
        {
            var equals = field.IndexOf('=', at);
            if (equals < 0) break;
            var name = field[(at + 1)..equals].Trim();
            var value = Value(field, equals + 1, out at);
            var star = name.IndexOf('*', StringComparison.Ordinal);
            if (star > 0) found[name[..star]] = found.GetValueOrDefault(name[..star], "") + value;
            else found.TryAdd(name, value);
        }

        return found;
    }

    private static string Value(string field, int start, out int end)
    {
        while (start < field.Length && field[start] is ' ' or '\t') start++;
        if (start >= field.Length || field[start] != '"')
        {
            end = field.IndexOf(';', Math.Min(start, field.Length));
            return field[Math.Min(start, field.Length)..(end < 0 ? field.Length : end)].Trim();
        }

        var value = new StringBuilder();
        var i = start + 1;
        for (; i < field.Length && field[i] != '"'; i++) value.Append(field[i] == '\\' && i + 1 < field.Length ? field[++i] : field[i]);
        end = i < field.Length ? field.IndexOf(';', i) : -1;
        return value.ToString();
    }
}
