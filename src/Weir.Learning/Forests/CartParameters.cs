using Weir.Learning.Trees;

namespace Weir.Learning.Forests;

/// <summary>
/// What decision trees, random forests, extra trees and AdaBoost have in common. A row counts by its weight, so class
/// weights are row weights. An impure node is divided for as long as the bounds allow, even where no split gains anything.
/// </summary>
public abstract record CartParameters : ILearner
{
    private const int MostTrees = 10_000;
    private const int MostLeaves = 16_384;

    /// <summary>What a split is chosen by. Default Gini.</summary>
    public SplitCriterion Criterion { get; init; }

    /// <summary>Most leaves of one tree, 2 to 16,384 (default); the splits that gain most come first.</summary>
    public int MaxLeaves { get; init; } = MostLeaves;

    /// <summary>Most splits from the root to a leaf, 1 to 200. Default 200; of AdaBoost 2.</summary>
    public int MaxDepth { get; init; } = BoostedTreesParameters.DeepestTree;

    /// <summary>Least weight of a leaf in rows of mean weight, above 0; rows drawn twice count twice. Default 1.</summary>
    public double MinRowsInLeaf { get; init; } = 1;

    /// <summary>How many rows of the overall rate of label 1 each leaf is mixed with, above 0. Default 1 (Laplace).</summary>
    public double Smoothing { get; init; } = 1;

    /// <summary>Most bins of a feature with that of missing values, 3 to 255. Default 255.</summary>
    public int MaxBins { get; init; } = 255;

    /// <summary>Seed of every draw. The same data, parameters and seed give the same bytes. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads to use, which does not change the result; 0 (default) = as many as the machine has processors.</summary>
    public int Threads { get; init; }

    internal virtual int TreeCount => 1;

    /// <summary>How many of the features that vary in a node are tried there.</summary>
    internal virtual int Tried(int features) => features;

    /// <summary>Whether a feature is cut at random instead of where it is best.</summary>
    internal virtual bool RandomCuts => false;

    /// <summary>Rows drawn with replacement for each tree, as a share of all; 0 = every row once.</summary>
    internal virtual double Drawn => 0;

    IClassifier ILearner.Fit(Dataset train, Dataset? validation, CancellationToken ct)
    {
        Check();
        return Fit(train, ct);
    }

    internal virtual IClassifier Fit(Dataset train, CancellationToken ct) => ForestTrainer.Fit(train, this, ct);

    private protected virtual void CheckOwn(Action<bool, string> need)
    {
    }

    /// <summary>Throws one exception that names every fault.</summary>
    private void Check()
    {
        var faults = new List<string>();
        void Need(bool holds, string fault)
        {
            if (!holds) faults.Add(fault);
        }
        Need(Enum.IsDefined(Criterion), $"Criterion {Criterion} is unknown.");
        Need(TreeCount is >= 1 and <= MostTrees, $"Trees {TreeCount} is not in 1 .. {MostTrees}.");
        Need(MaxLeaves is >= 2 and <= MostLeaves, $"MaxLeaves {MaxLeaves} is not in 2 .. {MostLeaves}.");
        Need(MaxDepth is >= 1 and <= BoostedTreesParameters.DeepestTree, $"MaxDepth {MaxDepth} is not in 1 .. {BoostedTreesParameters.DeepestTree}.");
        Need(MinRowsInLeaf is > 0 and < double.PositiveInfinity, "MinRowsInLeaf is not above 0.");
        Need(Smoothing is > 0 and < double.PositiveInfinity, "Smoothing is not above 0.");
        Need(MaxBins is >= 3 and <= 255, $"MaxBins {MaxBins} is not in 3 .. 255.");
        Need(Threads >= 0, "Threads is negative.");
        CheckOwn(Need);
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
    }

    private protected static int RootOr(int wanted, int features) => wanted == 0 ? Math.Max(1, (int)Math.Sqrt(features)) : wanted;
}
