using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Learning;
using Weir.Learning.Trees;

namespace Weir.Benchmarks;

/// <summary>Trees of ours and of XGBoost, of equal number, leaves, bins and learning rate, grown on the same 50,000 rows.</summary>
internal static class TreesPeer
{
    public const int Trees = 300;
    private const int TrainRows = 50_000;

    public static BoostedTrees Train(Dataset rows, int leaves)
    {
        var step = rows.Rows / TrainRows;
        var train = rows.Take([.. Enumerable.Range(0, TrainRows).Select(i => i * step)]);
        Array.Fill(train.Weights, 1f);
        return BoostedTreesTrainer.Fit(train, new BoostedTreesParameters { Trees = Trees, MaxLeaves = leaves, MinRowsInLeaf = 1 });
    }

    /// <summary>What XGBoost says of itself; its trees are kept for the next run.</summary>
    /// <param name="bench">Where the rows are.</param>
    /// <param name="mode">predict or explain.</param>
    /// <param name="leaves">Most leaves of a tree.</param>
    /// <param name="rows">How many rows, repeated when there are fewer.</param>
    public static JsonNode Ask(Bench bench, string mode, int leaves, int rows)
    {
        var keep = Path.Combine(bench.Cache, "trees-predict");
        Directory.CreateDirectory(keep);
        var script = Path.Combine(bench.Root, "bench", "peers", "trees_predict.py");
        var run = Child.Run("/usr/bin/python3", script, mode, DenseRows.Folder(bench), keep, Text(Trees), Text(leaves), Text(rows));
        return JsonNode.Parse(run.Output)!;
    }

    /// <summary>Rows one after the other, from the first again when there are no more.</summary>
    public static float[] Matrix(Dataset data, int rows)
    {
        var matrix = new float[(long)rows * data.FeatureCount];
        for (var i = 0; i < rows; i++) data.Read(i % data.Rows, matrix.AsSpan(i * data.FeatureCount, data.FeatureCount));
        return matrix;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
