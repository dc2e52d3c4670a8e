using Weir.Learning;
using Weir.Learning.Linear;
using Weir.Learning.Numerics;
using Weir.Tests.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Linear;

public class LogisticTrainerTests
{
    private static readonly LogisticParameters Exact = new() { L2 = 1e-6, Tolerance = 1e-7, MaxIterations = 300 };

    [Fact]
    public void One_yes_or_no_column_gives_the_log_odds_ratio()
    {
        // x = 0: 30 of 100 are positive, x = 1: 80 of 100.
        float[] column = [.. Enumerable.Range(0, 200).Select(i => i < 100 ? 0f : 1f)];
        byte[] labels = [.. Enumerable.Range(0, 200).Select(i => (byte)(i % 100 < (i < 100 ? 30 : 80) ? 1 : 0))];
        var model = Fit(Toy.Of([column], labels), Exact);
        Assert.Equal(Math.Log(0.3 / 0.7), model.Score([0]), 4);
        Assert.Equal(Math.Log(0.8 / 0.2), model.Score([1]), 4);
        Assert.Equal(0.5, model.Means[0]);
    }

    [Fact]
    public void A_penalty_draws_the_weights_to_zero_and_leaves_the_bias()
    {
        var data = Toy.Mixed(2000, 8, 21);
        var (free, drawn) = (Fit(data, Exact), Fit(data, Exact with { L2 = 1e7 }));
        Assert.All(drawn.Weights.ToArray(), w => Assert.InRange(Math.Abs(w), 0, 1e-3));
        Assert.True(free.Weights.ToArray().Max(Math.Abs) > 0.3);
        Assert.Equal(StableMath.Logit(data.Labels.Average(y => (double)y)), drawn.Bias, 3);
    }

