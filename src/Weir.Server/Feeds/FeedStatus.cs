using Weir.Evidence.Http;
using Weir.Pipeline;
using Weir.Pipeline.Feeds;
using Weir.Storage;
using Weir.Storage.Feeds;
using Weir.Storage.Review;

namespace Weir.Server.Feeds;

/// <summary>How one feed is; without its secrets.</summary>
internal sealed record FeedStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its kind; null for what was imported under this name and is not fetched.</summary>
    public string? Kind { get; init; }

    /// <summary>off, new, well, imported, or the first thing that is wrong.</summary>
    public required string State { get; init; }

    /// <summary>Whether it is fetched.</summary>
    public bool IsEnabled { get; init; }

    /// <summary>Scheme and host of its address; paths and queries may hold keys.</summary>
    public string? Address { get; init; }

    /// <summary>Seconds between two fetches.</summary>
    public double? EverySeconds { get; init; }

    /// <summary>How much its word counts, 0..1.</summary>
    public double Trust { get; init; }

    /// <summary>When it was last tried.</summary>
    public DateTimeOffset? AttemptedAt { get; init; }

    /// <summary>When it last answered as it should.</summary>
    public DateTimeOffset? SucceededAt { get; init; }

    /// <summary>When it is tried next; null when it is not.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it last said something new.</summary>
    public DateTimeOffset? NewAt { get; init; }

    /// <summary>The latest time that an entry carried.</summary>
    public DateTimeOffset? NewestEntry { get; init; }

    /// <summary>Fetches in a row that brought nothing usable.</summary>
    public int Failures { get; init; }

    /// <summary>Entries of its last whole answer.</summary>
    public long? Rows { get; init; }

    /// <summary>Entries that it usually has.</summary>
    public long? UsualRows { get; init; }

    /// <summary>The newest fetch that ended.</summary>
    public FetchRecord? Last { get; init; }

    /// <summary>What is wrong, one sentence each.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Share of its shared claims that other feeds bear out, 0..1, with the counts behind it.</summary>
    public double? Agreement { get; init; }

    /// <summary>Claims that another feed bears out.</summary>
    public long Confirmed { get; init; }

    /// <summary>Claims that another feed contradicts.</summary>
    public long Contradicted { get; init; }

    /// <summary>Since when nothing is learned from it; null when it is believed.</summary>
    public DateTimeOffset? QuarantinedAt { get; init; }

    /// <summary>Why it is in quarantine.</summary>
    public string? QuarantineReason { get; init; }

    /// <summary>Every feed that is set up, and every other that has a standing, by name.</summary>
    public static IReadOnlyList<FeedStatus> All(WeirStore store, IReadOnlyList<FeedSettings> feeds)
    {
        var standings = store.Standings.All().ToDictionary(standing => standing.Feed, StringComparer.Ordinal);
        var set = FeedCollector.Health(store, feeds).Select(health => Of(health, standings.GetValueOrDefault(health.Feed.Name)));
        var others = standings.Values.Where(standing => feeds.All(feed => feed.Name != standing.Feed)).Select(Imported);
        return [.. set.Concat(others).OrderBy(feed => feed.Name, StringComparer.Ordinal)];
    }

    private static FeedStatus Of(FeedHealth health, FeedStanding? standing) => With(standing, new FeedStatus
    {
        Name = health.Feed.Name,
        Kind = health.Feed.Kind.Name,
        State = health.Word,
        IsEnabled = health.Feed.IsEnabled,
        Address = health.Feed.Url is { } url ? GuardedHttp.Shown(url) : null,
        EverySeconds = health.Feed.Every.TotalSeconds,
        Trust = health.Feed.Trust,
        AttemptedAt = health.State?.AttemptedAt,
        SucceededAt = health.State?.SucceededAt,
        DueAt = health.Feed.IsEnabled ? health.State?.DueAt : null,
        NewAt = health.State?.NewAt,
        NewestEntry = health.State?.NewestEntry,
        Failures = health.State?.Failures ?? 0,
        Rows = health.Rows,
        UsualRows = health.UsualRows,
        Last = health.Last,
        Findings = health.Findings,
    });

    private static FeedStatus Imported(FeedStanding standing) => With(standing, new FeedStatus { Name = standing.Feed, State = "imported" });

    private static FeedStatus With(FeedStanding? standing, FeedStatus feed) => standing is null ? feed : feed with
    {
        Trust = standing.Trust,
        Agreement = standing.Confirmed + standing.Contradicted > 0 ? standing.Agreement : null,
        Confirmed = standing.Confirmed,
        Contradicted = standing.Contradicted,
        QuarantinedAt = standing.QuarantinedAt,
        QuarantineReason = standing.Reason,
    };
}
