using System.Text;

namespace Weir.Detection.Urls;

/// <summary>Proxies that carry the visited host in their own: translation and AMP caches.</summary>
internal static class ProxyHosts
{
    /// <summary>translate.goog writes dots as hyphens and hyphens doubled; its own parameters begin with <c>_x_tr_</c>.</summary>
    public static string? Translated(in Url url, ReadOnlySpan<char> label)
    {
        if (label.IsEmpty || label.Contains('.')) return null;
        var host = label.ToString().Replace("--", "\n", StringComparison.Ordinal).Replace('-', '.').Replace('\n', '-');
        var query = new StringBuilder();
        foreach (var range in url.Query.Split('&'))
            if (!url.Query[range].StartsWith("_x_tr_")) query.Append(query.Length > 0 ? '&' : '?').Append(url.Query[range]);
        return host.Contains('.') ? $"https://{host}{url.Path}{query}" : null;
    }

    /// <summary>The AMP cache: <c>/c/s/host/path</c>, where s stands for https and c, v, i, r for the kind of content.</summary>
    public static string? Amp(in Url url)
    {
        var path = url.Path;
        if (path.Length < 4 || path[0] != '/' || path[1] is not ('c' or 'v' or 'i' or 'r' or 'a') || path[2] != '/') return null;
        path = path[3..];
        var isSecure = path.StartsWith("s/");
        if (isSecure) path = path[2..];
        var query = url.HasQuery ? $"?{url.Query}" : "";
        return path.Contains('.') ? $"{(isSecure ? "https" : "http")}://{path}{query}" : null;
    }
}
