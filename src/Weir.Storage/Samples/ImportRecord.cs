namespace Weir.Storage.Samples;

/// <summary>
/// One run over one file. Read = Added + Duplicate + Rejected; SetAside counts those of Rejected that could be read but must not
/// be learned from (a popular homepage called phishing).
/// </summary>
public sealed record ImportRecord
{
    /// <summary>The number of the run.</summary>
    public long Id { get; init; }

    /// <summary>The path as given.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the file's bytes, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>When the run began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When the run ended; null while it runs and after it was killed.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Records read, also unreadable ones.</summary>
    public long Read { get; init; }

    /// <summary>Subjects never seen before.</summary>
    public long Added { get; init; }

    /// <summary>Subjects already known.</summary>
    public long Duplicate { get; init; }

    /// <summary>Records refused, each with its reason.</summary>
    public long Rejected { get; init; }

    /// <summary>Of those, readable ones that must not be learned from.</summary>
    public long SetAside { get; init; }

    /// <summary>running, done, damaged (the file ended early or could not be read on).</summary>
    public string Outcome { get; init; } = "running";
}

/// <summary>A refused record: its 1-based line, why, and at most 200 characters of its text.</summary>
public sealed record Reject(long Line, string Reason, string Text);
