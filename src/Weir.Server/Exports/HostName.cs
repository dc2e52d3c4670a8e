using System.Buffers;
using System.Net;

namespace Weir.Server.Exports;

/// <summary>What a host may be in lists that other programs read: a plain name, an IPv4 or an IPv6 address, or nothing that they could take.</summary>
internal static class HostName
{
    private const int MostName = 200;
    private const int MostLabel = 63;

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Whether it is a name that a zone, a hosts file or a filter can hold as it stands.</summary>
    public static bool IsName(string host) => host.Length is > 0 and <= MostName && !host.AsSpan().ContainsAnyExcept(Letters)
        && !IsIPv4(host) && host[0] != '-' && host.Split('.').All(label => label.Length is > 0 and <= MostLabel);

    /// <summary>Whether it is an IPv4 address.</summary>
    public static bool IsIPv4(string host) => host.Count(c => c == '.') == 3 && !host.AsSpan().ContainsAnyExcept("0123456789.") && IPAddress.TryParse(host, out _);

    /// <summary>Whether it is an IPv6 address in brackets.</summary>
    public static bool IsIPv6(string host) => host is ['[', .., ']'] && IPAddress.TryParse(host.AsSpan(1, host.Length - 2), out _) && !host.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>Whether it is a name or an address.</summary>
    public static bool IsHost(string host) => IsName(host) || IsIPv4(host) || IsIPv6(host);
}
