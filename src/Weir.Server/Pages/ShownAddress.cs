using System.Globalization;

namespace Weir.Server.Pages;

/// <summary>Addresses as people may see them: nothing a reader, a chat or a mail program turns into a link.</summary>
internal static class ShownAddress
{
    /// <summary>hxxp for http, [.] for each dot of the host. Text that is no address is treated as a host.</summary>
    public static string Defanged(string text)
    {
        text = Visible(text);
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var hostStart = scheme < 0 ? 0 : scheme + 3;
        var hostEnd = text.AsSpan(hostStart).IndexOfAny('/', '?', '#');
        hostEnd = hostEnd < 0 ? text.Length : hostStart + hostEnd;
        return Scheme(text[..hostStart]) + text[hostStart..hostEnd].Replace(".", "[.]", StringComparison.Ordinal) + text[hostEnd..];
    }

    /// <summary>The host of a canonical address, with its port; null when it has none.</summary>
    public static string? HostOf(string? canonical)
    {
        if (canonical is null) return null;
        var start = canonical.IndexOf("://", StringComparison.Ordinal);
        var rest = start < 0 ? canonical : canonical[(start + 3)..];
        var end = rest.AsSpan().IndexOfAny('/', '?');
        return end < 0 ? rest : end == 0 ? null : rest[..end];
    }

    // Controls and direction marks would let an address look like another one.
    private static string Visible(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = char.GetUnicodeCategory(from[i]) is UnicodeCategory.Control or UnicodeCategory.Format ? '\uFFFD' : from[i];
    });

    private static string Scheme(string scheme) => scheme.ToLowerInvariant() switch
    {
        "http://" => "hxxp://",
        "https://" => "hxxps://",
        "ftp://" => "fxp://",
        _ => scheme,
    };
}
