using Weir.Detection;
using Weir.Detection.Urls;

namespace Weir.Server.Protocols.SafeBrowsing;

/// <summary>
/// Addresses that a model lately called phishing, by hash and tenant, for an hour and at most so many: clients that send prefixes only
/// learn of them, too. Safe on any thread.
/// </summary>
internal sealed class RecentPhishing(TimeProvider time)
{
    /// <summary>Most addresses that are remembered.</summary>
    public const int Most = 50_000;

    private static readonly TimeSpan Keep = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Tenant, uint Prefix), List<Hash256>> _found = [];
    private readonly Queue<(string Tenant, Hash256 Hash, DateTimeOffset At)> _order = new();

    /// <summary>Remembers the address of a verdict, when it is phishing by the model.</summary>
    public void Add(string tenant, Verdict verdict)
    {
        if (verdict.Decision != Decision.Phishing || verdict.List is not null || verdict.Channel != Channel.Url) return;
        if (ThreatExpressions.Exact(Defang.Refanged(verdict.Subject)) is not { } hash) return;
        lock (_lock)
        {
            Forget();
            if (!_found.TryGetValue(Key(tenant, hash), out var hashes)) _found[Key(tenant, hash)] = hashes = [];
            if (hashes.Contains(hash)) return;
            hashes.Add(hash);
            _order.Enqueue((tenant, hash, time.GetUtcNow()));
        }
    }

    /// <summary>The hashes that begin with these bytes (four or more).</summary>
    public IReadOnlyList<Hash256> Find(string tenant, ReadOnlyMemory<byte> prefix)
    {
        lock (_lock)
        {
            Forget();
            return _found.TryGetValue(Key(tenant, Hash256.Read(prefix.Span)), out var hashes) ? [.. hashes.Where(hash => hash.StartsWith(prefix.Span))] : [];
        }
    }

    private void Forget()
    {
        var oldest = time.GetUtcNow() - Keep;
        while (_order.TryPeek(out var first) && (first.At < oldest || _order.Count >= Most))
        {
            _order.Dequeue();
            var key = Key(first.Tenant, first.Hash);
            if (_found.TryGetValue(key, out var hashes) && hashes.Remove(first.Hash) && hashes.Count == 0) _found.Remove(key);
        }
    }

    private static (string, uint) Key(string tenant, Hash256 hash) => (tenant, (uint)(hash.A >> 32));
}
