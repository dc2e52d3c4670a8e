using System.Security.Cryptography;
using Weir.Learning;
using Weir.Learning.Numerics;
using Weir.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Trees;

public sealed class TreesGoldenTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_fixed_seed_gives_bytes_that_never_change(int threads)
    {
        var p = new BoostedTreesParameters { Trees = 12, MaxLeaves = 20, RowSample = 0.8, ColumnSample = 0.7, L1 = 0.1, Seed = 9, Threads = threads };
        var builder = new ModelFileBuilder();
        Toy.Fit(Toy.Mixed(40_000, 18, 11), p).Save(builder, "trees");
        Assert.Equal("4DD8AF551F1EDD36", Convert.ToHexString(SHA256.HashData(builder.Build("{}")))[..16]);
    }

    [Fact]
    public void The_first_stump_is_the_best_of_all_cuts()
    {
        var data = Toy.Mixed(300, 6, 21);
        var model = Toy.Fit(data, new BoostedTreesParameters { Trees = 1, MaxLeaves = 2, MinRowsInLeaf = 1, MinChildWeight = 1e-6, Threads = 1 });
        var (feature, threshold, gain) = BestCut(data);
        Assert.Equal(feature, model.Table.Feature[0]);
        var rows = Enumerable.Range(0, 300).Select(i => data.Columns[feature][i]).Where(v => !float.IsNaN(v));
        Assert.Equal(rows.Count(v => v <= threshold), rows.Count(v => v <= model.Table.Threshold[0]));
        Assert.Equal(gain, model.Importance[feature], gain * 1e-3);
    }

    [Fact]
    public void A_cut_with_too_few_rows_gives_way_to_the_next_best()
    {
        // The first column singles out ten rows of label 1; the second is weaker but even.
        var random = new Xoshiro256(2);
        byte[] labels = [.. Enumerable.Range(0, 1000).Select(i => i < 10 || random.NextInt(100) < (i % 2 == 0 ? 8 : 3) ? (byte)1 : (byte)0)];
        float[] few = [.. Enumerable.Range(0, 1000).Select(i => i < 10 ? 1f : 0)];
        float[] even = [.. Enumerable.Range(0, 1000).Select(i => (float)(i % 2))];
        var p = new BoostedTreesParameters { Trees = 1, MaxLeaves = 2, MinChildWeight = 1e-3, Threads = 1 };
        Assert.Equal(0, Toy.Fit(Toy.Of([few, even], labels), p with { MinRowsInLeaf = 10 }).Table.Feature[0]);
        Assert.Equal(1, Toy.Fit(Toy.Of([few, even], labels), p with { MinRowsInLeaf = 11 }).Table.Feature[0]);
    }

    [Fact]
    public void Ten_thousand_columns_are_learned_from()
    {
        var random = new Xoshiro256(3);
        byte[] labels = [.. Enumerable.Range(0, 200).Select(i => (byte)(i % 2))];
        var columns = new float[10_000][];
        for (var f = 0; f < columns.Length; f++)
        {
            columns[f] = new float[200];
            for (var i = 0; i < 200; i++) columns[f][i] = f == 7_777 ? labels[i] + random.NextInt(3) * 0.1f : random.NextInt(f % 3 == 0 ? 2 : 100);
        }
        var model = Toy.Fit(Toy.Of(columns, labels), new BoostedTreesParameters { Trees = 3, MaxLeaves = 4, Threads = 2 });
        Assert.Equal(7_777, Array.IndexOf(model.Importance, model.Importance.Max()));
    }

    [Fact]
    public void Copies_of_one_row_cannot_be_told_apart()
    {
        byte[] labels = [.. Enumerable.Range(0, 400).Select(i => (byte)(i % 4 == 0 ? 1 : 0))];
        var columns = Enumerable.Range(0, 5).Select(f => Enumerable.Repeat((float)f, 400).ToArray()).ToArray();
        Assert.Equal(Math.Log(1.0 / 3), Toy.Fit(Toy.Of(columns, labels), new BoostedTreesParameters { Threads = 1 }).Score([0, 1, 2, 3, 4]), 9);
    }

    private static (int Feature, float Threshold, double Gain) BestCut(Dataset data)
    {
        var prior = data.PriorLogOdds("Trees");
        var p = StableMath.Sigmoid(prior);
        double Quality(IEnumerable<int> rows) => rows.ToList() is var r ? Math.Pow(r.Sum(i => p - data.Labels[i]), 2) / (r.Count * p * (1 - p) + 1) : 0;
        var all = Enumerable.Range(0, data.Rows).ToList();
        var best = (Feature: -1, Threshold: 0f, Gain: 0.0);
        for (var f = 0; f < data.FeatureCount; f++)
            foreach (var threshold in data.Columns[f].Where(v => !float.IsNaN(v)).Distinct())
                foreach (var missingLeft in new[] { false, true })
                {
                    bool Left(int i) => float.IsNaN(data.Columns[f][i]) ? missingLeft : data.Columns[f][i] <= threshold;
                    var gain = Quality(all.Where(Left)) + Quality(all.Where(i => !Left(i))) - Quality(all);
                    if (gain > best.Gain) best = (f, threshold, gain);
                }
        return best;
    }
}
