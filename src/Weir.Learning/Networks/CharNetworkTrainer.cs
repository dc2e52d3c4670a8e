using Weir.Learning.Numerics;

namespace Weir.Learning.Networks;

/// <summary>
/// Fits a <see cref="CharNetwork"/> by mini-batches on the logistic loss. The same rows, parameters and seed give the same
/// bytes at any number of threads and any vector width: rows and blocks of filters are independent, sums have one order.
/// </summary>
public static class CharNetworkTrainer
{
    /// <summary>Fits on all rows, or on those named by <paramref name="subset"/>.</summary>
    /// <param name="rows">The texts.</param>
    /// <param name="labels">0 or 1, one a row.</param>
    /// <param name="weights">Weight of each row, finite and not negative; empty means 1. Only their ratios matter.</param>
    /// <param name="subset">Row numbers to learn from, or null for all.</param>
    /// <param name="p">Settings.</param>
    /// <param name="ct">Looked at before every batch.</param>
    /// <exception cref="ArgumentException">A parameter is out of range or the rows cannot be learned from; the message says which.</exception>
    /// <exception cref="InvalidOperationException">The weights have grown without bound.</exception>
    public static CharNetwork Fit(
        SymbolRows rows, byte[] labels, float[] weights, int[]? subset, CharNetworkParameters p, CancellationToken ct = default)
    {
        p.Check();
        if (labels.Length != rows.Rows || (weights.Length != 0 && weights.Length != rows.Rows))
            throw new ArgumentException($"There are {rows.Rows} rows, {labels.Length} labels and {weights.Length} weights.", nameof(labels));
        var order = subset is null ? Enumerable.Range(0, rows.Rows).ToArray() : (int[])subset.Clone();
        var (positive, negative) = Totals(labels, weights, order);
        var run = new CharTraining(rows, labels, weights, (float)(order.Length / (positive + negative)), p);
        run.Start(StableMath.Log((positive + 0.5) / (negative + 0.5)));
        var random = new Xoshiro256(p.Seed);
        var (step, steps) = (0, (double)p.Epochs * ((order.Length + p.BatchRows - 1) / p.BatchRows));
        for (var epoch = 0; epoch < p.Epochs; epoch++)
        {
            random.Shuffle(order.AsSpan());
            for (var from = 0; from < order.Length; from += p.BatchRows, step++)
            {
                ct.ThrowIfCancellationRequested();
                run.Step(order.AsMemory(from, Math.Min(p.BatchRows, order.Length - from)), (ulong)epoch, p.LearningRate * (1 - step / steps));
            }
        }
        return run.Network();
    }

    private static (double Positive, double Negative) Totals(byte[] labels, float[] weights, int[] order)
    {
        double positive = 0, negative = 0;
        foreach (var row in order)
        {
            var weight = weights.Length == 0 ? 1 : weights[row];
            if (labels[row] > 1 || !(weight >= 0) || float.IsInfinity(weight))
                throw new ArgumentException($"Row {row} has label {labels[row]} and weight {weight}; labels are 0 or 1, weights 0 or more.", nameof(labels));
            if (labels[row] == 1) positive += weight;
            else negative += weight;
        }
        return positive + negative > 0 ? (positive, negative) : throw new ArgumentException("There is no row to learn from.", nameof(labels));
    }
}
