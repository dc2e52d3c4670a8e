using Weir.Learning.Trees;

namespace Weir.Learning.Linear;

/// <summary>
/// Fits logistic regression with an L2 penalty by L-BFGS on standardised columns. Missing and infinite values count as the
/// column's mean. Memory: four bytes a value beside the data. The same bytes at any number of threads.
/// </summary>
public static class LogisticTrainer
{
    private const int FirstSteps = 5;

    /// <summary>Fits a model. Rows of weight 0 are ignored; constant and all-missing columns get weight 0.</summary>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="p">How.</param>
    /// <param name="ct">Checked at every step.</param>
    /// <exception cref="ArgumentException">Parameters out of range, or only one class with weight.</exception>
    public static LinearModel Fit(Dataset train, LogisticParameters p, CancellationToken ct = default)
    {
        p.Check();
        var prior = train.PriorLogOdds("Linear models");
        var team = new WorkTeam(p.Threads, ct);
        var standardizer = Standardizer.Fit(train, team);
        var loss = new LogisticLoss(new StandardBlocks(train, standardizer, team), train, p.L2, team);
        var x = new double[train.FeatureCount + 1];
        x[^1] = prior;
        Minimise(loss, x, p, ct);
        return standardizer.Model(x.AsSpan(0, train.FeatureCount), x[^1]);
    }

    /// <summary>The curvature changes most at first: it is taken anew after a few steps.</summary>
    private static void Minimise(LogisticLoss loss, double[] x, LogisticParameters p, CancellationToken ct)
    {
        var left = p.MaxIterations;
        for (var turn = 0; turn < 3 && left > 0; turn++)
        {
            Action<double[]>? inverse = x.Length <= Curvature.MostFeatures ? loss.CurvatureAt(x).Solve : null;
            var steps = turn == 2 || inverse is null ? left : Math.Min(left, FirstSteps);
            steps = Lbfgs.Minimise(loss.Evaluate, x, steps, p.Tolerance, inverse, ct);
            left -= Math.Max(1, steps);
            if (inverse is null || steps < FirstSteps) return;
        }
    }
}
