using Weir.Learning.Metrics;
using Weir.Learning.Numerics;

namespace Weir.Learning.Explaining;

/// <summary>What the AUC loses when columns are shuffled.</summary>
/// <param name="Mean">The mean loss over the repeats; about 0, also a little below, for columns that tell nothing.</param>
/// <param name="Deviation">Standard deviation of the repeats.</param>
public sealed record AucLoss(double Mean, double Deviation);

/// <summary>
/// How much a model relies on columns (Breiman 2001): the loss of AUC on rows that it has not learned from when the values of these
/// columns are dealt out among the rows anew. Columns that come from one are shuffled together. The same seed gives the same numbers.
/// </summary>
public static class PermutationImportance
{
    /// <summary>The AUC of the rows as they are, and its loss by set of columns.</summary>
    /// <param name="model">Any classifier.</param>
    /// <param name="data">Rows that the model has not learned from, of both classes.</param>
    /// <param name="sets">Columns that are shuffled together, such as <see cref="Preparation.Preparer.OutputsBySource"/>; an empty set loses nothing.</param>
    /// <param name="repeats">Shuffles of each set, 1 or more. Default 5.</param>
    /// <param name="seed">Of the shuffles, which are the same for all sets. Default 1.</param>
    /// <param name="ct">Checked between shuffles and blocks of rows.</param>
    /// <exception cref="ArgumentException">Another number of features, a column that is not there, or fewer than 1 repeat.</exception>
    public static (double Auc, AucLoss[] Losses) Of(
        IClassifier model, Dataset data, int[][] sets, int repeats = 5, ulong seed = 1, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        if (Array.Exists(sets, set => Array.Exists(set, f => f < 0 || f >= data.FeatureCount)))
            throw new ArgumentException($"A set names a column that is not in 0 .. {data.FeatureCount - 1}.", nameof(sets));
        var auc = Auc(model, data, ct);
        var orders = Orders(data.Rows, repeats, seed);
        return (auc, Array.ConvertAll(sets, set => Loss(model, data, set, orders, auc, ct)));
    }

    private static int[][] Orders(int rows, int repeats, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var orders = new int[repeats][];
        for (var r = 0; r < repeats; r++)
        {
            orders[r] = [.. Enumerable.Range(0, rows)];
            random.Shuffle(orders[r].AsSpan());
        }
        return orders;
    }

    private static AucLoss Loss(IClassifier model, Dataset data, int[] set, int[][] orders, double auc, CancellationToken ct)
    {
        if (set.Length == 0) return new AucLoss(0, 0);
        double sum = 0, squares = 0;
        foreach (var order in orders)
        {
            var columns = data.Columns.ToArray();
            foreach (var f in set) columns[f] = Array.ConvertAll(order, i => data.Columns[f][i]);
            var loss = auc - Auc(model, new Dataset(data.FeatureNames, columns, data.Labels, data.Weights, data.Groups), ct);
            sum += loss;
            squares += loss * loss;
        }
        var mean = sum / orders.Length;
        return new AucLoss(mean, Math.Sqrt(Math.Max(0, squares / orders.Length - mean * mean)));
    }

    private static double Auc(IClassifier model, Dataset data, CancellationToken ct) =>
        RankingMetrics.RocAuc(model.Scores(data, null, ct), data.Labels);
}
