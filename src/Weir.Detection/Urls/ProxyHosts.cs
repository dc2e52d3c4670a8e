namespace Weir.Detection.Urls;

/// <summary>Proxies that carry the visited host in their own: translation and AMP caches.</summary>
internal static class ProxyHosts
{
    /// <summary>translate.goog writes dots as hyphens and hyphens doubled; its own parameters begin with <c>_x_tr_</c>.</summary>
    public static bool TryTranslated(in Url url, ReadOnlySpan<char> label, UrlText to)
    {
        if (label.IsEmpty || label.Contains('.')) return false;
        to.Append("https://");
        var hasDot = false;
        for (var i = 0; i < label.Length; i++)
        {
            var isDouble = label[i] == '-' && i + 1 < label.Length && label[i + 1] == '-';
            hasDot |= label[i] == '-' && !isDouble;
            to.Append(label[i] != '-' || isDouble ? label[i] : '.');
            if (isDouble) i++;
        }
        to.Append(url.Path);
        AppendOwn(url.Query, to);
        return hasDot;
    }

    /// <summary>The AMP cache: <c>/c/s/host/path</c>, where s stands for https and c, v, i, r for the kind of content.</summary>
    public static bool TryAmp(in Url url, UrlText to)
    {
        var path = url.Path;
        if (path.Length < 4 || path[0] != '/' || path[1] is not ('c' or 'v' or 'i' or 'r' or 'a') || path[2] != '/') return false;
        path = path[3..];
        var isSecure = path.StartsWith("s/");
        if (isSecure) path = path[2..];
        to.Append(isSecure ? "https://" : "http://");
        to.Append(path);
        if (url.HasQuery) to.Append('?');
        to.Append(url.Query);
        return path.Contains('.');
    }

    private static void AppendOwn(ReadOnlySpan<char> query, UrlText to)
    {
        var separator = '?';
        foreach (var range in query.Split('&'))
        {
            if (query[range].StartsWith("_x_tr_")) continue;
            to.Append(separator);
            to.Append(query[range]);
            separator = '&';
        }
    }
}
