namespace Weir.Storage.Feeds;

/// <summary>A fetch as the mapper fills it.</summary>
internal sealed class FetchRow
{
    public const string Columns = """
        x.id, f.name AS Feed, x.started_at AS StartedAt, x.finished_at AS FinishedAt, x.outcome, x.bytes, x.read, x.added, x.duplicate,
        x.rejected, x.set_aside AS SetAside, x.left_out AS LeftOut, x.newest_entry AS NewestEntry, x.sentence
        """;

    public long Id { get; init; }
    public string Feed { get; init; } = "";
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public string Outcome { get; init; } = "";
    public long Bytes { get; init; }
    public long Read { get; init; }
    public long Added { get; init; }
    public long Duplicate { get; init; }
    public long Rejected { get; init; }
    public long SetAside { get; init; }
    public long LeftOut { get; init; }
    public DateTimeOffset? NewestEntry { get; init; }
    public string Sentence { get; init; } = "";

    public FetchRecord ToRecord() => new()
    {
        Id = Id,
        Feed = Feed,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
        Outcome = Outcome,
        Sentence = Sentence,
        Counts = new FetchCounts
        {
            Bytes = Bytes,
            Read = Read,
            Added = Added,
            Duplicate = Duplicate,
            Rejected = Rejected,
            SetAside = SetAside,
            LeftOut = LeftOut,
            NewestEntry = NewestEntry,
        },
    };
}

/// <summary>A fetch that runs: its own number and that of its feed.</summary>
public sealed record FetchTicket(long Id, long FeedId, string Feed);
