using Weir.Storage.Exports;
using Weir.Storage.Settings;

namespace Weir.Server.Protocols.SafeBrowsing;

/// <summary>
/// What is known to be phishing, by hash: for everybody, and for each tenant what its own lists add and cover. Kept in memory, some
/// 32 bytes an entry, and brought up to date by what changed in the store. Reading is safe on any thread, updating for one at a time.
/// </summary>
internal sealed class KnownHashes
{
    private const int Batch = 20_000;

    private volatile Snapshot _now = new(new Dictionary<string, HashList>(StringComparer.Ordinal), new Dictionary<string, IReadOnlySet<Hash256>>(StringComparer.Ordinal), 0, 0);

    /// <summary>What has been taken from the store, microseconds since 1970.</summary>
    public long Version => Math.Max(_now.Changed, _now.Masked);

    /// <summary>How many hashes are known for everybody.</summary>
    public int Count => _now.Of(Threat.Everybody).Count;

    /// <summary>The hashes for a tenant that begin with these bytes.</summary>
    public IEnumerable<Hash256> Find(string tenant, ReadOnlyMemory<byte> prefix)
    {
        var now = _now;
        var labelled = now.Of(Threat.Everybody).Find(prefix).Where(hash => !now.Covers(ListStore.Main, hash) && !now.Covers(tenant, hash));
        return labelled.Concat(now.Of(ListStore.Main).Find(prefix)).Concat(tenant == ListStore.Main ? [] : now.Of(tenant).Find(prefix)).Distinct();
    }

    /// <summary>All hashes for a tenant.</summary>
    public HashList All(string tenant)
    {
        var now = _now;
        var covered = new HashSet<Hash256>(now.Covered.GetValueOrDefault(ListStore.Main) ?? new HashSet<Hash256>());
        covered.UnionWith(now.Covered.GetValueOrDefault(tenant) ?? new HashSet<Hash256>());
        var listed = now.Of(ListStore.Main).Find(default).Concat(now.Of(tenant).Find(default)).ToHashSet();
        return now.Of(Threat.Everybody).With([], covered).With(listed, new HashSet<Hash256>());
    }

    /// <summary>Takes what changed in the store.</summary>
    public void Update(ThreatStore threats)
    {
        while (threats.AllChangedAfter(_now.Changed, Batch) is { Count: > 0 } changes) Take(changes);
        if (threats.MasksChangedAfter(_now.Masked) is { Count: > 0 } masks) Take(masks);
    }

    private void Take(IReadOnlyList<Threat> changes)
    {
        var lists = new Dictionary<string, HashList>(_now.Lists, StringComparer.Ordinal);
        foreach (var tenant in changes.GroupBy(change => change.Tenant))
        {
            var hashes = tenant.ToLookup(change => change.Removed, change => ThreatExpressions.Of(change.Scope, change.Value, change.Url));
            var added = hashes[false].SelectMany(all => all).ToHashSet();
            lists[tenant.Key] = _now.Of(tenant.Key).With(added, hashes[true].SelectMany(all => all).Where(hash => !added.Contains(hash)).ToHashSet());
        }

        _now = _now with { Lists = lists, Changed = changes[^1].Changed };
    }

    private void Take(IReadOnlyList<ThreatMask> masks)
    {
        var covered = new Dictionary<string, IReadOnlySet<Hash256>>(_now.Covered, StringComparer.Ordinal);
        foreach (var tenant in masks.GroupBy(mask => mask.Tenant))
        {
            var set = new HashSet<Hash256>(covered.GetValueOrDefault(tenant.Key) ?? new HashSet<Hash256>());
            foreach (var mask in tenant)
            {
                var hashes = ThreatExpressions.Of(mask.Scope, mask.Value, mask.Url);
                if (mask.Active) set.UnionWith(hashes);
                else set.ExceptWith(hashes);
            }

            covered[tenant.Key] = set;
        }

        _now = _now with { Covered = covered, Masked = masks[^1].Changed };
    }

    private sealed record Snapshot(IReadOnlyDictionary<string, HashList> Lists, IReadOnlyDictionary<string, IReadOnlySet<Hash256>> Covered, long Changed, long Masked)
    {
        public HashList Of(string tenant) => Lists.GetValueOrDefault(tenant) ?? HashList.Empty;

        public bool Covers(string tenant, Hash256 hash) => Covered.TryGetValue(tenant, out var covered) && covered.Contains(hash);
    }
}
