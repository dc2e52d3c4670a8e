using System.Text;

namespace Weir.Detection.Urls;

/// <summary>The host rules of the Safe Browsing specification.</summary>
internal static class SafeBrowsingHost
{
    /// <summary>An authority (bytes as Latin-1) without user and port, lower case, dots trimmed and collapsed, IPv4 in dotted decimal, IDN in punycode.</summary>
    public static string Canonical(string authority)
    {
        string host = authority[(authority.LastIndexOf('@') + 1)..];
        int colon = host.LastIndexOf(':');
        if (colon >= 0 && host.IndexOf(']', colon) < 0 && !host.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9')) host = host[..colon];
        host = string.Join('.', host.Split('.', StringSplitOptions.RemoveEmptyEntries));
        host = LowerAscii(host);
        if (IPv4Number.TryParse(host, out uint address))
            return $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}";
        return Punycode(host) ?? SafeBrowsingBytes.Escape(host);
    }

    // Only ASCII letters: the other characters are bytes of UTF-8.
    private static string LowerAscii(string bytes) => string.Create(bytes.Length, bytes, static (to, from) =>
    {
        for (int i = 0; i < to.Length; i++)
            to[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
    });

    private static string? Punycode(string host)
    {
        if (!host.AsSpan().ContainsAnyInRange('\u0080', '\u00ff')) return null;
        string text = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(host));
        if (text.Contains('\ufffd', StringComparison.Ordinal)) return null;
        return UrlParser.TryParse("http://" + text, new UrlScratch(), out Url url, out _) && url.HostKind == HostKind.Domain
            ? url.Host.ToString() : null;
    }
}
