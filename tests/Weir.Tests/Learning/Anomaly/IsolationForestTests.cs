using Weir.Learning;
using Weir.Learning.Anomaly;
using Weir.Learning.Metrics;
using Weir.Learning.Numerics;
using Weir.Tests.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Anomaly;

public sealed class IsolationForestTests
{
    private static readonly Dataset Data = Toy.Mixed(2_000, 6, 3);
    private static readonly IsolationForest Model = Fit(Data, new IsolationForestParameters());

    [Fact]
    public void The_usual_path_is_that_of_the_paper()
    {
        Assert.Equal(0, IsolationForestTrainer.UsualPath(1));
        Assert.Equal(1, IsolationForestTrainer.UsualPath(2), 12);
        Assert.Equal(2 * (1 + 1 / 2.0 + 1 / 3.0) - 2 * 3 / 4.0, IsolationForestTrainer.UsualPath(4), 12);
        // Liu's approximation: 2 (ln(n - 1) + 0.5772156649) - 2 (n - 1) / n.
        Assert.Equal(2 * (Math.Log(255) + 0.5772156649) - 2 * 255 / 256.0, IsolationForestTrainer.UsualPath(256), 0.005);
    }

    [Fact]
    public void Two_rows_are_set_apart_by_one_cut()
    {
        var model = Fit(Toy.Of([[0, 1]], [0, 0]), new IsolationForestParameters { Trees = 20 });
        Assert.Equal(20 * 3, model.Table.Left.Length);
        // Path 1 of a usual 1: 2^-1.
        Assert.Equal(0.5, model.Score([0]), 12);
        Assert.Equal(0.5, model.Score([float.NaN]), 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void The_score_is_two_to_the_mean_path_by_the_usual_one(int featuresPerCut)
    {
        var model = Fit(Data, new IsolationForestParameters { FeaturesPerCut = featuresPerCut, Trees = 30 });
        for (var i = 0; i < 200; i++)
        {
            var row = Toy.Row(Data, i);
            var paths = model.Table.Starts.Select(root => Path(model.Table, root, row)).ToArray();
            // A leaf above the last level holds one row, one at it stands for a tree of its rows.
            Assert.All(paths, path => Assert.True(path.Depth < 8 ? Math.Abs(path.Length - path.Depth) < 1e-9 : path.Length >= 8 - 1e-9));
            Assert.Equal(Math.Pow(2, -paths.Average(path => path.Length) / IsolationForestTrainer.UsualPath(256)), model.Score(row), 9);
        }
    }

    [Fact]
    public void Values_that_are_usual_alone_and_not_together_are_seen_by_slanting_cuts()
    {
        var random = new Xoshiro256(12);
        float[] first = [.. Enumerable.Range(0, 2_000).Select(_ => (float)random.NextDouble())];
        float[] second = [.. first.Select(v => v + 0.02f * (float)random.NextDouble())];
        var data = Toy.Of([first, second], new byte[2_000]);
        double Auc(int featuresPerCut)
        {
            var model = Fit(data, new IsolationForestParameters { FeaturesPerCut = featuresPerCut });
            double[] scores = [.. first.Zip(second, (a, b) => model.Score([a, b])), .. first.Zip(first.Reverse(), (a, b) => model.Score([a, b]))];
            return RankingMetrics.RocAuc(scores, [.. new byte[2_000], .. Enumerable.Repeat((byte)1, 2_000)]);
        }
        Assert.True(Auc(2) > Auc(1) + 0.02);
    }

    [Fact]
    public void A_row_far_from_all_others_scores_highest()
    {
        var random = new Xoshiro256(5);
        float[][] columns = [[.. Enumerable.Range(0, 500).Select(_ => (float)random.NextDouble())], [.. Enumerable.Range(0, 500).Select(_ => (float)random.NextDouble())]];
        var model = Fit(Toy.Of(columns, new byte[500]), new IsolationForestParameters { Trees = 200 });
        var usual = Enumerable.Range(0, 500).Max(i => model.Score([columns[0][i], columns[1][i]]));
        Assert.True(model.Score([9, 9]) >= usual && model.Score([-9, 0.5f]) > 0.5);
        Assert.InRange(Enumerable.Range(0, 500).Average(i => model.Score([columns[0][i], columns[1][i]])), 0.4, 0.55);
    }

    [Fact]
    public void Planted_outliers_rank_above_the_rest()
    {
        var random = new Xoshiro256(6);
        var test = Toy.Mixed(2_000, 6, 4);
        var scores = new double[2_000];
        var labels = new byte[2_000];
        for (var i = 0; i < 2_000; i++)
        {
            var row = Toy.Row(test, i);
            if (i % 20 == 0) (labels[i], row[random.NextInt(3)], row[4]) = (1, 4, -4);
            scores[i] = Model.Score(row);
        }
        Assert.True(RankingMetrics.RocAuc(scores, labels) > 0.95);
    }

    [Fact]
    public void Labels_and_weights_are_not_looked_at()
    {
        byte[] labels = [.. Data.Labels.Select(l => (byte)(1 - l))];
        var other = Fit(Toy.Of(Data.Columns, labels, new float[Data.Rows]), new IsolationForestParameters());
        Assert.Equal(File(Model), File(other));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_bytes_of_a_model_do_not_change_with_the_threads_nor_with_time(int threads)
    {
        var file = File(Fit(Data, new IsolationForestParameters { Threads = threads }));
        Assert.StartsWith("9410ca4370dbc7e8", ModelFile.Read(file, "m.weir").Sha256, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_infinite_and_constant_values_are_cut_around()
    {
        float[] ends = [float.NaN, float.NegativeInfinity, float.MinValue, -0f, 0f, float.MaxValue, float.PositiveInfinity, float.NaN];
        var model = Fit(Toy.Of([ends, new float[8], [.. Enumerable.Repeat(float.NaN, 8)]], new byte[8]), new IsolationForestParameters { Trees = 50 });
        Assert.All(ends, v => Assert.InRange(model.Score([v, 0, 1]), 0.01, 0.99));
        Assert.All(model.Table.Terms, term => Assert.True(term.Feature == 0 || term.Weight == 0));
    }

    [Fact]
    public void Rows_that_are_all_the_same_are_all_usual()
    {
        var model = Fit(Toy.Of([new float[40]], new byte[40]), new IsolationForestParameters());
        Assert.Equal(0.5, model.Score([0]), 12);
        Assert.Equal(0.5, model.Score([1]), 12);
    }

    [Fact]
    public void Ten_thousand_columns_are_learned_from()
    {
        var random = new Xoshiro256(8);
        var columns = new float[10_000][];
        for (var f = 0; f < columns.Length; f++) columns[f] = [.. Enumerable.Range(0, 20).Select(_ => (float)random.NextDouble())];
        var model = Fit(Toy.Of(columns, new byte[20]), new IsolationForestParameters { Trees = 5 });
        Assert.InRange(model.Score(Array.ConvertAll(columns, c => c[0])), 0.2, 0.8);
    }

    [Fact]
    public void The_threshold_leaves_the_expected_share_above()
    {
        double[] scores = [.. Enumerable.Range(0, 1_000).Select(i => Model.Score(Toy.Row(Data, i)))];
        Assert.Equal(20, scores.Count(s => s > IsolationForest.Threshold(scores, 0.02)));
        Assert.DoesNotContain(scores, s => s > IsolationForest.Threshold(scores, 0));
        Assert.Equal(1_000, scores.Count(s => s > IsolationForest.Threshold(scores, 1)));
        Assert.Throws<ArgumentException>(() => IsolationForest.Threshold([], 0.1));
        Assert.Throws<ArgumentException>(() => IsolationForest.Threshold(scores, double.NaN));
    }

    [Fact]
    public void Fewer_than_two_rows_and_bad_parameters_are_refused_in_words()
    {
        Assert.Contains("there are 1", Assert.Throws<ArgumentException>(() => Fit(Toy.Of([[1]], [0]), new())).Message, StringComparison.Ordinal);
        var message = Assert.Throws<ArgumentException>(() => Fit(Data, new() { Trees = 0, RowsPerTree = 1, FeaturesPerCut = 0, Threads = -1 })).Message;
        Assert.All(["Trees", "RowsPerTree", "FeaturesPerCut", "Threads"], name => Assert.Contains(name, message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_saved_model_loads_and_scores_the_same()
    {
        var loaded = IsolationForest.Load(ModelFile.Read(File(Model), "m.weir"), "anomaly");
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(Model.Score(Toy.Row(Data, i)), loaded.Score(Toy.Row(Data, i))));
        Assert.Equal(File(Model), File(loaded));
    }

    [Fact]
    public void A_row_of_the_wrong_length_is_refused() => Assert.Throws<ArgumentException>(() => Model.Score(new float[5]));

    [Fact]
    public void Random_damage_is_refused_or_gives_scores_between_0_and_1()
    {
        var random = new Xoshiro256(4);
        var small = File(Fit(Data, new IsolationForestParameters { Trees = 5, RowsPerTree = 16 }));
        var refused = 0;
        for (var round = 0; round < 3_000; round++)
        {
            try
            {
                var model = IsolationForest.Load(ModelFile.Read(DamagedFile.Of([.. small], ref random), "m.weir"), "anomaly");
                Assert.True(model.Score(new float[model.FeatureCount]) is > 0 and < 1);
            }
            catch (ModelFileException e)
            {
                Assert.StartsWith("The model file m.weir ", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, 300, 2_990);
    }

    private static (int Depth, double Length) Path(IsolationTable table, int root, float[] row)
    {
        int node = root, depth = 0;
        for (; table.Left[node] >= 0; depth++)
        {
            var cut = table.Left.Take(node).Count(left => left >= 0);
            var terms = table.Terms.Skip(cut * table.TermsOfCut).Take(table.TermsOfCut).Where(t => !float.IsNaN(row[t.Feature]));
            var sum = terms.Aggregate(0.0, (all, t) => all + t.Weight * ((double)row[t.Feature] - t.Center));
            node = table.Left[node] + (sum <= table.Value[node] ? 0 : 1);
        }
        return (depth, table.Value[node] * IsolationForestTrainer.UsualPath(256) * table.Starts.Length);
    }

    private static IsolationForest Fit(Dataset data, IsolationForestParameters p) => IsolationForestTrainer.Fit(data, p, TestContext.Current.CancellationToken);

    private static byte[] File(IsolationForest model)
    {
        var builder = new ModelFileBuilder();
        model.Save(builder, "anomaly");
        return builder.Build("{}");
    }
}
