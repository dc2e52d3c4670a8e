using Weir.Storage;
using Weir.Storage.Feeds;

namespace Weir.Pipeline.Feeds;

/// <summary>What a round over the feeds did, and what a person may need to know of it.</summary>
public sealed record CollectResult(IReadOnlyList<FetchRecord> Fetches, IReadOnlyList<Finding> Findings)
{
    /// <summary>Nothing was due.</summary>
    public static CollectResult Nothing { get; } = new([], []);
}

/// <summary>
/// Fetches the feeds that are due, one after the other by name, so that the same answers make the same store. It may be killed at any
/// point: what was kept stays, what was half done is done again.
/// </summary>
public sealed class FeedCollector(WeirStore store, IReadOnlyList<FeedSettings> feeds, FeedParts parts)
{
    private readonly FeedFetch _fetch = new(store, parts);

    /// <summary>All feeds, also those that are switched off.</summary>
    public IReadOnlyList<FeedSettings> Feeds => feeds;

    /// <summary>When the next feed is due; null when none is switched on.</summary>
    public DateTimeOffset? NextDue()
    {
        var states = store.Feeds.States().ToDictionary(state => state.Feed, StringComparer.Ordinal);
        return Enabled().Select(feed => states.GetValueOrDefault(feed.Name)?.DueAt ?? DateTimeOffset.MinValue).Select(due => (DateTimeOffset?)due).Min();
    }

    /// <summary>Fetches what is due, or every feed that is switched on when it is forced.</summary>
    public async Task<CollectResult> CollectDueAsync(bool force, CancellationToken ct)
    {
        var states = store.Feeds.States().ToDictionary(state => state.Feed, StringComparer.Ordinal);
        var now = store.Time.GetUtcNow();
        var due = Enabled().Where(feed => force || FeedSchedule.IsDue(states.GetValueOrDefault(feed.Name), now)).ToList();
        return due.Count == 0 ? CollectResult.Nothing : await CollectAsync(due, ct);
    }

    /// <summary>Fetches one feed now, also one that is switched off. Throws <see cref="KeyNotFoundException"/> when none has the name.</summary>
    public Task<CollectResult> CollectAsync(string name, CancellationToken ct) =>
        CollectAsync([feeds.FirstOrDefault(feed => feed.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw new KeyNotFoundException($"No feed is named {name}.")], ct);

    /// <summary>How every feed is, by name.</summary>
    public IReadOnlyList<FeedHealth> Health() => Health(store, feeds);

    /// <summary>How feeds are, in the order in which they are given.</summary>
    public static IReadOnlyList<FeedHealth> Health(WeirStore store, IReadOnlyList<FeedSettings> feeds) =>
        [.. feeds.Select(feed => FeedHealth.Of(feed, store.Feeds.State(feed.Name), store.Feeds.Fetches(feed.Name, FeedHealth.History), store.Time.GetUtcNow()))];

    private IEnumerable<FeedSettings> Enabled() => feeds.Where(feed => feed.IsEnabled).OrderBy(feed => feed.Name, StringComparer.Ordinal);

    private async Task<CollectResult> CollectAsync(List<FeedSettings> due, CancellationToken ct)
    {
        List<FetchRecord> fetches = [];
        List<Finding> findings = [];
        foreach (var feed in due)
        {
            if (await _fetch.RunAsync(feed, ct) is not { } record) continue;
            fetches.Add(record);
            findings.AddRange(Findings(feed, record));
        }

        return new CollectResult(fetches, findings);
    }

    private IReadOnlyList<Finding> Findings(FeedSettings feed, FetchRecord record)
    {
        // A store that could not take the record cannot be asked either.
        if (record.Id == 0) return [new Finding(FindingKind.FeedFailed, FindingLevel.Critical, feed.Name, record.Sentence)];
        return FeedHealth.Of(feed, store.Feeds.State(feed.Name), store.Feeds.Fetches(feed.Name, FeedHealth.History), store.Time.GetUtcNow()).Findings;
    }
}
