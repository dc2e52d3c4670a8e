using Weir.Learning;
using Weir.Learning.Forests;
using Weir.Learning.Metrics;
using Weir.Learning.Numerics;
using Weir.Tests.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Forests;

public sealed class ForestTrainerTests
{
    private static readonly DecisionTreeParameters Tree = new() { Smoothing = 1e-9, Threads = 1 };

    public static TheoryData<string> Learners => ["tree", "forest", "extra", "entropy"];

    [Theory]
    [InlineData("tree", "c950441ca57480b1")]
    [InlineData("forest", "d9258c63c29b052b")]
    [InlineData("extra", "d40681b81a7ac8de")]
    [InlineData("entropy", "e8126f269164ac0d")]
    public void The_bytes_of_a_model_do_not_change_with_the_threads_nor_with_time(string name, string sha256)
    {
        var data = Toy.Mixed(20_000, 12, 7);
        var one = Golden.Of(Fit(data, Named(name) with { Threads = 1 }).Table);
        Assert.Equal(one, Golden.Of(Fit(data, Named(name) with { Threads = 2 }).Table));
        Assert.Equal(one, Golden.Of(Fit(data, Named(name) with { Threads = 3 }).Table));
        Assert.StartsWith(sha256, one, StringComparison.Ordinal);
    }

