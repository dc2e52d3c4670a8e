using Weir.Storage.Samples;

namespace Weir.Storage.Feeds;

/// <summary>
/// One statement of a feed with its raw entry. <paramref name="IsStamped"/>: the entry carries no time, and the one of the observation
/// is that of the fetch; the same statement is then known whatever its time.
/// </summary>
public readonly record struct FeedStatement(Observation Observation, string Raw, bool IsStamped);

/// <summary>Statements and refused entries that are kept together, in one transaction.</summary>
public sealed record FeedBatch
{
    /// <summary>What the feed states.</summary>
    public required IReadOnlyList<FeedStatement> Statements { get; init; }

    /// <summary>Refused entries.</summary>
    public IReadOnlyList<Reject> Rejects { get; init; } = [];

    /// <summary>The counts of the whole fetch before this batch is added to them; Added and Duplicate are counted by the store.</summary>
    public required FetchCounts Counts { get; init; }

    /// <summary>When not null, the cursor that is kept in the same transaction.</summary>
    public string? Cursor { get; init; }
}
