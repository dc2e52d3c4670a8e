using Weir.Learning;
using Weir.Learning.Linear;
using Weir.Learning.Numerics;
using Weir.Learning.Trees;
using Weir.Tests.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Linear;

public class LogisticLossTests
{
    private static readonly WorkTeam Alone = new(1, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(70)]
    public void The_gradient_is_the_slope_of_the_loss(int features)
    {
        var data = Weighted(Toy.Mixed(3000, Math.Max(6, features), 11));
        var loss = Loss(data, 20, 1);
        var (point, gradient, unused) = (Point(data.FeatureCount), new double[data.FeatureCount + 1], new double[data.FeatureCount + 1]);
        loss.Evaluate(point, gradient);
        for (var i = 0; i < point.Length; i++)
        {
            var (at, step) = (point[i], 1 / 256.0);
            point[i] = at + step;
            var above = loss.Evaluate(point, unused);
            point[i] = at - step;
            var below = loss.Evaluate(point, unused);
            point[i] = at;
            Assert.Equal((above - below) / (2 * step), gradient[i], 4);
        }
    }

    [Fact]
    public void The_loss_is_that_of_the_definition()
    {
        var data = Weighted(Toy.Mixed(500, 6, 12));
        var (point, gradient) = (Point(6), new double[7]);
        var value = Loss(data, 3, 1).Evaluate(point, gradient);
        var standardizer = Standardizer.Fit(data, Alone);
        double expected = 0, total = 0;
        for (var i = 0; i < data.Rows; i++)
        {
            var margin = point[6];
            for (var f = 0; f < 6; f++) margin += point[f] * standardizer.Apply(f, data.Columns[f][i]);
            expected += data.Weights[i] * StableMath.Softplus(data.Labels[i] == 1 ? -margin : margin);
            total += data.Weights[i];
        }
        expected = (expected + 0.5 * 3 * point[..6].Sum(w => w * w)) / total;
        Assert.Equal(expected, value, 6);
    }

    [Fact]
    public void Loss_and_gradient_are_the_same_bits_at_any_number_of_threads()
    {
        var data = Toy.Mixed(20_000, 30, 13);
        var (one, three) = (new double[31], new double[31]);
        Assert.Equal(Loss(data, 1, 1).Evaluate(Point(30), one), Loss(data, 1, 3).Evaluate(Point(30), three));
        Assert.Equal(one, three);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(130)]
    public void Blocks_add_as_plain_loops_do_to_the_last_bit(int features)
    {
        var data = Toy.Mixed(1100, Math.Max(6, features), 14);
        data = new Dataset(data.FeatureNames[..features], data.Columns[..features], data.Labels, data.Weights, data.Groups);
        var standardizer = Standardizer.Fit(data, Alone);
        var blocks = new StandardBlocks(data, standardizer, Alone);
        var weights = Array.ConvertAll(Point(features), w => (float)w);
        var (margins, gradient) = (new float[blocks.Rows], new double[features]);
        for (var b = 0; b < blocks.Count; b++)
        {
            blocks.Margins(b, weights.AsSpan(0, features), weights[^1], margins);
            for (var i = 0; i < blocks.Rows; i++) Assert.Equal(PlainMargin(data, standardizer, b * blocks.Rows + i, weights), margins[i]);
            Array.Clear(gradient);
            blocks.AddGradient(b, margins, gradient);
            for (var f = 0; f < features; f++) Assert.Equal(PlainDot(data, standardizer, b * blocks.Rows, f, margins), gradient[f]);
        }
    }

    private static float PlainMargin(Dataset data, Standardizer standardizer, int row, float[] weights)
    {
        var sum = weights[^1];
        for (var f = 0; f < data.FeatureCount; f++) sum += weights[f] * (row < data.Rows ? standardizer.Apply(f, data.Columns[f][row]) : 0);
        return sum;
    }

    /// <summary>Two times sixteen lanes, joined and then folded in halves.</summary>
    private static double PlainDot(Dataset data, Standardizer standardizer, int from, int f, float[] residuals)
    {
        var lanes = new float[32];
        for (var i = 0; i < residuals.Length; i++)
            lanes[i % 32] += (from + i < data.Rows ? standardizer.Apply(f, data.Columns[f][from + i]) : 0) * residuals[i];
        for (var half = 16; half > 0; half /= 2)
            for (var i = 0; i < half; i++) lanes[i] += lanes[i + half];
        return lanes[0];
    }

    private static LogisticLoss Loss(Dataset data, double l2, int threads)
    {
        var team = new WorkTeam(threads, TestContext.Current.CancellationToken);
        return new LogisticLoss(new StandardBlocks(data, Standardizer.Fit(data, team), team), data, l2, team);
    }

    private static double[] Point(int features) => [.. Enumerable.Range(0, features + 1).Select(i => Math.Sin(i + 1) / 4)];

    private static Dataset Weighted(Dataset data) =>
        new(data.FeatureNames, data.Columns, data.Labels, [.. data.Weights.Select((_, i) => (float)(i % 4) / 2)], data.Groups);
}
