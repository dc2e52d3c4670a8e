using System.Collections.Frozen;
using Weir.Server.Security.Limits;
using Weir.Storage;
using Weir.Storage.Security;

namespace Weir.Server.Security;

/// <summary>Every key that may be let in, in memory: a check with a key asks no database. Refreshed when the revision of keys and tenants grew.</summary>
internal sealed class KeyRing(Func<WeirStore?> open, MeterBook meters, TimeProvider time)
{
    private readonly Lock _refreshing = new();

    private volatile FrozenDictionary<TokenHash, KeyHolder> _holders = FrozenDictionary<TokenHash, KeyHolder>.Empty;

    private long _revision = -1;

    /// <summary>Who holds this key; null when it lets nobody in.</summary>
    public Caller? Find(ReadOnlySpan<char> token)
    {
        if (!KeyToken.TryHash(token, out var hash) || !_holders.TryGetValue(hash, out var holder)) return null;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (now >= holder.EndsAt) return null;
        if (holder.UsedAt != now) holder.UsedAt = now;
        return holder.Caller;
    }

    /// <summary>Takes over what changed in the store since the last time; throws <see cref="StoreException"/> and keeps what it has when the store cannot be read.</summary>
    public void Refresh()
    {
        if (open() is not { } store) return;
        lock (_refreshing)
        {
            var revision = store.Settings.Revision(TenantStore.Revision);
            if (revision == _revision) return;
            var quotas = store.Tenants.All().ToDictionary(tenant => tenant.Name, tenant => tenant.SubjectsADay, StringComparer.Ordinal);
            var before = _holders.Values.ToDictionary(holder => holder.Caller.KeyId!.Value);
            _holders = store.Keys.Live().ToFrozenDictionary(key => TokenHash.Parse(key.Hash), key => Holder(key, quotas[key.Tenant], before.GetValueOrDefault(key.Id)));
            _revision = revision;
        }
    }

    /// <summary>The keys that were used since the last call, with the moment.</summary>
    public IReadOnlyCollection<(long Id, DateTimeOffset At)> TakeUses() =>
        [.. _holders.Values.Where(holder => holder.TakeUse()).Select(holder => (holder.Caller.KeyId!.Value, DateTimeOffset.FromUnixTimeSeconds(holder.UsedAt)))];

    private KeyHolder Holder(LiveKey key, long? tenantADay, KeyHolder? before) =>
        new(new Caller(Enum.Parse<AccessRole>(key.Role, ignoreCase: true), key.Tenant, "key:" + key.Name) { KeyId = key.Id, Meter = meters.OfKey(key, tenantADay) },
            key.ExpiresAt?.ToUnixTimeSeconds() ?? long.MaxValue)
        { UsedAt = before?.UsedAt ?? 0, ToldAt = before?.ToldAt ?? 0 };

    private sealed class KeyHolder(Caller caller, long endsAt)
    {
        public Caller Caller { get; } = caller;

        public long EndsAt { get; } = endsAt;

        // Written by whoever asks, read by the keeper: a moment lost between two writers is none that matters.
        public long UsedAt;

        public long ToldAt;

        public bool TakeUse()
        {
            var used = Volatile.Read(ref UsedAt);
            if (used == ToldAt) return false;
            ToldAt = used;
            return true;
        }
    }
}
