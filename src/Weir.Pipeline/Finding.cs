namespace Weir.Pipeline;

/// <summary>How much a finding matters.</summary>
public enum FindingLevel
{
    /// <summary>Good to know.</summary>
    Information,

    /// <summary>Someone should look within days.</summary>
    Warning,

    /// <summary>Someone should look now.</summary>
    Critical,
}

/// <summary>
/// What a station noticed that a person may need to know. Stations return findings; the loop hands them to the alerts. The kind is
/// one of <see cref="FindingKind"/>; kind and subject together say what it is about, so that the same trouble is told once.
/// </summary>
public sealed record Finding(string Kind, FindingLevel Level, string Subject, string Sentence)
{
    /// <summary>True when the station knows that the trouble has ended; what is not known to have ended ends by not being found again.</summary>
    public bool IsOver { get; init; }
}

/// <summary>The kinds of findings.</summary>
public static class FindingKind
{
    /// <summary>A feed brought nothing new for too long.</summary>
    public const string FeedStale = "feed-stale";
    /// <summary>A feed answered without a row.</summary>
    public const string FeedEmpty = "feed-empty";
    /// <summary>A feed is much shorter than it was.</summary>
    public const string FeedShrunken = "feed-shrunken";
    /// <summary>What a feed sends is no longer its format.</summary>
    public const string FeedFormat = "feed-format";
    /// <summary>A feed cannot be fetched.</summary>
    public const string FeedFailed = "feed-failed";
    /// <summary>A feed is not learned from until a person has looked.</summary>
    public const string FeedQuarantined = "feed-quarantined";
    /// <summary>A feed claims again what a person has cleared.</summary>
    public const string Relisted = "relisted";
    /// <summary>Appeals wait for longer than was promised.</summary>
    public const string AppealsOverdue = "appeals-overdue";
    /// <summary>A collector has not been heard of for too long.</summary>
    public const string CollectorAway = "collector-away";
    /// <summary>A dropped file could not be loaded into its table, or its rows cannot be learned.</summary>
    public const string TableRefused = "table-refused";
    /// <summary>A training ended in a fault.</summary>
    public const string TrainingFailed = "training-failed";
    /// <summary>A challenger was refused by a gate.</summary>
    public const string GateRefused = "gate-refused";
    /// <summary>Another model serves.</summary>
    public const string Promoted = "promoted";
    /// <summary>A challenger that ran in the shadow was dropped.</summary>
    public const string ShadowDropped = "shadow-dropped";
    /// <summary>The model before serves again.</summary>
    public const string RolledBack = "rolled-back";
    /// <summary>Features, scores or labels are not what the model was trained on.</summary>
    public const string Drift = "drift";
    /// <summary>Unusually many verdicts are phishing.</summary>
    public const string HighRisk = "high-risk";
    /// <summary>Something could not be kept: a disk is full, a copy failed.</summary>
    public const string Keeping = "keeping";
    /// <summary>A station of the loop ended in a fault; its turn comes again.</summary>
    public const string StationFailed = "station-failed";
}
