using System.Text;

namespace Weir.Detection.Urls;

/// <summary>Addresses that are pages or scripts themselves: <c>javascript:</c>, and <c>data:</c> of a kind that runs.</summary>
internal static class ScriptText
{
    /// <summary>True when opening the address runs what stands in it.</summary>
    public static bool IsScript(in Url url) => url.Scheme is "javascript" or "vbscript" || (url.Scheme is "data" && IsPage(url.Path));

    /// <summary>The script or page, percent- and base64-decoded.</summary>
    public static string Of(in Url url)
    {
        var text = url.Href[(url.Scheme.Length + 1)..];
        var comma = text.IndexOf(',');
        if (url.Scheme is not "data" || comma < 0) return PercentDecoded.Of(text);
        var body = PercentDecoded.Of(text[(comma + 1)..]);
        return text[..comma].EndsWith(";base64", StringComparison.OrdinalIgnoreCase) ? Base64(body) ?? body : body;
    }

    /// <summary>The ASCII reading of base64 in either alphabet, null when it is none.</summary>
    private static string? Base64(ReadOnlySpan<char> text)
    {
        var plain = text.ToString().Replace('-', '+').Replace('_', '/').TrimEnd('=');
        plain = plain.PadRight((plain.Length + 3) / 4 * 4, '=');
        var bytes = new byte[plain.Length];
        return Convert.TryFromBase64String(plain, bytes, out var count) ? Encoding.Latin1.GetString(bytes, 0, count) : null;
    }

    private static bool IsPage(ReadOnlySpan<char> path)
    {
        var kind = path[..Math.Max(0, path.IndexOf(','))];
        return kind.Contains("html", StringComparison.OrdinalIgnoreCase) || kind.Contains("svg", StringComparison.OrdinalIgnoreCase)
            || kind.Contains("xml", StringComparison.OrdinalIgnoreCase) || kind.Contains("javascript", StringComparison.OrdinalIgnoreCase);
    }
}
