using System.Net;
using System.Net.Sockets;

namespace Weir.Evidence.Http;

/// <summary>
/// Tells addresses of the open internet from all others: the own machine and network, metadata services of clouds, multicast, and
/// what is reserved. IPv4 that is written within IPv6 (mapped, NAT64, 6to4) is judged as IPv4.
/// </summary>
public static class AddressGuard
{
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    // IANA special-purpose registries; the metadata addresses outside of them belong to Azure and Alibaba.
    private static readonly (IPNetwork Network, string What)[] Refused = [.. new[]
    {
        ("169.254.169.254/32", "the metadata service of a cloud"), ("168.63.129.16/32", "the metadata service of a cloud"),
        ("100.100.100.200/32", "the metadata service of a cloud"), ("192.0.0.192/32", "the metadata service of a cloud"),
        ("0.0.0.0/8", "this machine"), ("127.0.0.0/8", "this machine"), ("10.0.0.0/8", "a private address"), ("172.16.0.0/12", "a private address"),
        ("192.168.0.0/16", "a private address"), ("100.64.0.0/10", "a private address"), ("169.254.0.0/16", "a link-local address"),
        ("224.0.0.0/4", "a multicast address"), ("255.255.255.255/32", "a broadcast address"), ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "a reserved address"), ("192.88.99.0/24", "a reserved address"), ("198.18.0.0/15", "a reserved address"),
        ("198.51.100.0/24", "a reserved address"), ("203.0.113.0/24", "a reserved address"), ("240.0.0.0/4", "a reserved address"),
        ("::/128", "this machine"), ("::1/128", "this machine"), ("fd00:ec2::254/128", "the metadata service of a cloud"),
        ("fc00::/7", "a private address"), ("fec0::/10", "a private address"), ("fe80::/10", "a link-local address"), ("ff00::/8", "a multicast address"),
        ("2001::/23", "a reserved address"), ("2001:db8::/32", "a reserved address"), ("3fff::/20", "a reserved address"),
    }.Select(entry => (IPNetwork.Parse(entry.Item1), entry.Item2))];

    /// <summary>What an address is that must not be reached for a stranger; null for one of the open internet.</summary>
    public static string? Refusal(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6) return Refusal(address.MapToIPv4());
        foreach (var (network, what) in Refused)
            if (network.Contains(address)) return what;
        if (address.AddressFamily == AddressFamily.InterNetwork) return null;
        var bytes = address.GetAddressBytes();
        if (Nat64.Contains(address)) return Refusal(new IPAddress(bytes.AsSpan(12, 4)));
        if (SixToFour.Contains(address)) return Refusal(new IPAddress(bytes.AsSpan(2, 4)));
        return Global.Contains(address) ? null : "a reserved address";
    }
}
