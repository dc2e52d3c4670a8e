using Weir.Learning;
using Weir.Learning.Linear;
using Weir.Learning.Trees;
using Weir.Tests.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Linear;

public class LinearSvmTrainerTests
{
    [Fact]
    public void Two_points_are_parted_by_the_widest_margin()
    {
        // Standardised they are -1 and 1: the widest margin has weight 1 and bias 0.
        var weights = Machine(Toy.Of([[3, 5]], [0, 1]), new LinearSvmParameters { C = 1e6, Loss = SvmLoss.Hinge, Tolerance = 1e-9, MaxIterations = 1000 });
        Assert.Equal(1, weights[0], 9);
        Assert.Equal(0, weights[1], 9);
    }

    [Theory]
    [InlineData(SvmLoss.Hinge)]
    [InlineData(SvmLoss.SquaredHinge)]
    public void Nothing_near_the_minimum_is_lower(SvmLoss loss)
    {
        var data = Toy.Mixed(300, 6, 61);
        var p = new LinearSvmParameters { C = 0.1, Loss = loss, Tolerance = 1e-8, MaxIterations = 20_000 };
        var weights = Machine(data, p);
        var least = Primal(data, p, weights);
        for (var f = 0; f <= 6; f++)
            foreach (var step in (double[])[-0.01, 0.01])
            {
                var moved = (double[])weights.Clone();
                moved[f] += step;
                Assert.True(Primal(data, p, moved) > least, $"Weight {f} moved by {step} is better.");
            }
    }

    [Fact]
    public void Rows_that_rest_do_not_change_the_result()
    {
        // With an endless tolerance nothing is ever left aside and a pass is all there is; both ways lead to one minimum.
        var data = Toy.Mixed(2000, 8, 62);
        var p = new LinearSvmParameters { C = 0.05, Tolerance = 1e-7, MaxIterations = 20_000 };
        var (one, other) = (Machine(data, p), Machine(data, p with { Seed = 9 }));
        for (var f = 0; f <= 8; f++) Assert.Equal(one[f], other[f], 6);
    }

    [Fact]
    public void The_same_rows_give_the_same_bytes_at_any_number_of_threads_and_these()
    {
        var data = Toy.Mixed(3000, 20, 63);
        var one = File(Fit(data, new LinearSvmParameters { Threads = 1 }));
        Assert.Equal(one, File(Fit(data, new LinearSvmParameters { Threads = 2 })));
        Assert.NotEqual(one, File(Fit(data, new LinearSvmParameters { Seed = 2 })));
        Assert.StartsWith("ca7ff94cd9cd76e762b561c922b90e92", ModelFile.Read(one, "m").Sha256, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SvmLoss.Hinge)]
    [InlineData(SvmLoss.SquaredHinge)]
    public void Its_log_odds_are_calibrated(SvmLoss loss)
    {
        var data = Grouped(Toy.Mixed(6000, 8, 64));
        var model = Fit(data, new LinearSvmParameters { Loss = loss });
        var p = Enumerable.Range(0, data.Rows).Select(i => 1 / (1 + Math.Exp(-model.Score(Toy.Row(data, i))))).ToArray();
        Assert.Equal(data.Labels.Average(y => (double)y), p.Average(), 2);
        var upper = Enumerable.Range(0, data.Rows).Where(i => p[i] > 0.7).ToArray();
        Assert.Equal(upper.Average(i => (double)data.Labels[i]), upper.Average(i => p[i]), 1);
    }

    [Fact]
    public void A_half_of_one_class_falls_back_to_the_margins_of_training()
    {
        var data = Toy.Mixed(200, 6, 65);
        var byLabel = new Dataset(data.FeatureNames, data.Columns, data.Labels, data.Weights, Array.ConvertAll(data.Labels, y => (int)y));
        Assert.True(double.IsFinite(Fit(byLabel, new()).Score(Toy.Row(data, 0))));
    }

