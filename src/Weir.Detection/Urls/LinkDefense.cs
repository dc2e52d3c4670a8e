using System.Text;

namespace Weir.Detection.Urls;

/// <summary>The link rewriting of Proofpoint, versions 2 and 3, undone.</summary>
internal static class LinkDefense
{
    /// <summary>The address that was rewritten; null when the form is another.</summary>
    public static string? Destination(in Url url) => url.Path.StartsWith("/v3/__") ? Third(url) : url.Path.StartsWith("/v2/url") ? Second(url.Query) : null;

    /// <summary>Version 2: the hyphen stands for the percent sign, the underline for the slash.</summary>
    private static string? Second(ReadOnlySpan<char> query)
    {
        foreach (var range in query.Split('&'))
            if (query[range].StartsWith("u=")) return PercentDecoded.Once(query[range][2..].ToString().Replace('-', '%').Replace('_', '/'));
        return null;
    }

    /// <summary>Version 3: <c>__ADDRESS__;BASE64!</c>; each star of the address is the next byte of the base64 text.</summary>
    private static string? Third(in Url url)
    {
        var text = url.Href[url.Href.IndexOf("/v3/__")..]["/v3/__".Length..];
        var end = text.LastIndexOf("__;");
        if (end < 0) return null;
        var behind = text[(end + 3)..];
        var bytes = ScriptText.Base64(behind[..Math.Max(0, behind.IndexOf('!'))]) ?? "";
        var address = new StringBuilder();
        var next = 0;
        foreach (var c in text[..end]) address.Append(c == '*' && next < bytes.Length ? bytes[next++] : c);
        return address.Replace(":/", "://", 0, Math.Min(address.Length, 8)).Replace(":///", "://", 0, Math.Min(address.Length, 10)).ToString();
    }
}
