using Weir.Learning.Calibration;
using Weir.Learning.Splitting;
using Weir.Learning.Trees;

namespace Weir.Learning.Linear;

/// <summary>
/// Fits a linear support vector machine by dual coordinate descent (Hsieh et al. 2008) on standardised columns and turns
/// its margins into log-odds by Platt's curve, which is fitted on the margins of two machines, each for the half of the
/// groups that it has not seen. Missing and infinite values count as the column's mean. The bias is penalised like the
/// weights, as in liblinear. Memory: four bytes a value beside the data. The same bytes at any number of threads.
/// </summary>
public static class LinearSvmTrainer
{
    private const int Halves = 2;

    /// <summary>Fits a model. Rows of weight 0 are ignored; constant and all-missing columns get weight 0.</summary>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="p">How.</param>
    /// <param name="ct">Checked at every pass over the rows.</param>
    /// <exception cref="ArgumentException">Parameters out of range, or only one class with weight.</exception>
    public static LinearModel Fit(Dataset train, LinearSvmParameters p, CancellationToken ct = default)
    {
        p.Check();
        _ = train.PriorLogOdds("Linear models");
        var team = new WorkTeam(p.Threads, ct);
        var standardizer = Standardizer.Fit(train, team);
        var rows = new StandardRows(train, standardizer, team);
        var folds = GroupFolds.Assign(train.Groups, Halves, p.Seed);
        var weights = new double[Halves + 1][];
        // The machine of all rows takes as long as those of both halves: with two threads the curve costs no time.
        team.Run(2, part =>
        {
            if (part == 0) weights[Halves] = Machine(rows, train, p, _ => true, ct);
            else for (var fold = 0; fold < Halves; fold++) weights[fold] = HalfMachine(rows, train, p, folds, fold, ct);
        });
        var curve = Curve(rows, train, folds, weights);
        var model = weights[Halves];
        for (var f = 0; f < model.Length; f++) model[f] *= curve.Slope;
        return standardizer.Model(model.AsSpan(0, train.FeatureCount), curve.Intercept + model[train.FeatureCount]);
    }

    private static double[] HalfMachine(StandardRows rows, Dataset train, LinearSvmParameters p, int[] folds, int fold, CancellationToken ct) =>
        Machine(rows, train, p, i => folds[i] != fold, ct);

    private static double[] Machine(StandardRows rows, Dataset train, LinearSvmParameters p, Func<int, bool> isSeen, CancellationToken ct)
    {
        var seen = Enumerable.Range(0, train.Rows).Where(i => train.Weights[i] > 0 && isSeen(i)).ToArray();
        return new DualDescent(rows, train, p).Minimise(seen, ct);
    }

    /// <summary>A half without one of the classes teaches no margin: then the margins of training itself have to do.</summary>
    private static PlattCalibrator Curve(StandardRows rows, Dataset train, int[] folds, double[][] weights)
    {
        Span<int> classes = stackalloc int[2 * Halves];
        for (var i = 0; i < train.Rows; i++)
            if (train.Weights[i] > 0) classes[2 * folds[i] + train.Labels[i]]++;
        var outOfFold = !classes.Contains(0);
        var margins = new double[train.Rows];
        for (var i = 0; i < margins.Length; i++) margins[i] = rows.Dot(i, weights[outOfFold ? folds[i] : Halves]);
        return PlattCalibrator.Fit(margins, train.Labels, train.Weights);
    }
}
