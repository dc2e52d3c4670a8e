namespace Weir.Storage.Feeds;

/// <summary>Where a feed stands between its fetches.</summary>
public sealed record FeedState
{
    /// <summary>The feed.</summary>
    public required string Feed { get; init; }

    /// <summary>What the fetcher left for its next time; null before the first.</summary>
    public string? Cursor { get; init; }

    /// <summary>When it was last tried; null before the first time.</summary>
    public DateTimeOffset? AttemptedAt { get; init; }

    /// <summary>When it last answered as it should, also without anything new.</summary>
    public DateTimeOffset? SucceededAt { get; init; }

    /// <summary>When it is to be tried next.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Fetches in a row that brought nothing usable.</summary>
    public int Failures { get; init; }

    /// <summary>The latest time that an entry carried; null when entries carry none.</summary>
    public DateTimeOffset? NewestEntry { get; init; }

    /// <summary>When it last said something new.</summary>
    public DateTimeOffset? NewAt { get; init; }
}

/// <summary>
/// What a fetch counted. Read = Added + Duplicate + Rejected; SetAside counts those of Rejected that could be read but must not be
/// learned from; LeftOut are readable entries of another kind, counted apart.
/// </summary>
public sealed record FetchCounts
{
    /// <summary>Bytes that came over the wire.</summary>
    public long Bytes { get; init; }

    /// <summary>Entries read, also unreadable ones.</summary>
    public long Read { get; init; }

    /// <summary>Subjects never seen before.</summary>
    public long Added { get; init; }

    /// <summary>Subjects already known.</summary>
    public long Duplicate { get; init; }

    /// <summary>Entries refused, each with its reason.</summary>
    public long Rejected { get; init; }

    /// <summary>Of those, readable ones that must not be learned from.</summary>
    public long SetAside { get; init; }

    /// <summary>Entries of another kind, such as file hashes.</summary>
    public long LeftOut { get; init; }

    /// <summary>The latest time that an entry carried.</summary>
    public DateTimeOffset? NewestEntry { get; init; }
}

/// <summary>One fetch of a feed.</summary>
public sealed record FetchRecord
{
    /// <summary>The number of the fetch.</summary>
    public long Id { get; init; }

    /// <summary>The feed.</summary>
    public required string Feed { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>One of <see cref="FetchOutcomes"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>What it counted.</summary>
    public FetchCounts Counts { get; init; } = new();

    /// <summary>What a person reads about it.</summary>
    public string Sentence { get; init; } = "";
}

/// <summary>How fetches end.</summary>
public static class FetchOutcomes
{
    /// <summary>Not yet.</summary>
    public const string Running = "running";
    /// <summary>As it should.</summary>
    public const string Done = "done";
    /// <summary>Nothing has changed since the last time.</summary>
    public const string Unchanged = "unchanged";
    /// <summary>An answer without an entry.</summary>
    public const string Empty = "empty";
    /// <summary>An answer that is not the format of the feed.</summary>
    public const string Format = "format";
    /// <summary>No usable answer.</summary>
    public const string Failed = "failed";
    /// <summary>Weir was told to stop.</summary>
    public const string Stopped = "stopped";
    /// <summary>The process died during the fetch.</summary>
    public const string Abandoned = "abandoned";

    /// <summary>Whether the feed answered as it should.</summary>
    public static bool IsGood(string outcome) => outcome is Done or Unchanged;
}