    [Fact]
    public void Xor_is_learned_although_its_first_split_gains_nothing()
    {
        float[][] columns = [[0, 0, 1, 1], [0, 1, 0, 1]];
        var model = Fit(Toy.Of(columns, [0, 1, 1, 0]), Tree);
        Assert.Equal(7, model.Table.Nodes);
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(i is 1 or 2, model.Score([columns[0][i], columns[1][i]]) > 0));
    }

    [Fact]
    public void A_leaf_holds_the_share_of_label_1_mixed_with_that_of_all_rows()
    {
        // Left of 0.5: 3 rows of 4 have label 1; right: 1 of 4; half of all rows.
        var data = Toy.Of([[0, 0, 0, 0, 1, 1, 1, 1]], [1, 1, 1, 0, 1, 0, 0, 0]);
        var model = Fit(data, Tree with { Smoothing = 2 });
        Assert.Equal(Math.Log((3 + 1) / (1.0 + 1)), model.Score([0]), 12);
        Assert.Equal(Math.Log((1 + 1) / (3.0 + 1)), model.Score([1]), 12);
    }

    [Fact]
    public void A_deep_tree_knows_its_rows_by_heart()
    {
        var data = Toy.Mixed(200, 6, 5);
        var model = Fit(data, Tree);
        Assert.All(Enumerable.Range(0, data.Rows), i => Assert.Equal(data.Labels[i] == 1, model.Score(Toy.Row(data, i)) > 0));
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void A_mixed_problem_is_ranked_well_on_new_rows(string name)
    {
        var model = Fit(Toy.Mixed(10_000, 12, 1), Named(name) with { MinRowsInLeaf = 10 });
        var test = Toy.Mixed(5_000, 12, 2);
        double[] scores = [.. Enumerable.Range(0, test.Rows).Select(i => model.Score(Toy.Row(test, i)))];
        Assert.True(RankingMetrics.RocAuc(scores, test.Labels) > 0.8);
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void Leaves_depth_and_rows_are_bounded(string name)
    {
        var data = Toy.Mixed(3_000, 8, 9);
        var table = Fit(data, Named(name) with { MaxLeaves = 9 }).Table;
        Assert.All(Enumerable.Range(0, table.Starts.Length), t => Assert.Equal(17, table.End(t) - table.Starts[t]));
        Assert.All(Fit(data, Named(name) with { MaxDepth = 3 }).Table.Depth, depth => Assert.Equal(3, depth));
        table = Fit(data, Named(name) with { MinRowsInLeaf = 100 }).Table;
        Assert.All(Enumerable.Range(0, table.Nodes).Where(n => table.Left[n] < 0), n => Assert.True(table.Cover[n] >= 100));
    }

    [Fact]
    public void Missing_values_go_where_their_label_says()
    {
        float[] values = [.. Enumerable.Range(0, 300).Select(i => i % 3 == 0 ? float.NaN : i)];
        byte[] labels = [.. Enumerable.Range(0, 300).Select(i => (byte)(i % 3 == 0 || i > 200 ? 1 : 0))];
        var model = Fit(Toy.Of([values], labels), Tree);
        Assert.True(model.Score([float.NaN]) > 1 && model.Score([290]) > 1 && model.Score([100]) < -1);
    }

    [Fact]
    public void Infinite_and_huge_values_are_ordinary_ends_of_the_line()
    {
        float[] ends = [float.NegativeInfinity, float.MinValue, -1, -0f, 0f, float.Epsilon, 1, float.MaxValue, float.PositiveInfinity];
        var model = Fit(Toy.Of([ends], [1, 0, 0, 1, 1, 0, 0, 0, 1]), Tree);
        Assert.All(ends.Index(), e => Assert.Equal(e.Index is 0 or 3 or 4 or 8, model.Score([e.Item]) > 0));
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void Constant_and_empty_columns_and_rows_of_no_weight_change_nothing(string name)
    {
        var data = Toy.Mixed(500, 6, 4);
        float[][] wider = [.. data.Columns.Select(c => (float[])[.. c, 1, 2]), [.. Enumerable.Repeat(float.NaN, 502)], new float[502]];
        float[] weights = [.. data.Weights, 0, 0];
        var model = Fit(Toy.Of(wider, [.. data.Labels, 0, 1], weights), Named(name));
        Assert.Equal([0, 0], model.Importance[6..]);
        // Rows drawn with replacement: about as many as asked for.
        var (rows, near) = name switch { "forest" => (500, 40), "entropy" => (250, 40), _ => (500, 1e-9) };
        Assert.Equal(rows, model.Table.Cover[0], near);
    }

    [Fact]
    public void A_weight_counts_as_so_many_rows()
    {
        // Few values a column, so that the bins do not depend on the number of rows.
        var fine = Toy.Mixed(300, 6, 6);
        var data = Toy.Of(Array.ConvertAll(fine.Columns, c => Array.ConvertAll(c, v => MathF.Round(8 * v))), fine.Labels);
        int[] twice = [.. Enumerable.Range(0, 300).SelectMany(i => i % 3 == 0 ? new[] { i, i } : [i])];
        float[] weights = [.. Enumerable.Range(0, 300).Select(i => i % 3 == 0 ? 2f : 1f)];
        var anyLeaf = Tree with { MinRowsInLeaf = 0.5 };
        var weighted = Fit(Toy.Of(data.Columns, data.Labels, weights), anyLeaf);
        var repeated = Fit(Toy.Of(Array.ConvertAll(data.Columns, c => Array.ConvertAll(twice, i => c[i])), Array.ConvertAll(twice, i => data.Labels[i])), anyLeaf);
        Assert.Equal(repeated.Table.Feature, weighted.Table.Feature);
        Assert.Equal(repeated.Table.Cover, weighted.Table.Cover);
    }

    [Fact]
    public void No_rows_one_row_and_one_class_are_refused_in_words()
    {
        Assert.Contains("0 rows", Refusal([[]], [], Tree), StringComparison.Ordinal);
        Assert.Contains("both classes", Refusal([[1]], [1], Tree), StringComparison.Ordinal);
        Assert.Contains("both classes", Refusal([[1, 2, 3]], [0, 0, 0], new RandomForestParameters()), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_split_on_gives_the_rate()
    {
        Assert.Equal(Math.Log(2), Fit(Toy.Of([], [0, 1, 1]), Tree).Score([]), 9);
        Assert.Equal(Math.Log(2), Fit(Toy.Of([[7, 7, 7]], [0, 1, 1]), new ExtraTreesParameters { Trees = 3 }).Score([float.NaN]), 9);
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void Ten_thousand_columns_are_learned_from(string name)
    {
        var random = new Xoshiro256(8);
        var columns = new float[10_000][];
        for (var f = 0; f < columns.Length; f++)
        {
            columns[f] = new float[60];
            foreach (ref var value in columns[f].AsSpan()) value = (float)random.NextDouble();
        }
        byte[] labels = [.. columns[9_999].Select(v => (byte)(v > 0.5f ? 1 : 0))];
        var model = Fit(Toy.Of(columns, labels), Named(name));
        var right = Enumerable.Range(0, 60).Count(i => labels[i] == 1 == model.Score(Array.ConvertAll(columns, c => c[i])) > 0);
        Assert.InRange(right, name == "tree" ? 60 : 45, 60);
    }

    [Fact]
    public void Every_fault_of_the_parameters_is_named_at_once()
    {
        var p = new RandomForestParameters { Trees = 0, MaxBins = 2, Smoothing = double.NaN, RowSample = 2, FeaturesPerSplit = -1, MaxLeaves = 1 };
        var message = Refusal([[1, 2]], [0, 1], p);
        Assert.All(["Trees", "MaxBins", "Smoothing", "RowSample", "FeaturesPerSplit", "MaxLeaves"], name => Assert.Contains(name, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Training_can_be_cancelled()
    {
        var stop = new CancellationToken(true);
        Assert.ThrowsAny<OperationCanceledException>(() => ((ILearner)new RandomForestParameters()).Fit(Toy.Mixed(500, 6, 1), null, stop));
    }

    private static CartParameters Named(string name) => name switch
    {
        "tree" => new DecisionTreeParameters(),
        "forest" => new RandomForestParameters { Trees = 25 },
        "extra" => new ExtraTreesParameters { Trees = 25 },
        _ => new RandomForestParameters { Trees = 10, Criterion = SplitCriterion.Entropy, RowSample = 0.5, FeaturesPerSplit = 5 },
    };

    private static Forest Fit(Dataset data, CartParameters p) => (Forest)((ILearner)p).Fit(data, null, TestContext.Current.CancellationToken);

    private static string Refusal(float[][] columns, byte[] labels, CartParameters p) =>
        Assert.Throws<ArgumentException>(() => Fit(Toy.Of(columns, labels), p)).Message;
}