    [Fact]
    public void Missing_infinite_and_constant_values_add_nothing()
    {
        float[][] columns = [[1, 2, 3, float.NaN, float.PositiveInfinity, 6], [7, 7, 7, 7, 7, 7], [float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN]];
        var model = Fit(Toy.Of(columns, [0, 0, 1, 0, 1, 1]), new());
        Assert.Equal(model.Bias, model.Score([float.NaN, 5, 8]));
        Assert.True(model.Weights[0] > 0);
    }

    [Fact]
    public void Rows_of_weight_zero_are_not_there()
    {
        var data = Toy.Mixed(200, 6, 66);
        var p = new LinearSvmParameters { Tolerance = 1e-9, MaxIterations = 5000 };
        var hidden = Machine(Toy.Of(data.Columns, data.Labels, [.. Enumerable.Range(0, 200).Select(i => i < 100 ? 1f : 0f)]), p);
        var alone = Machine(Toy.Of(Array.ConvertAll(data.Columns, c => c[..100]), data.Labels[..100]), p);
        for (var f = 0; f <= 6; f++) Assert.Equal(alone[f], hidden[f], 6);
    }

    [Fact]
    public void Ten_thousand_columns_and_few_rows_are_no_trouble()
    {
        var data = Toy.Mixed(40, 10_000, 67);
        var model = Fit(data, new());
        Assert.Equal(40, Enumerable.Range(0, 40).Count(i => model.Score(Toy.Row(data, i)) > model.Score(Toy.Row(data, 39 - i)) || data.Labels[i] <= data.Labels[39 - i]));
    }

    [Fact]
    public void One_class_and_wrong_parameters_are_refused_by_name()
    {
        Assert.Contains("both classes", Assert.Throws<ArgumentException>(() => Fit(Toy.Of([[1f]], [1]), new())).Message, StringComparison.Ordinal);
        var p = new LinearSvmParameters { C = 0, Loss = (SvmLoss)7, MaxIterations = 0, Tolerance = 0, Threads = -1 };
        var message = Assert.Throws<ArgumentException>(() => Fit(Toy.Mixed(10, 6, 1), p)).Message;
        foreach (var name in (string[])["C is", "Loss", "MaxIterations", "Tolerance", "Threads"]) Assert.Contains(name, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fit_can_be_stopped() =>
        Assert.ThrowsAny<OperationCanceledException>(() => LinearSvmTrainer.Fit(Toy.Mixed(100, 6, 1), new(), new CancellationToken(true)));

    private static double Primal(Dataset data, LinearSvmParameters p, double[] weights)
    {
        var rows = Rows(data);
        var value = 0.5 * weights[..(data.FeatureCount + 1)].Sum(w => w * w);
        for (var i = 0; i < data.Rows; i++)
        {
            var slack = Math.Max(0, 1 - (data.Labels[i] == 1 ? 1 : -1) * rows.Dot(i, weights));
            value += p.C * (p.Loss == SvmLoss.Hinge ? slack : slack * slack);
        }
        return value;
    }

    private static double[] Machine(Dataset data, LinearSvmParameters p) =>
        new DualDescent(Rows(data), data, p).Minimise([.. Enumerable.Range(0, data.Rows).Where(i => data.Weights[i] > 0)], TestContext.Current.CancellationToken);

    private static StandardRows Rows(Dataset data)
    {
        var team = new WorkTeam(1, TestContext.Current.CancellationToken);
        return new StandardRows(data, Standardizer.Fit(data, team), team);
    }

    private static Dataset Grouped(Dataset data) =>
        new(data.FeatureNames, data.Columns, data.Labels, data.Weights, [.. Enumerable.Range(0, data.Rows).Select(i => i / 3)]);

    private static LinearModel Fit(Dataset data, LinearSvmParameters p) => LinearSvmTrainer.Fit(data, p, TestContext.Current.CancellationToken);

    private static byte[] File(LinearModel model)
    {
        var builder = new ModelFileBuilder();
        model.Save(builder, "svm");
        return builder.Build("{}");
    }
}
