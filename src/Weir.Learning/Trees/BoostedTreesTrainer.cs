namespace Weir.Learning.Trees;

/// <summary>
/// Fits <see cref="BoostedTrees"/> to the logistic loss by histograms (Friedman 2001; Chen and Guestrin 2016; Ke et al.
/// 2017). Memory beside the data: at most two bytes a value,
/// about 40 bytes a row, and 8 bytes a bin and leaf for histograms.
/// </summary>
public static class BoostedTreesTrainer
{
    /// <summary>
    /// Grows the trees. Rows of weight 0 are ignored; constant and all-missing columns are harmless. Without both classes
    /// there is nothing to tell apart, which is an error.
    /// </summary>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="p">How.</param>
    /// <param name="validation">Rows whose loss is followed; needed for early stopping.</param>
    /// <param name="progress">Called after every tree with the number of trees and the loss: of the validation rows, or NaN without them.</param>
    /// <param name="ct">Checked after every tree.</param>
    /// <exception cref="ArgumentException">Parameters out of range, shapes that differ, or only one class with weight.</exception>
    public static BoostedTrees Fit(
        Dataset train, BoostedTreesParameters p, Dataset? validation = null, Action<int, double>? progress = null, CancellationToken ct = default)
    {
        p.Check();
        Check(train, p, validation);
        using var run = new BoostingRun(train, p, validation);
        Grow(run, p.Trees, progress, ct);
        return run.Model();
    }

    /// <summary>Grows the trees once and returns the model at several sizes, each to the bit as if fitted with so many trees.</summary>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="p">How; without early stopping.</param>
    /// <param name="sizes">Numbers of trees, each 1 to <see cref="BoostedTreesParameters.Trees"/>.</param>
    /// <param name="ct">Checked after every tree.</param>
    /// <exception cref="ArgumentException">As for <see cref="Fit"/>, or a size that is out of range.</exception>
    public static BoostedTrees[] FitSizes(Dataset train, BoostedTreesParameters p, IReadOnlyList<int> sizes, CancellationToken ct = default)
    {
        p.Check();
        Check(train, p, null);
        if (sizes.Any(size => size < 1 || size > p.Trees)) throw new ArgumentException($"A size is not in 1 .. {p.Trees}.");
        using var run = new BoostingRun(train, p, null);
        Grow(run, p.Trees, null, ct);
        return [.. sizes.Select(run.First)];
    }

    private static void Grow(BoostingRun run, int trees, Action<int, double>? progress, CancellationToken ct)
    {
        for (var tree = 1; tree <= trees && !run.Finished; tree++)
        {
            ct.ThrowIfCancellationRequested();
            var loss = run.Step();
            progress?.Invoke(tree, loss);
        }
    }

    private static void Check(Dataset train, BoostedTreesParameters p, Dataset? validation)
    {
        if (train.FeatureCount > TreeTable.MostFeatures) throw new ArgumentException($"{train.FeatureCount} features; at most {TreeTable.MostFeatures}.");
        if (p.Monotone.Count > 0 && p.Monotone.Count != train.FeatureCount)
            throw new ArgumentException($"Monotone has {p.Monotone.Count} directions, training {train.FeatureCount} features.");
        if (validation != null && validation.FeatureCount != train.FeatureCount)
            throw new ArgumentException($"Validation has {validation.FeatureCount} features, training {train.FeatureCount}.");
        if (p.EarlyStoppingRounds > 0 && (validation == null || validation.Rows == 0))
            throw new ArgumentException("Early stopping needs validation rows.");
    }
}
