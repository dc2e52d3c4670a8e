namespace Weir.Storage.Training;

/// <summary>One look at whether to train, and what came of it.</summary>
public sealed record TrainingDecisionRecord
{
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Whose models: 0 is addresses, other numbers are tables.</summary>
    public int Channel { get; init; }

    /// <summary>Whether a training was due.</summary>
    public bool Train { get; init; }

    /// <summary>first, asked, samples, drift, removed, age or wait.</summary>
    public required string Kind { get; init; }

    /// <summary>Why, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The preset that held.</summary>
    public required string Preset { get; init; }

    /// <summary>Samples labelled since the last training.</summary>
    public long NewSamples { get; init; }

    /// <summary>When the last training began; null before the first.</summary>
    public DateTimeOffset? LastTraining { get; init; }
}

/// <summary>Somebody's wish for a training.</summary>
public sealed record TrainingAsk
{
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    public string Actor { get; init; } = "";

    /// <summary>Why, in one sentence.</summary>
    public string Reason { get; init; } = "";
}
