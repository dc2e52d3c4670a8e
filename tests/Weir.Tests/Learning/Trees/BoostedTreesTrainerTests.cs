using Weir.Learning;
using Weir.Learning.Metrics;
using Weir.Learning.Numerics;
using Weir.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Trees;

public sealed class BoostedTreesTrainerTests
{
    private static readonly BoostedTreesParameters Small = new() { Trees = 30, MaxLeaves = 8, MinRowsInLeaf = 5, Threads = 1 };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0.7, 0.6)]
    public void The_same_seed_gives_the_same_bytes_on_one_thread_and_on_two(double rows, double columns)
    {
        var data = Toy.Mixed(40_000, 20, 7);
        var p = new BoostedTreesParameters { Trees = 8, MaxLeaves = 31, RowSample = rows, ColumnSample = columns, Seed = 5 };
        var one = Bytes(Toy.Fit(data, p with { Threads = 1 }));
        Assert.Equal(one, Bytes(Toy.Fit(data, p with { Threads = 2 })));
        Assert.Equal(one, Bytes(Toy.Fit(data, p with { Threads = 3 })));
    }

    [Fact]
    public void Xor_is_learned()
    {
        var random = new Xoshiro256(3);
        var columns = new[] { new float[2000], new float[2000] };
        var labels = new byte[2000];
        for (var i = 0; i < 2000; i++)
        {
            columns[0][i] = (float)random.NextDouble();
            columns[1][i] = (float)random.NextDouble();
            labels[i] = columns[0][i] > 0.5f != columns[1][i] > 0.5f ? (byte)1 : (byte)0;
        }
        var data = Toy.Of(columns, labels);
        var scores = Toy.Scores(Toy.Fit(data, Small), data);
        // 254 bins are about 0.004 wide: what lies in the bin around the middle cannot be told apart.
        var clear = Enumerable.Range(0, 2000).Where(i => columns.All(c => Math.Abs(c[i] - 0.5) > 0.01));
        Assert.All(clear, i => Assert.Equal(labels[i] == 1, scores[i] > 0));
    }

    [Fact]
    public void A_rising_signal_gives_rising_scores()
    {
        float[] values = [.. Enumerable.Range(0, 1000).Select(i => (float)i)];
        byte[] labels = [.. values.Select(v => v % 10 < v / 100 ? (byte)1 : (byte)0)];
        var model = Toy.Fit(Toy.Of([values], labels), Small);
        double[] scores = [model.Score([50]), model.Score([350]), model.Score([650]), model.Score([950])];
        Assert.Equal(scores.Order(), scores);
        Assert.True(scores[3] > scores[0] + 2);
    }

    [Fact]
    public void Missing_values_go_where_their_label_says()
    {
        var values = new float[3000];
        var labels = new byte[3000];
        for (var i = 0; i < 3000; i++)
        {
            values[i] = i % 3 == 0 ? float.NaN : i;
            labels[i] = i % 3 == 0 || i > 2000 ? (byte)1 : (byte)0;
        }
        var model = Toy.Fit(Toy.Of([values], labels), Small);
        Assert.True(model.Score([float.NaN]) > 1);
        Assert.True(model.Score([2900]) > 1);
        Assert.True(model.Score([100]) < -1);
    }

    [Fact]
    public void Missing_alone_can_be_the_signal()
    {
        float[] values = [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? float.NaN : 7f)];
        byte[] labels = [.. Enumerable.Range(0, 400).Select(i => (byte)(i % 2))];
        var model = Toy.Fit(Toy.Of([values], labels), Small);
        Assert.True(model.Score([float.NaN]) < -1);
        Assert.True(model.Score([7]) > 1);
        Assert.True(model.Score([float.PositiveInfinity]) > 1);
    }

    [Fact]
    public void A_mixed_problem_is_ranked_well_on_new_rows()
    {
        var model = Toy.Fit(Toy.Mixed(20_000, 12, 1), new BoostedTreesParameters { Trees = 80, MaxLeaves = 15, Threads = 1 });
        var test = Toy.Mixed(10_000, 12, 2);
        Assert.True(RankingMetrics.RocAuc(Toy.Scores(model, test), test.Labels) > 0.90);
    }

    [Fact]
    public void Early_stopping_stops_and_keeps_the_best_round()
    {
        var train = Toy.Mixed(600, 6, 1);
        var validation = Toy.Mixed(2000, 6, 2);
        var losses = new List<double>();
        var p = new BoostedTreesParameters { Trees = 2000, MaxLeaves = 31, MinRowsInLeaf = 2, LearningRate = 0.3, EarlyStoppingRounds = 10, Threads = 1 };
        var model = Toy.Fit(train, p, validation, (_, loss) => losses.Add(loss));
        Assert.True(losses.Count < 300);
        Assert.Equal(losses.IndexOf(losses.Min()) + 1, model.TreeCount);
        Assert.Equal(losses.Count, model.TreeCount + 10);
    }

    [Fact]
    public void A_weight_counts_as_so_many_rows()
    {
        byte[] labels = [.. Enumerable.Range(0, 200).Select(i => (byte)(i % 2))];
        float[] weights = [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? 1f : 3f)];
        var model = Toy.Fit(Toy.Of([new float[200]], labels, weights), Small);
        Assert.Equal(Math.Log(3), model.Score([0]), 9);
    }

    [Fact]
    public void Rows_of_weight_zero_do_not_count()
    {
        var data = Toy.Mixed(2000, 6, 4);
        var weights = data.Weights.ToArray();
        for (var i = 1000; i < 2000; i++) weights[i] = 0;
        byte[] upsideDown = [.. data.Labels.Select((l, i) => i < 1000 ? l : (byte)(1 - l))];
        var with = Toy.Of(data.Columns, data.Labels, weights);
        var without = Toy.Of(data.Columns, upsideDown, weights);
        Assert.Equal(Bytes(Toy.Fit(with, Small)), Bytes(Toy.Fit(without, Small)));
    }

    [Fact]
    public void Constant_and_empty_columns_change_nothing()
    {
        var data = Toy.Mixed(2000, 6, 4);
        float[] missing = [.. Enumerable.Repeat(float.NaN, 2000)];
        var wider = Toy.Of([.. data.Columns, new float[2000], missing], data.Labels);
        var scores = Toy.Scores(Toy.Fit(data, Small), data);
        var model = Toy.Fit(wider, Small);
        Assert.Equal(scores, Toy.Scores(model, wider));
        Assert.Equal([0, 0], model.Importance[6..]);
    }

    [Fact]
    public void Infinite_and_huge_values_are_ordinary_ends_of_the_line()
    {
        float[] ends = [float.NegativeInfinity, float.MinValue, -1, -0f, 0f, float.Epsilon, 1, float.MaxValue, float.PositiveInfinity];
        float[] values = [.. Enumerable.Range(0, 900).Select(i => ends[i % 9])];
        byte[] labels = [.. Enumerable.Range(0, 900).Select(i => (byte)(i % 9 is 0 or 3 or 4 or 8 ? 1 : 0))];
        var model = Toy.Fit(Toy.Of([values], labels), Small with { MaxLeaves = 16 });
        Assert.All(ends.Select((v, i) => (v, i)), e => Assert.Equal(e.i is 0 or 3 or 4 or 8, model.Score([e.v]) > 0));
    }

    [Fact]
    public void No_rows_one_row_and_one_class_are_refused_in_words()
    {
        Assert.Contains("0 rows", Refusal([[]], []), StringComparison.Ordinal);
        Assert.Contains("both classes", Refusal([[1]], [1]), StringComparison.Ordinal);
        Assert.Contains("both classes", Refusal([[1, 2, 3]], [0, 0, 0]), StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_rows_for_a_split_give_the_prior()
    {
        var model = Toy.Fit(Toy.Of([[1, 2, 3]], [0, 1, 1]), Small);
        Assert.Equal(0, model.TreeCount);
        Assert.Equal(Math.Log(2), model.Score([1]), 12);
    }

    [Fact]
    public void No_features_give_the_prior()
    {
        var model = Toy.Fit(Toy.Of([], [0, 1, 1]), Small);
        Assert.Equal(Math.Log(2), model.Score([]), 12);
    }

    [Fact]
    public void No_leaf_has_fewer_rows_than_asked_for()
    {
        var data = Toy.Mixed(3000, 6, 9);
        var model = Toy.Fit(data, Small with { MinRowsInLeaf = 200, MaxLeaves = 64, MinChildWeight = 1e-9 });
        var table = model.Table;
        for (var node = 0; node < table.Nodes; node++)
            if (table.Left[node] < 0) Assert.True(table.Cover[node] >= 200);
    }

    [Fact]
    public void Depth_leaves_and_gain_are_bounded()
    {
        var data = Toy.Mixed(3000, 6, 9);
        var shallow = Toy.Fit(data, Small with { MaxDepth = 2, MaxLeaves = 64 });
        Assert.Equal(2, shallow.Table.Depth.Max());
        var table = Toy.Fit(data, Small with { MaxLeaves = 5 }).Table;
        Assert.All(Enumerable.Range(0, table.Starts.Length), t => Assert.InRange(table.End(t) - table.Starts[t], 1, 9));
        Assert.Equal(0, Toy.Fit(data, Small with { MinGain = 1e9 }).TreeCount);
    }

    [Fact]
    public void Every_fault_of_the_parameters_is_named_at_once()
    {
        var p = new BoostedTreesParameters { Trees = 0, LearningRate = double.NaN, MaxBins = 256, L2 = -1 };
        var message = Assert.Throws<ArgumentException>(() => Toy.Fit(Toy.Of([[1]], [1]), p)).Message;
        Assert.All(["Trees", "LearningRate", "MaxBins", "L2"], name => Assert.Contains(name, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Training_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => BoostedTreesTrainer.Fit(
            Toy.Mixed(500, 6, 1), Small, progress: (tree, _) => { if (tree == 3) stop.Cancel(); }, ct: stop.Token));
    }

    [Fact]
    public void Importance_names_the_features_that_matter()
    {
        var importance = Toy.Fit(Toy.Mixed(20_000, 12, 1), Small).Importance;
        Assert.True(importance[..6].Sum() > 10 * importance[6..].Sum());
    }

    private static string Refusal(float[][] columns, byte[] labels) =>
        Assert.Throws<ArgumentException>(() => Toy.Fit(Toy.Of(columns, labels), Small)).Message;

    private static byte[] Bytes(BoostedTrees model)
    {
        var builder = new ModelFileBuilder();
        model.Save(builder, "trees");
        return builder.Build("{}");
    }
}
