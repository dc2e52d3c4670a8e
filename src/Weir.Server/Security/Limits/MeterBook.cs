using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Weir.Storage;
using Weir.Storage.Security;

namespace Weir.Server.Security.Limits;

/// <summary>The meters of everybody, and the way of their counts to the store and back.</summary>
internal sealed class MeterBook(ServerOptions options, TimeProvider time)
{
    private const int MostAddresses = 200_000;
    private const long SecondsADay = 86_400;

    private readonly ConcurrentDictionary<string, Meter> _named = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<UInt128, Caller> _strangers = new();
    private readonly ConcurrentDictionary<UInt128, Caller> _nobodies = new();

    private volatile IReadOnlyDictionary<string, long> _stored = new Dictionary<string, long>();

    /// <summary>The day that counts now, since 1970 in UTC.</summary>
    public long Today => time.GetUtcNow().ToUnixTimeSeconds() / SecondsADay;

    /// <summary>The meter of a key, under that of its tenant.</summary>
    public Meter OfKey(LiveKey key, long? tenantADay)
    {
        var usual = options.Security.KeyLimits;
        var second = key.RequestsASecond ?? usual.RequestsASecond;
        return Named($"key:{key.Id}", new(second, key.RequestsASecond is { } own ? Math.Max(1, own * 2) : usual.Burst, key.SubjectsADay ?? usual.SubjectsADay), OfTenant(key.Tenant, tenantADay));
    }

    /// <summary>The meter of a tenant; null without a bound.</summary>
    public Meter? OfTenant(string tenant, long? aDay) => aDay is { } most ? Named($"tenant:{tenant}", new(0, 0, most), null) : null;

    /// <summary>Another machine without a key, where such may check.</summary>
    public Caller Stranger(IPAddress? address) => Of(_strangers, address, AccessRole.Check, "anonymous");

    /// <summary>Another machine without a key, which may reach only what anyone may.</summary>
    public Caller Nobody(IPAddress? address) => Of(_nobodies, address, AccessRole.Anyone, "nobody");

    /// <summary>Adds what was used to the store, and learns what other servers added.</summary>
    public void Save(WeirStore store)
    {
        var day = Today;
        var meters = _named.Values.Concat(_strangers.Values.Select(caller => caller.Meter)).Where(meter => meter.Limits.SubjectsADay > 0).ToList();
        if (meters.Count == 0) return;
        var used = meters.Select(meter => KeyValuePair.Create(meter.Who, meter.TakeUnsaved())).Where(pair => pair.Value != 0).ToList();
        if (used.Count > 0) store.Usage.Add(day, used);
        _stored = store.Usage.Of(day);
        foreach (var meter in meters) meter.Learn(day, _stored.GetValueOrDefault(meter.Who));
        Forget(_strangers);
        Forget(_nobodies);
    }

    /// <summary>The part of an address that one person holds: all of IPv4, the network of IPv6.</summary>
    internal static UInt128 Network(IPAddress? address)
    {
        if (address is null) return 0;
        Span<byte> bytes = stackalloc byte[16];
        (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).TryWriteBytes(bytes, out var written);
        if (written == 4) return BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return new UInt128(BinaryPrimitives.ReadUInt64BigEndian(bytes), address.AddressFamily == AddressFamily.InterNetworkV6 ? 1UL << 32 : 0);
    }

    private Meter Named(string who, MeterLimits limits, Meter? above)
    {
        var meter = _named.GetValueOrDefault(who);
        if (meter is not null && meter.Limits == limits && ReferenceEquals(meter.Above, above)) return meter;
        var next = new Meter(who, limits, above);
        next.Learn(Today, _stored.GetValueOrDefault(who));
        return _named[who] = next;
    }

    private Caller Of(ConcurrentDictionary<UInt128, Caller> callers, IPAddress? address, AccessRole role, string name)
    {
        var network = Network(address);
        if (callers.TryGetValue(network, out var known)) return known;
        // When the world asks at once, who comes last shares one meter.
        if (callers.Count >= MostAddresses) network = 0;
        return callers.GetOrAdd(network, static (at, arg) => arg.book.Made(at, arg.role, arg.name), (book: this, role, name));
    }

    private Caller Made(UInt128 network, AccessRole role, string name)
    {
        var meter = new Meter($"address:{network:x}", options.Security.AnonymousLimits);
        meter.Learn(Today, _stored.GetValueOrDefault(meter.Who));
        return new Caller(role, Caller.MainTenant, name) { Meter = meter };
    }

    private void Forget(ConcurrentDictionary<UInt128, Caller> callers)
    {
        var idle = time.GetTimestamp() - (600 * time.TimestampFrequency);
        foreach (var (network, caller) in callers)
            if (caller.Meter.LastRequest < idle) callers.TryRemove(network, out _);
    }
}