    [Fact]
    public void The_same_rows_give_the_same_bytes_at_any_number_of_threads_and_these()
    {
        var data = Toy.Mixed(5000, 20, 22);
        var one = File(Fit(data, new LogisticParameters { Threads = 1 }));
        Assert.Equal(one, File(Fit(data, new LogisticParameters { Threads = 2 })));
        Assert.Equal(one, File(Fit(data, new LogisticParameters { Threads = 5 })));
        Assert.StartsWith("f41e464d55c13ee64eab2adf8618f530", ModelFile.Read(one, "m").Sha256, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_and_infinite_values_are_the_mean()
    {
        float[] column = [1, 2, 3, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 2, 6];
        var model = Fit(Toy.Of([column], [0, 0, 1, 0, 1, 1, 0, 1]), Exact with { L2 = 1 });
        Assert.Equal(2.8, model.Means[0], 12);
        Assert.Equal(model.Bias, model.Score([float.NaN]));
        Assert.Equal(model.Bias, model.Score([float.NegativeInfinity]));
        Assert.True(model.Score([6]) > model.Bias);
    }

    [Fact]
    public void Columns_that_tell_nothing_get_no_weight()
    {
        var data = Toy.Mixed(300, 6, 23);
        float[][] columns =
        [
            data.Columns[0], [.. Enumerable.Repeat(3.1f, 300)], [.. Enumerable.Repeat(float.NaN, 300)],
            [.. Enumerable.Range(0, 300).Select(i => i % 2 == 0 ? -5f : float.PositiveInfinity)],
        ];
        var model = Fit(Toy.Of(columns, data.Labels), new LogisticParameters());
        Assert.NotEqual(0, model.Weights[0]);
        Assert.Equal([0.0, 0, 0], model.Weights[1..].ToArray());
        Assert.Equal(model.Score([1, 3.1f, 0, -5]), model.Score([1, 9e9f, 7, 3]));
    }

    [Fact]
    public void Rows_of_weight_zero_are_not_there_and_duplicates_weigh_twice()
    {
        var data = Toy.Mixed(400, 6, 24);
        Dataset Of(int[] rows, Func<int, float> weight) => Toy.Of(
            Array.ConvertAll(data.Columns, c => Array.ConvertAll(rows, i => c[i])), Array.ConvertAll(rows, i => data.Labels[i]), Array.ConvertAll(rows, i => weight(i)));
        int[] all = [.. Enumerable.Range(0, 400)];
        var halved = Fit(Of(all, i => i < 200 ? 2 : 0), Exact with { L2 = 1 });
        var twice = Fit(Of([.. all[..200], .. all[..200]], _ => 1), Exact with { L2 = 1 });
        for (var f = 0; f < 6; f++) Assert.Equal(halved.Weights[f], twice.Weights[f], 4);
    }

    [Fact]
    public void Values_of_every_size_are_brought_to_one_scale()
    {
        var data = Toy.Mixed(2000, 6, 25);
        float[] factors = [1e-20f, 1e20f, 1, 1e-3f, 1e6f, 1e30f];
        var scaled = Toy.Of([.. data.Columns.Select((c, f) => Array.ConvertAll(c, v => v * factors[f]))], data.Labels);
        var (plain, other) = (Fit(data, Exact), Fit(scaled, Exact));
        for (var f = 0; f < 6; f++) Assert.Equal(1, other.Weights[f] * factors[f] / plain.Weights[f], 2);
    }

    [Fact]
    public void Classes_that_a_line_parts_give_a_finite_model()
    {
        float[] column = [.. Enumerable.Range(0, 100).Select(i => (float)i)];
        var model = Fit(Toy.Of([column], [.. column.Select(v => (byte)(v > 49 ? 1 : 0))]), new LogisticParameters());
        Assert.All(column, v => Assert.Equal(v > 49, model.Score([v]) > 0));
        Assert.InRange(model.Weights[0], 0.01, 100);
    }

    [Fact]
    public void Ten_thousand_columns_and_few_rows_are_no_trouble()
    {
        var data = Toy.Mixed(60, 10_000, 26);
        var model = Fit(data, new LogisticParameters());
        var right = Enumerable.Range(0, 60).Count(i => model.Score(Toy.Row(data, i)) > 0 == (data.Labels[i] == 1));
        Assert.Equal(60, right);
    }

    [Fact]
    public void Without_both_classes_there_is_nothing_to_learn()
    {
        Assert.Contains("both classes", Assert.Throws<ArgumentException>(() => Fit(Toy.Of([[1f, 2]], [1, 1]), new())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Fit(Toy.Of([[1f]], [1]), new()));
        Assert.Throws<ArgumentException>(() => Fit(Toy.Of([[]], []), new()));
        Assert.Throws<ArgumentException>(() => Fit(Toy.Of([[1f, 2]], [0, 1], [1, 0]), new()));
    }

    [Fact]
    public void Without_columns_the_rate_is_learned()
    {
        var model = Fit(Toy.Of([], [1, 0, 0, 0]), new());
        Assert.Equal(Math.Log(1.0 / 3), model.Score([]), 6);
    }

    [Fact]
    public void Every_fault_of_the_parameters_is_named()
    {
        var p = new LogisticParameters { L2 = 0, MaxIterations = 0, Tolerance = double.NaN, Threads = -1 };
        var message = Assert.Throws<ArgumentException>(() => Fit(Toy.Mixed(10, 6, 1), p)).Message;
        foreach (var name in (string[])["L2", "MaxIterations", "Tolerance", "Threads"]) Assert.Contains(name, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fit_can_be_stopped() =>
        Assert.ThrowsAny<OperationCanceledException>(() => LogisticTrainer.Fit(Toy.Mixed(100, 6, 1), new(), new CancellationToken(true)));

    private static LinearModel Fit(Dataset data, LogisticParameters p) => LogisticTrainer.Fit(data, p, TestContext.Current.CancellationToken);

    private static byte[] File(LinearModel model)
    {
        var builder = new ModelFileBuilder();
        model.Save(builder, "linear");
        return builder.Build("{}");
    }
}
