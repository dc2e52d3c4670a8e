using Weir.Learning;
using Weir.Learning.Forests;
using Weir.Learning.Metrics;
using Weir.Learning.Trees;
using Weir.Tests.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Forests;

public sealed class AdaBoostTrainerTests
{
    private static readonly AdaBoostParameters Stumps = new() { MaxDepth = 1, Smoothing = 1e-6, Threads = 1 };

    [Fact]
    public void Two_rounds_on_four_points_are_those_by_hand()
    {
        // Labels 1 0 1 1 at 0 1 2 3, all of weight 1. The best stump cuts at 1.5: leaves 1/2 and 1 (Gini falls by 1.5 - 1 = 0.5;
        // at 0.5 it falls by 1.5 - 4/3). With s = 1 row of the rate 3/4 a leaf: (1 + 0.75) / 3 left, (2 + 0.75) / 3 right.
        var data = Toy.Of([[0, 1, 2, 3]], [1, 0, 1, 1]);
        var one = Fit(data, Stumps with { Rounds = 1, Smoothing = 1 });
        var (left, right) = (Logit(1.75 / 3), Logit(2.75 / 3));
        Assert.Equal([left, left, right, right], Scores(one, data), Near);
        // Weights e^(-y h), h = half the leaf: the second stump cuts off what the first got wrong.
        double[] weights = [Math.Exp(-left / 2), Math.Exp(left / 2), Math.Exp(-right / 2), Math.Exp(-right / 2)];
        var (mean, all) = (weights.Sum() / 4, weights.Sum());
        var rate = (all - weights[1]) / all;
        var low = Logit((weights[0] + mean * rate) / (weights[0] + weights[1] + mean));
        var high = Logit((weights[2] + weights[3] + mean * rate) / (weights[2] + weights[3] + mean));
        var first = Logit((weights[0] + mean * rate) / (weights[0] + mean));
        var rest = Logit((weights[2] + weights[3] + mean * rate) / (all - weights[0] + mean));
        var cutsAtHalf = Fall(weights, 1) > Fall(weights, 2);
        double[] second = cutsAtHalf ? [first, rest, rest, rest] : [low, low, high, high];
        Assert.Equal([left + second[0], left + second[1], right + second[2], right + second[3]], Scores(Fit(data, Stumps with { Rounds = 2, Smoothing = 1 }), data), Near);
    }

    [Fact]
    public void The_weighted_loss_falls_with_every_round()
    {
        var data = Toy.Mixed(2_000, 6, 2);
        var losses = Enumerable.Range(1, 12).Select(rounds => Loss(Fit(data, Stumps with { Rounds = rounds }), data)).ToArray();
        Assert.Equal(losses.OrderDescending(), losses);
    }

    [Fact]
    public void The_bytes_of_a_model_do_not_change_with_the_threads_nor_with_time()
    {
        var data = Toy.Mixed(40_000, 10, 7);
        var p = new AdaBoostParameters { Rounds = 12 };
        var one = Golden.Of(Fit(data, p with { Threads = 1 }).Table);
        Assert.Equal(one, Golden.Of(Fit(data, p with { Threads = 2 }).Table));
        Assert.StartsWith("14cc59a69bc37e27", one, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mixed_problem_is_ranked_well_on_new_rows()
    {
        var test = Toy.Mixed(5_000, 12, 2);
        var model = Fit(Toy.Mixed(10_000, 12, 1), new AdaBoostParameters { MaxDepth = 3 });
        Assert.True(RankingMetrics.RocAuc(Scores(model, test), test.Labels) > 0.89);
    }

    [Fact]
    public void Points_that_one_stump_tells_apart_stay_finite()
    {
        var data = Toy.Of([[0, 0, 1, 1]], [0, 0, 1, 1]);
        var scores = Scores(Fit(data, Stumps with { Rounds = 500 }), data);
        Assert.All(scores.Index(), s => Assert.True(double.IsFinite(s.Item) && s.Item > 0 == s.Index > 1));
    }

    [Fact]
    public void One_class_is_refused_in_words()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Fit(Toy.Of([[1, 2]], [1, 1]), Stumps));
        Assert.Contains("both classes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_of_the_parameters_is_named_at_once()
    {
        var p = new AdaBoostParameters { Rounds = 0, LearningRate = 0, MaxDepth = 0 };
        var message = Assert.Throws<ArgumentException>(() => Fit(Toy.Of([[1, 2]], [0, 1]), p)).Message;
        Assert.All(["Trees", "LearningRate", "MaxDepth"], name => Assert.Contains(name, message, StringComparison.Ordinal));
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-6;

    private static double Logit(double p) => Math.Log(p / (1 - p));

    /// <summary>Fall of the Gini impurity when the first rows go left; row 1 alone has label 0.</summary>
    private static double Fall(double[] weights, int left)
    {
        double Purity(int from, int to)
        {
            var all = weights[from..to].Sum();
            var zero = from <= 1 && to > 1 ? weights[1] : 0;
            return (zero * zero + (all - zero) * (all - zero)) / all;
        }
        return Purity(0, left) + Purity(left, 4) - Purity(0, 4);
    }

    private static double Loss(BoostedTrees model, Dataset data) =>
        Scores(model, data).Index().Sum(s => Math.Exp(data.Labels[s.Index] == 1 ? -s.Item / 2 : s.Item / 2));

    private static double[] Scores(BoostedTrees model, Dataset data) => Toy.Scores(model, data);

    private static BoostedTrees Fit(Dataset data, AdaBoostParameters p) => (BoostedTrees)((ILearner)p).Fit(data, null, TestContext.Current.CancellationToken);
}
