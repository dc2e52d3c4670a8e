namespace Weir.Storage.Models;

/// <summary>A version that runs, or ran, beside the champion, and what the server saw of it.</summary>
public sealed record DeploymentRecord
{
    /// <summary>The number of the deployment.</summary>
    public long Id { get; init; }

    /// <summary>The challenger.</summary>
    public required string Version { get; init; }

    /// <summary>The champion beside which it began.</summary>
    public required string Champion { get; init; }

    /// <summary>shadow: scores the traffic and answers nothing; ab: answers a share of the subjects.</summary>
    public required string Mode { get; init; }

    /// <summary>The share of subjects that it answers, 0..1; 0 for a shadow.</summary>
    public double Share { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it is decided at the latest.</summary>
    public DateTimeOffset EndsAt { get; init; }

    /// <summary>Who began it.</summary>
    public string Actor { get; init; } = "";

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>promoted, dropped or replaced; null while it runs.</summary>
    public string? Outcome { get; init; }

    /// <summary>Why it ended so.</summary>
    public string? Reason { get; init; }

    /// <summary>What the server saw so far.</summary>
    public ShadowCounts Counts => new(Seen, Agreed, Raised, Cleared, Faults, Skipped, Difference, Distance);

    internal long Seen { get; init; }

    internal long Agreed { get; init; }

    internal long Raised { get; init; }

    internal long Cleared { get; init; }

    internal long Faults { get; init; }

    internal long Skipped { get; init; }

    internal double Difference { get; init; }

    internal double Distance { get; init; }
}

/// <summary>
/// Both models on the same live subjects. <paramref name="Seen"/> were judged by both; in <paramref name="Agreed"/> the decision was the
/// same; <paramref name="Raised"/> only the challenger calls phishing, <paramref name="Cleared"/> only the champion;
/// <paramref name="Faults"/> the challenger could not judge; <paramref name="Skipped"/> came too fast to be judged twice.
/// <paramref name="Difference"/> is the sum of challenger's less champion's score, <paramref name="Distance"/> that without signs.
/// </summary>
public sealed record ShadowCounts(long Seen, long Agreed, long Raised, long Cleared, long Faults, long Skipped, double Difference, double Distance)
{
    /// <summary>Share of the subjects on which both decide alike, 0..1; null before the first.</summary>
    public double? Agreement => Seen == 0 ? null : (double)Agreed / Seen;

    /// <summary>Share of the subjects that the challenger would call phishing or no longer so, 0..1; null before the first.</summary>
    public double? Flips => Seen == 0 ? null : (double)(Raised + Cleared) / Seen;

    /// <summary>Mean distance of the two scores, 0..1; null before the first.</summary>
    public double? MeanDistance => Seen == 0 ? null : Distance / Seen;
}

/// <summary>Both verdicts about one live subject; the key is a stable hash of its canonical form, decisions are those of the verdict.</summary>
public sealed record ShadowPair(long SubjectKey, double ChampionScore, double ChallengerScore, int ChampionDecision, int ChallengerDecision);
