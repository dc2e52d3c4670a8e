using Weir.Pipeline.Deployment;
using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Labeling;

namespace Weir.Pipeline;

/// <summary>A trained model before it is registered.</summary>
public sealed record Challenger(byte[] File, string Parameters, string Summary);

/// <summary>
/// What the cycle needs to know about models and hosts without knowing how they work. Domains are registrable domains.
/// </summary>
public sealed record CycleParts
{
    /// <summary>Fits a model: train rows, calibrate rows, progress.</summary>
    public required Func<IReadOnlyList<LabelledUrl>, IReadOnlyList<LabelledUrl>, Action<string>, CancellationToken, Challenger> Train { get; init; }

    /// <summary>Opens the bytes of a model file of this name for scoring.</summary>
    public required Func<byte[], string, ScoringModel> Open { get; init; }

    /// <summary>What a trained model is compared with later, from its file and its train and test rows; null keeps nothing.</summary>
    public Func<byte[], IReadOnlyList<LabelledUrl>, IReadOnlyList<LabelledUrl>, CancellationToken, byte[]>? Reference { get; init; }

    /// <summary>
    /// What serves while there is no champion, and what the first challenger must not be worse than; null without one, and for rows
    /// first seen at this time when it may have learned from them.
    /// </summary>
    public Func<DateTimeOffset, ScoringModel?> Baseline { get; init; } = _ => null;

    /// <summary>Whether a domain is one of the popular ones whose homepages are held out.</summary>
    public Func<string, bool> IsHomepageDomain { get; init; } = _ => false;

    /// <summary>Popular domains to draw homepages from, beside those among the rows.</summary>
    public IReadOnlyList<string> KnownDomains { get; init; } = [];

    /// <summary>Whether the tenants of a domain share one host.</summary>
    public Func<string, bool> IsSharedHost { get; init; } = _ => false;

    /// <summary>Whether a host belongs to a popular site of one owner.</summary>
    public Func<string, bool> IsPopularSite { get; init; } = _ => false;

    /// <summary>Whether the catalogue of evasions is tried on the challenger; for models that read addresses.</summary>
    public bool JudgesEvasion { get; init; }
}

/// <summary>How a cycle runs.</summary>
public sealed record CycleOptions
{
    /// <summary>Trains also when nothing is new.</summary>
    public bool Force { get; init; }

    /// <summary>Who started it.</summary>
    public string Actor { get; init; } = "cli";

    /// <summary>A champion older than this may be renewed by a challenger that is merely not worse; default one day.</summary>
    public TimeSpan TrainingInterval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Least rows of each class to train on, and a fifth of it to judge on; default 200.</summary>
    public int LeastRows { get; init; } = 200;

    /// <summary>Most rows of a training, the newest; default 1,000,000.</summary>
    public int MaxSamples { get; init; } = 1_000_000;

    /// <summary>How labels are guarded.</summary>
    public LabelSettings Labels { get; init; } = new();

    /// <summary>How a challenger that passed its gates gets to work.</summary>
    public DeploymentPlan Deployment { get; init; } = new();

    /// <summary>What a challenger must reach.</summary>
    public GateLimits Limits { get; init; } = new();
}

/// <summary>What a stage reports as it happens.</summary>
public sealed record CycleProgress(string Stage, string Text)
{
    /// <summary>Whether this is a finding of a station of the loop.</summary>
    public bool IsFinding { get; init; }
}

/// <summary>How a cycle ended: promoted, shadow or ab (the challenger runs beside the champion), refused, skipped or busy (another one runs).</summary>
public sealed record CycleResult(string Cycle, string Outcome, string Reason);
