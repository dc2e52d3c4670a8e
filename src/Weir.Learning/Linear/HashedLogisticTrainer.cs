using Weir.Learning.Numerics;

namespace Weir.Learning.Linear;

/// <summary>
/// Fits a <see cref="HashedLogistic"/> by FTRL-proximal (McMahan et al. 2013): one adaptive step a bucket, and
/// L1 that leaves rare buckets at 0. Sequential and deterministic; run several fits in parallel for folds.
/// </summary>
public static class HashedLogisticTrainer
{
    /// <summary>Fits on all rows, or on those named by <paramref name="subset"/>.</summary>
    /// <param name="rows">Feature indices, cut to <see cref="HashedLogisticParameters.Bits"/> bits.</param>
    /// <param name="labels">0 or 1, one a row.</param>
    /// <param name="weights">Weight of each row, finite and not negative; empty means 1.</param>
    /// <param name="subset">Row numbers to learn from, or null for all.</param>
    /// <param name="p">Settings.</param>
    /// <param name="ct">Looked at every few thousand rows.</param>
    public static HashedLogistic Fit(
        SparseRows rows, byte[] labels, float[] weights, int[]? subset, HashedLogisticParameters p,
        CancellationToken ct = default) => FitOnline(rows, labels, weights, subset, p, ct).Model();

    /// <summary>The same fit; the result keeps its state and can go on learning.</summary>
    public static OnlineLogistic FitOnline(
        SparseRows rows, byte[] labels, float[] weights, int[]? subset, HashedLogisticParameters p,
        CancellationToken ct = default)
    {
        p.Check();
        if (labels.Length != rows.Rows || (weights.Length != 0 && weights.Length != rows.Rows))
            throw new ArgumentException(
                $"There are {rows.Rows} rows, {labels.Length} labels and {weights.Length} weights.", nameof(labels));
        var order = subset is null ? Enumerable.Range(0, rows.Rows).ToArray() : (int[])subset.Clone();
        if (order.Length == 0) throw new ArgumentException("There is no row to learn from.", nameof(rows));
        var model = new OnlineLogistic(p, PriorLogOdds(labels, weights, order));
        var random = new Xoshiro256(p.Seed);
        for (var epoch = 0; epoch < p.Epochs; epoch++)
        {
            random.Shuffle(order.AsSpan());
            for (var i = 0; i < order.Length; i++)
            {
                if ((i & 4095) == 0) ct.ThrowIfCancellationRequested();
                var row = order[i];
                model.LearnChecked(rows[row], labels[row], weights.Length == 0 ? 1 : weights[row]);
            }
        }
        return model;
    }

    /// <summary>The start of the bias: half a row of each class is added, so that one class alone stays finite.</summary>
    private static double PriorLogOdds(byte[] labels, float[] weights, int[] order)
    {
        double positive = 0.5, negative = 0.5;
        foreach (var row in order)
        {
            var weight = weights.Length == 0 ? 1 : weights[row];
            if (labels[row] > 1 || !(weight >= 0) || float.IsInfinity(weight))
                throw new ArgumentException(
                    $"Row {row} has label {labels[row]} and weight {weight}; labels are 0 or 1, weights 0 or more.",
                    nameof(labels));
            if (labels[row] == 1) positive += weight;
            else negative += weight;
        }
        return StableMath.Log(positive / negative);
    }
}
