using Weir.Learning.Explaining;
using Weir.Learning.Linear;
using Weir.Learning.Neighbours;
using Weir.Tests.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Explaining;

public sealed class SampledShapleyTests
{
    [Fact]
    public void A_sum_of_features_is_explained_exactly()
    {
        var model = new LinearModel([2, -1, 0.5], [1, 1, 1], 0.25);
        var (found, exact) = (new double[3], new double[3]);
        Assert.Equal(model.Explain([3, float.NaN, 5], exact), SampledShapley.Explain(model, [3, float.NaN, 5], found, 1, 1));
        Assert.Equal(exact, found, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Contributions_of_neighbours_add_up_to_the_score_and_follow_the_rule()
    {
        var train = Toy.Of([[.. Enumerable.Range(0, 200).Select(i => i % 2f)], [.. Enumerable.Range(0, 200).Select(i => i / 2 % 10f)]],
            [.. Enumerable.Range(0, 200).Select(i => (byte)(i % 2))]);
        var model = new NeighboursParameters().Fit(train, TestContext.Current.CancellationToken);
        var (contributions, again) = (new double[2], new double[2]);
        var start = model.Explain([1, 3], contributions);
        Assert.Equal(model.Score([1, 3]), start + contributions.Sum(), 1e-9);
        Assert.True(contributions[0] > 1 && Math.Abs(contributions[1]) < 0.2 * contributions[0]);
        Assert.Equal(start, model.Explain([1, 3], again));
        Assert.Equal(contributions, again);
        Assert.Equal(model.Score([float.NaN, float.NaN]), model.Explain([float.NaN, float.NaN], again));
        Assert.Equal([0, 0], again);
    }

    [Fact]
    public void Shapes_are_checked() =>
        Assert.Throws<ArgumentException>(() => SampledShapley.Explain(new LinearModel([1], [0], 0), [1, 2], new double[1], 1, 1));
}
