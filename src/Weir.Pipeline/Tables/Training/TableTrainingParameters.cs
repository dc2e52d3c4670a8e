using System.Globalization;
using Weir.Learning.Preparation;

namespace Weir.Pipeline.Tables.Training;

/// <summary>How a table is learned. The same rows and parameters give the same bytes, unless a budget ends the search.</summary>
public sealed record TableTrainingParameters
{
    /// <summary>Seed of the split and of the folds. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Share of the different feature vectors that are only judged on, 0.05 to 0.5. Default 0.2.</summary>
    public double TestShare { get; init; } = 0.2;

    /// <summary>Folds of the cross-validation, 2 to 10. Default 5.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>What missing numbers become; null (default): what the nearest rows have, for tables of more than <see cref="SearchRows"/> rows the median.</summary>
    public Imputation? Imputation { get; init; }

    /// <summary>On so many rows all candidates are tried; on all rows only the best of them. Default 20,000.</summary>
    public int SearchRows { get; init; } = 20_000;

    /// <summary>How many candidates are tried on all rows of a larger table. Default 5.</summary>
    public int Finalists { get; init; } = 5;

    /// <summary>How long the search may go on; looked at between fits. Null (default): until all are tried.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>The candidates for rows of so many features.</summary>
    public Func<int, IReadOnlyList<TableCandidate>> Candidates { get; init; } = CandidateGrid.For;

    /// <summary>Scores above this are phishing. Default 0.5.</summary>
    public double PhishingThreshold { get; init; } = 0.5;

    /// <summary>Scores above this, up to the phishing threshold, are suspicious. Default 0.25.</summary>
    public double SuspiciousThreshold { get; init; } = 0.25;

    /// <summary>Different rows that are needed to learn. Default 50.</summary>
    public int LeastRows { get; init; } = 50;

    /// <summary>What decides the model, by name.</summary>
    internal SortedDictionary<string, string> Words(string preparation) => new(StringComparer.Ordinal)
    {
        ["seed"] = Seed.ToString(CultureInfo.InvariantCulture),
        ["testShare"] = TestShare.ToString(CultureInfo.InvariantCulture),
        ["folds"] = Folds.ToString(CultureInfo.InvariantCulture),
        ["preparation"] = preparation,
    };
}
