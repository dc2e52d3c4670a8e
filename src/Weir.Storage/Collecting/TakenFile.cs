namespace Weir.Storage.Collecting;

/// <summary>What became of a file: its bytes, for which feed and with which label ("" = its rows say) they were taken, and the counts.</summary>
public sealed record TakenFile
{
    /// <summary>SHA-256 of the bytes as they lie on the disk, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The feed.</summary>
    public required string Feed { get; init; }

    /// <summary>phishing, benign, or empty when the rows say it themselves.</summary>
    public required string Label { get; init; }

    /// <summary>The name under which it came, with the folders below the watched one.</summary>
    public required string Name { get; init; }

    /// <summary>When it had been read.</summary>
    public DateTimeOffset TakenAt { get; init; }

    /// <summary>taken or rejected.</summary>
    public required string Outcome { get; init; }

    /// <summary>One sentence for the operator.</summary>
    public required string Sentence { get; init; }

    /// <summary>The import that holds the rejected lines; null when the file could not be read at all.</summary>
    public long? ImportId { get; init; }

    /// <summary>Records read.</summary>
    public long Read { get; init; }

    /// <summary>Subjects never seen before.</summary>
    public long Added { get; init; }

    /// <summary>Subjects already known.</summary>
    public long Duplicate { get; init; }

    /// <summary>Records refused.</summary>
    public long Rejected { get; init; }

    /// <summary>Of those, popular sites called phishing.</summary>
    public long SetAside { get; init; }

    /// <summary>Whether it has come to its end, too: moved, with its report beside it.</summary>
    public bool IsFinished { get; init; }
}
