namespace Weir.Detection.Urls;

/// <summary>Reads what stands between the slashes and the path: user, password, host and port.</summary>
internal static class AuthorityReader
{
    /// <summary>Appends the authority in its serialised form; <paramref name="defaultPort"/> is -1 for schemes that are not special.</summary>
    public static UrlError Read(ReadOnlySpan<char> authority, int defaultPort, UrlScratch scratch, ref UrlOffsets at)
    {
        var split = authority.LastIndexOf('@');
        if (split >= 0)
            AppendUserinfo(authority[..split], scratch.Href, ref at);
        var hostAndPort = authority[(split + 1)..];
        var colon = PortColon(hostAndPort);
        var host = colon < 0 ? hostAndPort : hostAndPort[..colon];
        if (host.IsEmpty && (defaultPort > 0 || split >= 0 || colon >= 0))
            return UrlError.NoHost;
        at.HostStart = scratch.Href.Length;
        var error = defaultPort > 0 ? HostReader.Read(host, scratch, ref at) : HostReader.ReadOpaque(host, scratch, ref at);
        at.HostLength = scratch.Href.Length - at.HostStart;
        if (error != UrlError.None || colon < 0)
            return error;
        return AppendPort(hostAndPort[(colon + 1)..], defaultPort, scratch.Href, ref at);
    }

    private static int PortColon(ReadOnlySpan<char> hostAndPort)
    {
        var first = hostAndPort.IndexOfAny(':', '[');
        if (first < 0 || hostAndPort[first] == ':')
            return first;
        var inside = false;
        for (var i = first; i < hostAndPort.Length; i++)
        {
            if (hostAndPort[i] == ':' && !inside)
                return i;
            inside = hostAndPort[i] == '[' || (inside && hostAndPort[i] != ']');
        }
        return -1;
    }

    private static void AppendUserinfo(ReadOnlySpan<char> userinfo, UrlText href, ref UrlOffsets at)
    {
        at.Marks |= UrlMarks.Userinfo;
        if (userinfo.Contains('@'))
            at.Marks |= UrlMarks.SeveralAts;
        var colon = userinfo.IndexOf(':');
        var user = colon < 0 ? userinfo : userinfo[..colon];
        var password = colon < 0 ? default : userinfo[(colon + 1)..];
        if (user.IsEmpty && password.IsEmpty)
            return;
        at.UserinfoStart = href.Length;
        PercentEncoding.Encode(user, CharSets.UserinfoSafe, href);
        if (!password.IsEmpty)
        {
            href.Append(':');
            PercentEncoding.Encode(password, CharSets.UserinfoSafe, href);
        }
        at.UserinfoLength = href.Length - at.UserinfoStart;
        href.Append('@');
    }

    private static UrlError AppendPort(ReadOnlySpan<char> digits, int defaultPort, UrlText href, ref UrlOffsets at)
    {
        if (digits.IsEmpty)
            return UrlError.None;
        var port = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
                return UrlError.InvalidPort;
            port = port * 10 + c - '0';
            if (port > 65535)
                return UrlError.InvalidPort;
        }
        if (port == defaultPort)
            return UrlError.None;
        at.Port = port;
        href.Append(':');
        href.AppendNumber(port);
        return UrlError.None;
    }
}
