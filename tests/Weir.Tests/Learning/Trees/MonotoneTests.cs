using Weir.Learning;
using Weir.Learning.Numerics;
using Weir.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Trees;

public sealed class MonotoneTests
{
    private static readonly BoostedTreesParameters Free = new() { Trees = 40, MaxLeaves = 16, MinRowsInLeaf = 5, Threads = 2 };

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Scores_never_step_against_the_direction_though_the_labels_do(int direction)
    {
        var data = Waves();
        Assert.True(Against(Toy.Fit(data, Free), direction) > 0.5);
        Assert.Equal(0, Against(Toy.Fit(data, Free with { Monotone = [direction, 0] }), direction), 12);
    }

    [Fact]
    public void The_other_feature_is_as_free_as_before()
    {
        var model = Toy.Fit(Waves(), Free with { Monotone = [1, 0] });
        double[] scores = [.. Enumerable.Range(0, 100).Select(i => model.Score([0.5f, i / 100f]))];
        Assert.True(scores.Max() - scores.Min() > 1);
        Assert.NotEqual(scores.Order(), scores);
        Assert.NotEqual(scores.OrderDescending(), scores);
    }

    [Fact]
    public void No_direction_is_the_same_as_none_asked_for()
    {
        var data = Waves();
        Assert.Equal(Toy.Scores(Toy.Fit(data, Free), data), Toy.Scores(Toy.Fit(data, Free with { Monotone = [0, 0] }), data));
    }

    [Fact]
    public void Directions_that_do_not_fit_are_refused()
    {
        Assert.Contains("Monotone", Assert.Throws<ArgumentException>(() => Toy.Fit(Waves(), Free with { Monotone = [1] })).Message, StringComparison.Ordinal);
        Assert.Contains("Monotone", Assert.Throws<ArgumentException>(() => Toy.Fit(Waves(), Free with { Monotone = [2, 0] })).Message, StringComparison.Ordinal);
    }

    /// <summary>Both features rise and fall twice.</summary>
    private static Dataset Waves()
    {
        var random = new Xoshiro256(6);
        var columns = new[] { new float[4000], new float[4000] };
        var labels = new byte[4000];
        for (var i = 0; i < labels.Length; i++)
        {
            var (a, b) = (random.NextDouble(), random.NextDouble());
            (columns[0][i], columns[1][i]) = ((float)a, (float)b);
            labels[i] = random.NextDouble() < StableMath.Sigmoid(2 * Math.Sin(12 * a) + 2 * Math.Sin(12 * b)) ? (byte)1 : (byte)0;
        }
        return Toy.Of(columns, labels);
    }

    /// <summary>The largest step against the direction of the first feature, anywhere.</summary>
    private static double Against(BoostedTrees model, int direction)
    {
        var worst = 0.0;
        for (var b = 0f; b <= 1; b += 0.05f)
        {
            var (last, at) = (model.Score([-1, b]), b);
            for (var a = 0f; a <= 1; a += 0.01f)
            {
                var score = model.Score([a, at]);
                worst = Math.Max(worst, direction * (last - score));
                last = score;
            }
        }
        return worst;
    }
}
