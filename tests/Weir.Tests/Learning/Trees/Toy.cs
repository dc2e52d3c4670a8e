using Weir.Learning;
using Weir.Learning.Numerics;
using Weir.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Trees;

/// <summary>Small generated data sets with a known rule.</summary>
internal static class Toy
{
    public static Dataset Of(float[][] columns, byte[] labels, float[]? weights = null)
    {
        weights ??= Enumerable.Repeat(1f, labels.Length).ToArray();
        return new Dataset([.. columns.Select((_, i) => $"f{i}")], columns, labels, weights, new int[labels.Length]);
    }

    /// <summary>A smooth function of the first six features and noise; every fourth feature misses a tenth of its values.</summary>
    public static Dataset Mixed(int rows, int features, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var columns = new float[features][];
        for (var f = 0; f < features; f++) columns[f] = new float[rows];
        var labels = new byte[rows];
        var row = new float[features];
        for (var i = 0; i < rows; i++)
        {
            for (var f = 0; f < features; f++) row[f] = Value(ref random, f);
            var margin = 2 * row[0] * row[1] + Math.Sin(3 * row[2]) + (row[4] > 0.5 ? 1.5 : -0.5) + 0.7 * row[5] + (row[3] > 0 ? 1 : 0) - 0.5;
            labels[i] = random.NextDouble() < StableMath.Sigmoid(2 * margin) ? (byte)1 : (byte)0;
            for (var f = 0; f < features; f++) columns[f][i] = f % 4 == 3 && random.NextDouble() < 0.1 ? float.NaN : row[f];
        }
        return Of(columns, labels);
    }

    public static BoostedTrees Fit(Dataset data, BoostedTreesParameters p, Dataset? validation = null, Action<int, double>? progress = null) =>
        BoostedTreesTrainer.Fit(data, p, validation, progress, TestContext.Current.CancellationToken);

    public static float[] Row(Dataset data, int row) => Array.ConvertAll(data.Columns, c => c[row]);

    public static double[] Scores(BoostedTrees model, Dataset data) =>
        [.. Enumerable.Range(0, data.Rows).Select(i => model.Score(Row(data, i)))];

    /// <summary>Normal-like values, and for every third feature few distinct ones.</summary>
    private static float Value(ref Xoshiro256 random, int feature)
    {
        var value = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
        return feature % 3 == 2 ? MathF.Round((float)(value * 4)) / 2 : (float)(value * 2);
    }
}
