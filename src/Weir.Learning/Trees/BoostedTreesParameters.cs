namespace Weir.Learning.Trees;

/// <summary>How boosted trees are grown. The defaults suit some 100,000 rows of some 100 features.</summary>
public sealed record BoostedTreesParameters : ILearner
{
    /// <summary>Deepest tree that is ever grown or loaded.</summary>
    public const int DeepestTree = 200;

    /// <summary>Boosting rounds, 1 to 100,000. Default 300.</summary>
    public int Trees { get; init; } = 300;

    /// <summary>Most leaves of one tree, 2 to 16,384. Default 63.</summary>
    public int MaxLeaves { get; init; } = 63;

    /// <summary>Most splits from the root to a leaf, 1 to 200; 0 (default) = 200.</summary>
    public int MaxDepth { get; init; }

    /// <summary>Factor of every leaf value, above 0 and at most 1. Default 0.1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Squared penalty of leaf values, not negative. Default 1.</summary>
    public double L2 { get; init; } = 1;

    /// <summary>Absolute penalty of leaf values, not negative. Default 0.</summary>
    public double L1 { get; init; }

    /// <summary>Least sum of hessians (weight x p x (1 - p)) in a leaf, above 0. Default 1.</summary>
    public double MinChildWeight { get; init; } = 1;

    /// <summary>Least rows in a leaf, at least 1. Default 20.</summary>
    public int MinRowsInLeaf { get; init; } = 20;

    /// <summary>Least gain of a split, not negative; a split always needs a gain above 0. Default 0.</summary>
    public double MinGain { get; init; }

    /// <summary>Share of rows drawn for each tree, above 0 and at most 1. Default 1.</summary>
    public double RowSample { get; init; } = 1;

    /// <summary>Share of features drawn for each tree, above 0 and at most 1. Default 1.</summary>
    public double ColumnSample { get; init; } = 1;

    /// <summary>Most histogram bins of a feature with that of missing values, 3 to 255. Default 255.</summary>
    public int MaxBins { get; init; } = 255;

    /// <summary>One direction a feature: +1 = scores never fall as it rises, -1 = never rise, 0 = free; empty (default) = all free.</summary>
    public IReadOnlyList<int> Monotone { get; init; } = [];

    /// <summary>Stop when the validation loss has not improved for so many rounds; 0 (default) = never. The model keeps the best round.</summary>
    public int EarlyStoppingRounds { get; init; }

    /// <summary>Seed of every draw. The same data, parameters and seed give the same bytes. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads to use, which does not change the result; 0 (default) = as many as the machine has processors.</summary>
    public int Threads { get; init; }

    IClassifier ILearner.Fit(Dataset train, Dataset? validation, CancellationToken ct) =>
        BoostedTreesTrainer.Fit(train, this, validation, null, ct);

    /// <summary>Throws one exception that names every fault.</summary>
    internal void Check()
    {
        var faults = new List<string>();
        void Need(bool holds, string fault)
        {
            if (!holds) faults.Add(fault);
        }
        Need(Trees is >= 1 and <= 100_000, $"Trees {Trees} is not in 1 .. 100000.");
        Need(MaxLeaves is >= 2 and <= 16_384, $"MaxLeaves {MaxLeaves} is not in 2 .. 16384.");
        Need(MaxDepth is >= 0 and <= DeepestTree, $"MaxDepth {MaxDepth} is not in 0 .. {DeepestTree}.");
        Need(LearningRate is > 0 and <= 1, "LearningRate is not above 0 and at most 1.");
        Need(L2 is >= 0 and < double.PositiveInfinity, "L2 is negative or not finite.");
        Need(L1 is >= 0 and < double.PositiveInfinity, "L1 is negative or not finite.");
        Need(MinChildWeight is > 0 and < double.PositiveInfinity, "MinChildWeight is not above 0.");
        Need(MinRowsInLeaf >= 1, $"MinRowsInLeaf {MinRowsInLeaf} is below 1.");
        Need(MinGain is >= 0 and < double.PositiveInfinity, "MinGain is negative or not finite.");
        Need(RowSample is > 0 and <= 1, "RowSample is not above 0 and at most 1.");
        Need(ColumnSample is > 0 and <= 1, "ColumnSample is not above 0 and at most 1.");
        Need(MaxBins is >= 3 and <= 255, $"MaxBins {MaxBins} is not in 3 .. 255.");
        Need(Monotone.All(d => d is >= -1 and <= 1), "Monotone holds another direction than -1, 0 and 1.");
        Need(EarlyStoppingRounds >= 0, "EarlyStoppingRounds is negative.");
        Need(Threads >= 0, "Threads is negative.");
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
    }
}
