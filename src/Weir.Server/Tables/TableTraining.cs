namespace Weir.Server.Tables;

/// <summary>What a training has come to.</summary>
internal enum TrainingState
{
    /// <summary>Begun, and its thread not yet running.</summary>
    Queued,

    /// <summary>It learns.</summary>
    Running,

    /// <summary>There is a judged model; the outcome says whether it serves.</summary>
    Done,

    /// <summary>There is a model, and a gate refused it.</summary>
    Refused,

    /// <summary>There was nothing to do, or the rows cannot be learned; the outcome says why.</summary>
    Skipped,

    /// <summary>It broke; the outcome says what can be said, the log of the server the rest.</summary>
    Failed,

    /// <summary>A person ended it, or the server stopped.</summary>
    Cancelled,
}

/// <summary>One line of what happened.</summary>
/// <param name="At">When.</param>
/// <param name="Stage">rows, split, search, fit, judge, warning, trained, gate.</param>
/// <param name="Text">In words.</param>
internal sealed record TrainingLine(DateTimeOffset At, string Stage, string Text);

/// <summary>
/// A training of a table as it stands at one moment; it never changes, the next moment has another. Kept by the process that runs it, and gone with it:
/// what lasts are the model with its report, its gates, and the audit log.
/// </summary>
internal sealed record TableTraining
{
    /// <summary>Its number; larger for later trainings, also after a restart.</summary>
    public required long Id { get; init; }

    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>Who started it.</summary>
    public required string Actor { get; init; }

    /// <summary>Whether the loop of this process began it by itself.</summary>
    public bool IsOfLoop { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>How far it is.</summary>
    public TrainingState State { get; init; }

    /// <summary>The stage it is in, as in the newest line; empty before the first.</summary>
    public string Stage { get; init; } = "";

    /// <summary>Fits of the search that are done.</summary>
    public int Tried { get; init; }

    /// <summary>Of how many, as far as is known: those that are worth it are added later; 0 before the search.</summary>
    public int Total { get; init; }

    /// <summary>The best candidate so far in words; null before the search has told of one.</summary>
    public string? Best { get; init; }

    /// <summary>What happened, oldest first; the search has one line, which changes.</summary>
    public IReadOnlyList<TrainingLine> Lines { get; init; } = [];

    /// <summary>What came of it in a sentence; null while it goes on.</summary>
    public string? Outcome { get; init; }

    /// <summary>The version of the model that it made; null when it made none.</summary>
    public string? Version { get; init; }

    /// <summary>Whether it goes on.</summary>
    public bool IsRunning => State is TrainingState.Queued or TrainingState.Running;

    /// <summary>Where programs ask how far it is.</summary>
    public string StatusUrl => FormattableString.Invariant($"/v1/trainings/{Id}");
}

/// <summary>How a table is to be trained.</summary>
/// <param name="Table">The name of the table.</param>
/// <param name="Budget">How long to look for a learner; null: as the settings say, else until all are tried.</param>
/// <param name="Promote">False: the model is registered and judged, and not put to work.</param>
/// <param name="Force">True: also when nothing is new, and by a schema other than that of the champion.</param>
internal sealed record TrainingWish(string Table, TimeSpan? Budget = null, bool Promote = true, bool Force = false)
{
    /// <summary>False when the models of addresses are meant.</summary>
    public bool IsOfTable { get; init; } = true;
}
