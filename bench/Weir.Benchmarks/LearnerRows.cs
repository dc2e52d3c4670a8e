using Weir.Benchmarks.Harness;
using Weir.Learning;
using Weir.Learning.Numerics;

namespace Weir.Benchmarks;

/// <summary>
/// Rows for learners and their peers: rows to learn from, rows of other domains, and those with outliers planted among
/// them. Missing values are the column's mean, since most peers know none.
/// </summary>
/// <param name="Folder">Where the peers read the same rows.</param>
/// <param name="Train">Rows to learn from.</param>
/// <param name="Test">Rows of domains that train has none of.</param>
/// <param name="Outliers">The test rows and planted ones, which have label 1.</param>
internal sealed record LearnerRows(string Folder, Dataset Train, Dataset Test, Dataset Outliers)
{
    private const int TestRows = 50_000;
    private const int Planted = 1_000;

    public static LearnerRows Make(Bench bench, int rows)
    {
        bench.Say("reading the rows");
        var all = DenseRows.Read(bench);
        var random = new Xoshiro256(1);
        var isTest = Array.ConvertAll(all.Groups, group => SplitMix64.Mix((ulong)group) % 5 == 0);
        var train = Take(all, Drawn(isTest, false, rows, ref random));
        var means = Array.ConvertAll(train.Columns, column => column.Where(v => !float.IsNaN(v)).Select(v => (double)v).DefaultIfEmpty(0).Average());
        Impute(train, means);
        var test = Take(all, Drawn(isTest, true, TestRows, ref random));
        Impute(test, means);
        var made = new LearnerRows(Path.Combine(bench.Cache, "learners"), train, test, Plant(test, ref random));
        made.Write();
        return made;
    }

    private void Write()
    {
        Directory.CreateDirectory(Folder);
        DenseRows.WriteMatrix(Path.Combine(Folder, "x.npy"), Train);
        DenseRows.Write(Path.Combine(Folder, "y.npy"), Array.ConvertAll(Train.Labels, y => (float)y));
        DenseRows.Write(Path.Combine(Folder, "w.npy"), Train.Weights);
        DenseRows.WriteMatrix(Path.Combine(Folder, "test.npy"), Test);
        DenseRows.WriteMatrix(Path.Combine(Folder, "outliers.npy"), Outliers);
    }

    private static int[] Drawn(bool[] isTest, bool wanted, int most, ref Xoshiro256 random)
    {
        int[] rows = [.. Enumerable.Range(0, isTest.Length).Where(i => isTest[i] == wanted)];
        random.Shuffle<int>(rows);
        return [.. rows.Take(most).Order()];
    }

    private static Dataset Take(Dataset all, int[] rows) => new(
        all.FeatureNames, Array.ConvertAll(all.Columns, column => Array.ConvertAll(rows, i => column[i])), Array.ConvertAll(rows, i => all.Labels[i]),
        Array.ConvertAll(rows, i => all.Weights[i]), Array.ConvertAll(rows, i => all.Groups[i]));

    private static void Impute(Dataset data, double[] means)
    {
        for (var f = 0; f < means.Length; f++)
            foreach (ref var value in data.Columns[f].AsSpan())
                if (float.IsNaN(value)) value = (float)means[f];
    }

    /// <summary>Half take each value from a row of its own, half get noise of three deviations on a tenth of their values.</summary>
    private static Dataset Plant(Dataset test, ref Xoshiro256 random)
    {
        var columns = new float[test.FeatureCount][];
        for (var f = 0; f < columns.Length; f++)
        {
            var column = test.Columns[f];
            var mean = column.Average(v => (double)v);
            var deviation = Math.Sqrt(column.Average(v => (v - mean) * (v - mean)));
            columns[f] = [.. column, .. new float[Planted]];
            for (var i = 0; i < Planted; i++)
            {
                var value = column[i < Planted / 2 ? random.NextInt(test.Rows) : i];
                var noise = i >= Planted / 2 && random.NextInt(10) == 0 ? 3 * deviation * (random.NextInt(2) == 0 ? -1 : 1) : 0;
                columns[f][test.Rows + i] = (float)(value + noise);
            }
        }
        byte[] labels = [.. new byte[test.Rows], .. Enumerable.Repeat((byte)1, Planted)];
        return new Dataset(test.FeatureNames, columns, labels, Array.ConvertAll(labels, _ => 1f), new int[labels.Length]);
    }
}
