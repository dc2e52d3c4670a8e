using System.Net;
using System.Net.Sockets;

namespace Weir.Server.Appeals;

/// <summary>Counts the objections of each address by the hour, so that one stranger cannot fill the queue.</summary>
internal sealed class AppealLimiter(ServerOptions options, TimeProvider time)
{
    private const int MostAddresses = 50_000;

    private readonly Lock _counting = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private long _hour;

    /// <summary>Counts one more; how long the address must wait when that is too many, else null.</summary>
    public TimeSpan? Refuses(IPAddress? address)
    {
        var now = time.GetUtcNow();
        var hour = now.ToUnixTimeSeconds() / 3600;
        lock (_counting)
        {
            if (hour != _hour) _counts.Clear();
            _hour = hour;
            // Strangers with very many addresses share one count, rather than take all memory.
            var key = _counts.Count < MostAddresses || _counts.ContainsKey(Key(address)) ? Key(address) : "others";
            var count = _counts[key] = _counts.GetValueOrDefault(key) + 1;
            return count <= options.Appeals.PerHour ? null : DateTimeOffset.FromUnixTimeSeconds((hour + 1) * 3600) - now;
        }
    }

    // One household or rack has a whole /64.
    private static string Key(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
