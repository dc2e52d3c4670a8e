using System.Collections.Concurrent;
using System.Net;
using Weir.Server.Security.Limits;

namespace Weir.Server.Security;

/// <summary>
/// How long to wait after failed log-ins: nothing for the first five, then twice as long each time, at most a minute for an account and 15 minutes for an
/// address. An account is not delayed for addresses from which it logged in before, so that strangers cannot lock its owner out.
/// </summary>
internal sealed class LoginDelay(TimeProvider time)
{
    /// <summary>Failures that cost no wait.</summary>
    public const int Free = 5;

    private const int MostAddresses = 100_000;
    private static readonly TimeSpan ForAccount = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ForAddress = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<UInt128, (int Failures, DateTimeOffset At)> _addresses = new();

    /// <summary>The rest of the wait of an account with so many failures; zero or less when there is none.</summary>
    public TimeSpan OfAccount(int failures, DateTimeOffset? last) => Rest(failures, last, ForAccount);

    /// <summary>The rest of the wait of an address.</summary>
    public TimeSpan OfAddress(IPAddress? address) => _addresses.TryGetValue(MeterBook.Network(address), out var known) ? Rest(known.Failures, known.At, ForAddress) : TimeSpan.Zero;

    /// <summary>Notes a failure from an address.</summary>
    public void Failed(IPAddress? address)
    {
        var now = time.GetUtcNow();
        if (_addresses.Count >= MostAddresses)
            foreach (var (network, known) in _addresses)
                if (known.At < now - ForAddress) _addresses.TryRemove(network, out _);
        _addresses.AddOrUpdate(MeterBook.Network(address), _ => (1, now), (_, known) => (known.At < now - (2 * ForAddress) ? 1 : known.Failures + 1, now));
    }

    /// <summary>Forgets the failures of an address after a success.</summary>
    public void Entered(IPAddress? address) => _addresses.TryRemove(MeterBook.Network(address), out _);

    private TimeSpan Rest(int failures, DateTimeOffset? last, TimeSpan most)
    {
        if (failures < Free || last is not { } at) return TimeSpan.Zero;
        var wait = TimeSpan.FromSeconds(Math.Min(most.TotalSeconds, Math.Pow(2, Math.Min(failures - Free, 20))));
        return at + wait - time.GetUtcNow();
    }
}
