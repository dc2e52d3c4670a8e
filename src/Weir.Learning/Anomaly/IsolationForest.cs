using Weir.Learning.Numerics;
using Weir.Learning.Trees;

namespace Weir.Learning.Anomaly;

/// <summary>
/// Tells how unlike the training rows a row is (Liu, Ting, Zhou 2008): random cuts set an outlier apart after few steps.
/// It knows no labels. Immutable; any number of threads may score at once.
/// </summary>
public sealed class IsolationForest
{
    private static readonly double Ln2 = StableMath.Log(2);
    private readonly BoostedTrees _paths;

    /// <param name="paths">Trees whose leaves are path lengths, divided by the number of trees and the usual length.</param>
    internal IsolationForest(BoostedTrees paths) => _paths = paths;

    /// <summary>Features of a row.</summary>
    public int FeatureCount => _paths.FeatureCount;

    /// <summary>How many trees.</summary>
    public int TreeCount => _paths.TreeCount;

    internal TreeTable Table => _paths.Table;

    /// <summary>The anomaly score in (0, 1): about 0.5 for a row like the others, more for one that is soon set apart.</summary>
    /// <param name="row">One value a feature; a missing one (NaN) goes where more of the training rows went.</param>
    /// <exception cref="ArgumentException">The row has another length than <see cref="FeatureCount"/>.</exception>
    public double Score(ReadOnlySpan<float> row) => Anomaly(_paths.Score(row));

    /// <summary>Scores many rows that lie one after the other.</summary>
    public void Score(ReadOnlySpan<float> rows, Span<double> scores)
    {
        ((IClassifier)_paths).Score(rows, scores);
        foreach (ref var score in scores) score = Anomaly(score);
    }

    /// <summary>The threshold above which the expected share of scores lies, or less where many scores are equal.</summary>
    /// <param name="scores">Of rows that are as usual as those to be judged; not empty.</param>
    /// <param name="share">Expected share of outliers, 0 to 1.</param>
    public static double Threshold(ReadOnlySpan<double> scores, double share)
    {
        if (scores.IsEmpty || !(share is >= 0 and <= 1)) throw new ArgumentException($"No threshold for {scores.Length} scores and a share of {share}.");
        var sorted = scores.ToArray();
        Array.Sort(sorted);
        var above = (int)(share * sorted.Length);
        return above == sorted.Length ? 0 : sorted[^(above + 1)];
    }

    /// <summary>Writes the sections of trees.</summary>
    public void Save(ModelFileBuilder builder, string prefix) => _paths.Save(builder, prefix);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The sections are missing, are no trees, or their leaves are no lengths.</exception>
    public static IsolationForest Load(ModelFile file, string prefix)
    {
        var paths = BoostedTrees.Load(file, prefix);
        // A leaf lies at most 200 splits deep, and a usual path has at least one.
        var isLength = paths.TreeCount > 0 && paths.Table.Bias == 0 && Array.TrueForAll(paths.Table.Value, v => v >= 0 && v * paths.TreeCount <= 1_000);
        return isLength ? new IsolationForest(paths) : throw file.Fault($"holds trees in '{prefix}' that are no isolation forest");
    }

    /// <summary>2^-length.</summary>
    private static double Anomaly(double length) => Math.Clamp(StableMath.Exp(-length * Ln2), 1e-300, 1 - 1e-15);
}
