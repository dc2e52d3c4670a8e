using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Storage;
using Weir.Storage.Exports;
using Weir.Storage.Settings;

namespace Weir.Pipeline.Threats;

/// <summary>
/// Keeps the list of threats in step with labels, gold set, block and allow lists. A look is cheap while nothing changed. Several
/// processes may do it at once: each step is one transaction and can be repeated.
/// </summary>
public sealed class ThreatRefresh(WeirStore store, ReferenceLists reference)
{
    private const int Batch = 2_000;

    // Labels carry whole seconds and are written by transactions that take a while: those of the last half minute are read again.
    private const long Again = 30;

    private readonly ThreatReading _reading = new(reference);
    private Dictionary<string, AllowedPlaces> _allow = new(StringComparer.Ordinal);
    private (long Lists, long Gold)? _seen;
    private DateTimeOffset _nextExpiry = DateTimeOffset.MinValue;
    private (long At, long Sample) _read = (-1, 0);

    /// <summary>One look; true when the list may have changed.</summary>
    public bool Look(CancellationToken ct = default)
    {
        var now = store.Time.GetUtcNow();
        return SetLists(now) | Settle(now, ct);
    }

    private bool SetLists(DateTimeOffset now)
    {
        var seen = (store.Settings.Revision(ListStore.Revision), store.Threats.GoldRevision());
        if (_seen == seen && now < _nextExpiry) return false;
        var entries = ListOwners.All(store).Where(owned => !(owned.Entry.Expires <= now)).ToList();
        _allow = entries.Where(owned => owned.Entry.Kind == ListKind.Allow).GroupBy(owned => owned.Tenant)
            .ToDictionary(group => group.Key, group => _reading.Allowed([.. group.Select(owned => owned.Entry)]), StringComparer.Ordinal);
        var gold = store.Gold.All();
        var wanted = entries.Where(owned => owned.Entry.Kind == ListKind.Block).Select(owned => _reading.Listed(owned.Tenant, owned.Entry, "list"))
            .Concat(gold.Where(one => one.IsPhishing).Select(one => _reading.Listed(Threat.Everybody, new ListEntry(ListKind.Block, ListScope.Url, one.Subject, null, null), "gold")))
            .OfType<Threat>().ToList();
        var benign = gold.Where(one => !one.IsPhishing).Select(one => _reading.HostOf(new ListEntry(ListKind.Allow, ListScope.Url, one.Subject, null, null))?.Host).OfType<string>();
        store.Threats.Writer.SetLists(wanted, benign, threat => CoveredFor(threat, now));
        SetMasks(entries, now);
        _nextExpiry = entries.Select(owned => owned.Entry.Expires).OfType<DateTimeOffset>().DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
        _seen = seen;
        return true;
    }

    private void SetMasks(List<OwnedEntry> entries, DateTimeOffset now)
    {
        foreach (var tenant in _allow.Keys.Union(store.Threats.Writer.MaskedTenants()).Order(StringComparer.Ordinal))
        {
            var places = entries.Where(owned => owned.Tenant == tenant && owned.Entry.Kind == ListKind.Allow).Select(owned => _reading.HostOf(owned.Entry)).OfType<(string, bool)>().Distinct();
            var covered = places.SelectMany(place => store.Threats.Writer.Under(place.Item1, place.Item2))
                .Where(threat => _allow.TryGetValue(tenant, out var lists) && _reading.Covers(lists, threat, now)).Select(threat => threat.Id).ToHashSet();
            store.Threats.Writer.SetMasks(tenant, covered);
        }
    }

    private bool Settle(DateTimeOffset now, CancellationToken ct)
    {
        if (_read.At < 0) _read = (store.Threats.Writer.Mark(), long.MaxValue);
        var (at, any) = (_read, false);
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var changes = store.Threats.Writer.Changes(at.At, at.Sample, Batch);
            if (changes.Count == 0) break;
            var claims = changes.Select(_reading.Claim).OfType<ThreatClaim>().ToList();
            for (var taken = 0; taken < claims.Count;) taken += store.Threats.Writer.Settle(claims[taken..], threat => CoveredFor(threat, now));
            at = (changes[^1].LabelledAt, changes[^1].SampleId);
            any = true;
        }

        var mark = Math.Min(at.At, now.ToUnixTimeSeconds() - Again);
        if (mark <= _read.At) return any;
        store.Threats.Writer.Mark(mark);
        _read = (mark, long.MaxValue);
        return any;
    }

    private IEnumerable<string> CoveredFor(Threat threat, DateTimeOffset now) =>
        _allow.Where(pair => _reading.Covers(pair.Value, threat, now)).Select(pair => pair.Key).Order(StringComparer.Ordinal);
}
