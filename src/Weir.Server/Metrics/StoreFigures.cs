using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Monitoring;
using Weir.Storage;
using Weir.Storage.Alerts;
using Weir.Storage.Feeds;
using Weir.Storage.Models;

namespace Weir.Server.Metrics;

/// <summary>What the store says at one moment, for the metrics.</summary>
internal sealed record StoreSnapshot(
    IReadOnlyDictionary<string, long> Cycles, DateTimeOffset? LastCycle, DateTimeOffset? LastTraining, Champion? Champion, string? Challenger,
    EvaluationReport? Report, IReadOnlyList<GateResult> Gates, long Promotions, long Rollbacks,
    IReadOnlyList<AlertChannelState> Channels, IReadOnlyList<AlertRecord> Alerts, IReadOnlyList<FeedFigures> Feeds, DriftReport? Drift,
    IReadOnlyList<TableFigures> Tables);

/// <summary>How a feed fares, and its last good fetch.</summary>
internal sealed record FeedFigures(FeedState State, FetchCounts? Last);

/// <summary>Reads the store for the metrics, at most once in some seconds however often it is asked. A store that fails is told as such.</summary>
internal sealed class StoreFigures(Func<WeirStore?> store, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private const int MostFeeds = 200;
    private const int RecentFetches = 10;
    private static readonly string[] Outcomes = ["promoted", "refused", "skipped", "failed", "abandoned"];

    private readonly Lock _lock = new();
    private StoreSnapshot? _snapshot;
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    /// <summary>True when the last reading worked, or there is no store yet.</summary>
    public bool IsUp { get; private set; } = true;

    /// <summary>The figures; null without a store, or while it cannot be read.</summary>
    public StoreSnapshot? Read()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now - _readAt < Fresh && now >= _readAt) return _snapshot;
            _readAt = now;
            return _snapshot = TryRead();
        }
    }

    private StoreSnapshot? TryRead()
    {
        try
        {
            var snapshot = store() is { } open ? Read(open) : null;
            IsUp = true;
            return snapshot;
        }
        catch (StoreException)
        {
            IsUp = false;
            return null;
        }
    }

    private static StoreSnapshot Read(WeirStore store)
    {
        var recent = store.Cycles.Recent(100);
        var models = store.Models.All();
        var champion = store.Models.Champion();
        var serving = champion is null ? null : models.FirstOrDefault(model => model.Version == champion.Version);
        var newest = models.FirstOrDefault();
        var judged = models.FirstOrDefault(model => model.Gates is not null);
        return new StoreSnapshot(
            Outcomes.ToDictionary(outcome => outcome, outcome => store.Cycles.Count(outcome), StringComparer.Ordinal),
            recent.FirstOrDefault(cycle => cycle.FinishedAt is not null)?.FinishedAt,
            recent.FirstOrDefault(cycle => cycle.Challenger is not null)?.UpdatedAt,
            champion, newest is null || newest.Version == champion?.Version ? null : newest.Version,
            serving?.Report is { } report ? ReportText.Parse(report) : null,
            judged is null ? [] : GateSet.Parse(judged.Gates!),
            store.Models.CountEvents("promoted"), store.Models.CountEvents("rolled-back"),
            store.Alerts.Outbox.Channels(), store.Alerts.Open(), Feeds(store), Drift(store),
            TableFigures.Read(store, store.Cycles.CountEverywhere()));
    }

    private static IReadOnlyList<FeedFigures> Feeds(WeirStore store) =>
        [.. store.Feeds.States().Take(MostFeeds).Select(state => new FeedFigures(state, store.Feeds.Fetches(state.Feed, RecentFetches).FirstOrDefault(fetch => fetch.Outcome == FetchOutcomes.Done)?.Counts))];

    private static DriftReport? Drift(WeirStore store) => store.Watch.Reports() is [var newest, ..] ? DriftText.Unpack(newest.Content) : null;
}
