using Weir.Pipeline.Collecting;
using Weir.Pipeline.Feeds;
using Weir.Storage;

namespace Weir.Pipeline;

/// <summary>What one tick of a collector did.</summary>
/// <param name="Fetches">How many feeds were fetched.</param>
/// <param name="Handed">Rows that the main machine has acknowledged.</param>
/// <param name="Fault">Why something still waits, in one sentence; null when nothing does.</param>
/// <param name="Findings">What a person may need to know.</param>
public sealed record CollectorTick(int Fetches, long Handed, string? Fault, IReadOnlyList<Finding> Findings);

/// <summary>
/// The role <c>collector</c>: gathers the feeds into its own data directory, also while the main machine is away, and hands over what
/// it has when that can be reached.
/// </summary>
public sealed class CollectorHost
{
    private readonly FeedCollector _feeds;
    private readonly OutboxSender _sender;

    /// <param name="store">The collector's own store.</param>
    /// <param name="feeds">The feeds that it gathers.</param>
    /// <param name="parts">What fetches need.</param>
    /// <param name="settings">Main machine, name and key.</param>
    /// <param name="main">The door to the main machine; null reaches it over HTTP.</param>
    /// <exception cref="InvalidOperationException">The settings name no main machine.</exception>
    public CollectorHost(WeirStore store, IReadOnlyList<FeedSettings> feeds, FeedParts parts, CollectorSettings settings, IMainMachine? main = null)
    {
        if (settings.Main is null && main is null)
            throw new InvalidOperationException("A collector needs the address of the main machine: set Collector:Main, Collector:Name and Collector:Key.");
        // Open before the first fetch: what is gathered from now on enters it together with the observation.
        store.Outbox.Open();
        _feeds = new FeedCollector(store, feeds, parts);
        _sender = new OutboxSender(store, settings, main ?? new MainMachine(settings, parts.Http));
    }

    /// <summary>Gathers what is due and hands over what waits, when it is time to; comes back soon when nothing is.</summary>
    public async Task<CollectorTick> TickAsync(CancellationToken ct)
    {
        var gathered = await _feeds.CollectDueAsync(force: false, ct);
        var sent = await _sender.SendDueAsync(ct);
        return new CollectorTick(gathered.Fetches.Count, sent?.Rows ?? 0, sent?.Fault, [.. gathered.Findings, .. sent?.Findings ?? []]);
    }
}
