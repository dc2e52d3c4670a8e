using Weir.Learning.Metrics;

namespace Weir.Learning.Tuning;

/// <summary>A candidate and its mean objective over the choosing folds, one a rung that it completed.</summary>
public sealed record Tried(Candidate Candidate, IReadOnlyList<double> Objectives);

/// <summary>One rung.</summary>
/// <param name="Share">Of the resource.</param>
/// <param name="Candidates">That were complete when it ended.</param>
/// <param name="Planned">That entered it.</param>
/// <param name="Fits">Made in it.</param>
/// <param name="Seconds">It took.</param>
public sealed record Rung(double Share, int Candidates, int Planned, int Fits, double Seconds);

/// <summary>A figure of default and winner on the last fold, with the interval of the difference over groups.</summary>
public sealed record Gain(string Figure, double Default, double Winner, Interval Difference);

/// <summary>What was tried, what it cost, and what was gained.</summary>
public sealed record TuningReport
{
    /// <summary>What was to be large.</summary>
    public required string Objective { get; init; }

    /// <summary>Seed of the candidates.</summary>
    public required ulong Seed { get; init; }

    /// <summary>All candidates that completed a rung, in order of index; the default first.</summary>
    public required IReadOnlyList<Tried> Tried { get; init; }

    /// <summary>The rungs that were begun.</summary>
    public required IReadOnlyList<Rung> Rungs { get; init; }

    /// <summary>The best of the last rung that was completed; the default when nothing was better.</summary>
    public required Candidate Winner { get; init; }

    /// <summary>Figures on the last fold, the objective first; none when the default won.</summary>
    public required IReadOnlyList<Gain> Gains { get; init; }

    /// <summary>Where the budget ran out; null when all was done.</summary>
    public required string? Cut { get; init; }

    /// <summary>Fits in all.</summary>
    public required int Fits { get; init; }

    /// <summary>Time in all.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether the winner is better than the default on rows that did not choose it: the interval excludes zero.</summary>
    public bool IsBetter => Gains.Count > 0 && Gains[0].Difference.Low > 0;
}
