namespace Weir.Storage.Jobs;

/// <summary>The states of a job, as they are stored and shown.</summary>
public static class JobState
{
    /// <summary>Its file is coming in.</summary>
    public const string Uploading = "uploading";

    /// <summary>Its file is here; it waits for a person to start it.</summary>
    public const string Ready = "ready";

    /// <summary>It waits for its first turn, or for the next after a pause.</summary>
    public const string Queued = "queued";

    /// <summary>It has its turns.</summary>
    public const string Running = "running";

    /// <summary>A person, or a full disk, has stopped it; it can go on.</summary>
    public const string Paused = "paused";

    /// <summary>A person has ended it; what was judged stays.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Every row has its verdict or its error.</summary>
    public const string Done = "done";

    /// <summary>It could not go on; the sentence says why.</summary>
    public const string Failed = "failed";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Uploading, Ready, Queued, Running, Paused, Cancelled, Done, Failed];
}

/// <summary>A job as it is stored.</summary>
public sealed record JobRecord
{
    /// <summary>Its number.</summary>
    public long Id { get; init; }

    /// <summary>Whose it is.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>Who made it.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The name of the file as it was sent.</summary>
    public string Name { get; init; } = "";

    /// <summary>The media type as it was sent.</summary>
    public string MediaType { get; init; } = "";

    /// <summary>One of <see cref="JobState"/>.</summary>
    public string State { get; init; } = "";

    /// <summary>Why it is in this state, when that needs words.</summary>
    public string? Sentence { get; init; }

    /// <summary>How the file is written, as the server spells it.</summary>
    public string Shape { get; init; } = "";

    /// <summary>Bytes of the file as it was sent.</summary>
    public long Bytes { get; init; }

    /// <summary>How often its failed rows were judged again.</summary>
    public int Attempt { get; init; }

    /// <summary>When its file began to come in.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was started, or started again.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Bytes that this attempt reads.</summary>
    public long TotalBytes { get; init; }

    /// <summary>Of them, read.</summary>
    public long ReadBytes { get; init; }

    /// <summary>Where in the text the next chunk begins.</summary>
    public long TextAt { get; init; }

    /// <summary>On which line it begins, from 1.</summary>
    public long Line { get; init; } = 1;

    /// <summary>Rows given out.</summary>
    public long Rows { get; init; }

    /// <summary>Of them, rows that could not be judged.</summary>
    public long FailedRows { get; init; }

    /// <summary>Bytes of the result that count.</summary>
    public long ResultBytes { get; init; }

    /// <summary>Bytes of the list of errors that count.</summary>
    public long ErrorBytes { get; init; }

    /// <summary>Time spent judging, milliseconds.</summary>
    public long RunMs { get; init; }

    /// <summary>Rows a second of late, its waiting for other jobs included.</summary>
    public double Rate { get; init; }

    /// <summary>What was counted, as the server spells it.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Which process has its turns.</summary>
    public string? ClaimedBy { get; init; }

    /// <summary>On which machine.</summary>
    public string? ClaimedOn { get; init; }

    /// <summary>Until when without word from it.</summary>
    public DateTimeOffset LeaseUntil { get; init; }
}

/// <summary>How far a job is after a chunk.</summary>
public sealed record JobProgress
{
    /// <summary>Bytes read of what this attempt reads.</summary>
    public long ReadBytes { get; init; }

    /// <summary>Where in the text the next chunk begins.</summary>
    public long TextAt { get; init; }

    /// <summary>On which line.</summary>
    public long Line { get; init; }

    /// <summary>Rows given out in all.</summary>
    public long Rows { get; init; }

    /// <summary>Of them, rows that could not be judged.</summary>
    public long FailedRows { get; init; }

    /// <summary>Bytes of the result that are on the disk.</summary>
    public long ResultBytes { get; init; }

    /// <summary>Bytes of the list of errors that are on the disk.</summary>
    public long ErrorBytes { get; init; }

    /// <summary>Time spent judging, milliseconds.</summary>
    public long RunMs { get; init; }

    /// <summary>Rows a second of late.</summary>
    public double Rate { get; init; }

    /// <summary>What was counted.</summary>
    public string Summary { get; init; } = "";

    /// <summary>True when there is no further row.</summary>
    public bool IsEnd { get; init; }
}
