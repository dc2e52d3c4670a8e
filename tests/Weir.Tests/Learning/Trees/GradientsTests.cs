using System.Runtime.Intrinsics;
using Weir.Learning.Numerics;
using Weir.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Trees;

public sealed class GradientsTests
{
    [Fact]
    public void Rates_are_logistic_and_do_not_depend_on_their_neighbours()
    {
        double[] scores = [.. Enumerable.Range(0, 500).Select(i => (i - 250) * 0.173), -900, 900, 0, -0.0];
        for (var i = 0; i < scores.Length; i += 8)
        {
            var rates = LogisticBlock.Rates(Vector512.Create(scores.AsSpan(i)));
            for (var lane = 0; lane < 8; lane++)
            {
                var exact = StableMath.Sigmoid(scores[i + lane]);
                Assert.InRange(rates[lane], exact * (1 - 1e-8), exact * (1 + 1e-8) + 1e-300);
                Assert.Equal(rates[lane], LogisticBlock.Rates(Vector512.Create(scores[i + lane]))[0]);
            }
        }
    }

    [Fact]
    public void Derivatives_are_those_of_the_log_loss()
    {
        using var team = new SpinTeam(1);
        var rows = new TrainingRows(Toy.Of([[0, 0, 0, 0]], [1, 0, 1, 0], [1, 1, 0.5f, 2]), 0);
        double[] scores = [0.3, -1.2, 2.0, 4.0];
        scores.CopyTo(rows.Scores, 0);
        var gradients = new Gradients(rows, 1, team);
        gradients.Compute(0);
        for (var i = 0; i < 4; i++)
        {
            double Loss(double s) => rows.Weights[i] * StableMath.Softplus(rows.Targets[i] == 1 ? -s : s);
            var slope = (Loss(scores[i] + 1e-5) - Loss(scores[i] - 1e-5)) / 2e-5;
            var bend = (Loss(scores[i] + 1e-3) - 2 * Loss(scores[i]) + Loss(scores[i] - 1e-3)) / 1e-6;
            var word = Gradients.Widen((ulong)gradients.Quantised[i] << 32);
            Assert.InRange(Gradients.Gradient(word) * gradients.GradientUnit, slope - 1e-4, slope + 1e-4);
            Assert.InRange(Gradients.Hessian(word) * gradients.HessianUnit, bend - 1e-4, bend + 1e-4);
        }
    }

    [Fact]
    public void Sums_of_quantised_gradients_are_close_and_never_overflow()
    {
        using var team = new SpinTeam(2);
        var data = Toy.Mixed(200_000, 6, 8);
        var rows = new TrainingRows(data, -3);
        var gradients = new Gradients(rows, 1, team);
        gradients.Compute(4);
        var p = StableMath.Sigmoid(-3);
        var sum = gradients.Quantised.Sum(q => Gradients.Widen((ulong)q << 32));
        var exact = data.Labels.Sum(y => p - y);
        Assert.InRange(Gradients.Gradient(sum) * gradients.GradientUnit, exact * 1.0001, exact * 0.9999);
        Assert.InRange(Gradients.Hessian(sum) * gradients.HessianUnit, 200_000 * p * (1 - p) * 0.9999, 200_000 * p * (1 - p) * 1.0001);
    }
}
