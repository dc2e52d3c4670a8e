using Weir.Learning.Splitting;

namespace Weir.Learning.Ensembles;

/// <summary>Scores of learners on rows that they have not learned from.</summary>
internal static class OutOfFold
{
    /// <summary>The judged rows of all folds in ascending order, and one score a learner and row.</summary>
    /// <exception cref="ArgumentException">A fold lacks one of the classes on its training side.</exception>
    public static (int[] Rows, double[][] Scores) Score(
        IReadOnlyList<ILearner> learners, Dataset train, Dataset? validation, Fold[] folds, CancellationToken ct)
    {
        int[] rows = [.. folds.SelectMany(fold => fold.Test).Order()];
        var scores = new double[learners.Count][];
        for (var m = 0; m < scores.Length; m++) scores[m] = new double[rows.Length];
        for (var f = 0; f < folds.Length; f++)
        {
            Check(train, folds[f], f, folds.Length);
            if (folds[f].Test.Length == 0) continue;
            var part = train.Take(folds[f].Train);
            for (var m = 0; m < scores.Length; m++)
            {
                ct.ThrowIfCancellationRequested();
                var judged = learners[m].Fit(part, validation, ct).Scores(train, folds[f].Test, ct);
                for (var i = 0; i < judged.Length; i++) scores[m][Array.BinarySearch(rows, folds[f].Test[i])] = judged[i];
            }
        }
        return (rows, scores);
    }

    private static void Check(Dataset train, Fold fold, int index, int folds)
    {
        foreach (var label in (byte[])[0, 1])
            if (!Array.Exists(fold.Train, i => train.Labels[i] == label && train.Weights[i] > 0))
                throw new ArgumentException(
                    $"Fold {index + 1} of {folds} has no row of class {label} with a weight to learn from, of {fold.Train.Length} rows: "
                    + "take fewer folds or rows of more groups.");
    }
}
