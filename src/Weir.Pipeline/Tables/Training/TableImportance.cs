using Weir.Learning;
using Weir.Learning.Explaining;
using Weir.Learning.Numerics;
using Weir.Learning.Preparation;

namespace Weir.Pipeline.Tables.Training;

/// <summary>How much a model relies on each column of a table, by shuffling and by what it contributes to scores.</summary>
internal static class TableImportance
{
    private const int ShuffledRows = 2000;
    private const int ExplainedRows = 200;
    private const int Repeats = 3;

    /// <summary>In the order of the columns of the preparer.</summary>
    public static ColumnImportance[] Of(Preparer preparer, IClassifier model, Dataset prepared, ulong seed, CancellationToken ct)
    {
        int[] order = [.. Enumerable.Range(0, prepared.Rows)];
        new Xoshiro256(seed).Shuffle(order.AsSpan());
        var shap = Shap(preparer, (IExplained)model, prepared, [.. order.Take(ExplainedRows).Order()], ct);
        var (_, losses) = PermutationImportance.Of(model, prepared.Take([.. order.Take(ShuffledRows).Order()]), preparer.OutputsBySource(), Repeats, seed, ct);
        return [.. preparer.Columns.Select((column, c) => new ColumnImportance(column.Name, losses[c].Mean, losses[c].Deviation, shap[c]))];
    }

    private static double[] Shap(Preparer preparer, IExplained model, Dataset prepared, int[] rows, CancellationToken ct)
    {
        var sizes = new double[rows.Length][];
        Parallel.For(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct }, i =>
        {
            var (row, byOutput) = (new float[prepared.FeatureCount], new double[prepared.FeatureCount]);
            prepared.Read(rows[i], row);
            model.Explain(row, byOutput);
            sizes[i] = new double[preparer.Columns.Count];
            preparer.SumBySource(byOutput, sizes[i]);
        });
        // Summed in the order of the rows: the same at any number of threads.
        return [.. Enumerable.Range(0, preparer.Columns.Count).Select(c => sizes.Sum(row => Math.Abs(row[c])) / Math.Max(1, rows.Length))];
    }
}
