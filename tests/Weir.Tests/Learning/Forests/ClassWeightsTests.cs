using Weir.Learning.Forests;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Forests;

public sealed class ClassWeightsTests
{
    [Fact]
    public void Whole_weights_are_kept_exactly()
    {
        var weights = ClassWeights.Of([1, 2, 0, 3], [0, 1, 1, 0], 15);
        Assert.Equal([1, 0, 0, 3], weights.OfRow.Select(w => ClassWeights.Zero(w) * weights.Unit));
        Assert.Equal([0, 2, 0, 0], weights.OfRow.Select(w => ClassWeights.One(w) * weights.Unit));
        Assert.Equal(2, weights.Mean * weights.Unit);
    }

    [Theory]
    [InlineData(1e-30, 1)]
    [InlineData(1, 15)]
    [InlineData(1e30, 15)]
    public void Sums_of_so_many_draws_fit_and_are_near(double scale, int draws)
    {
        var random = new Xoshiro256(1);
        double[] weights = [.. Enumerable.Range(0, 10_000).Select(_ => scale * random.NextDouble() * random.NextDouble())];
        var words = ClassWeights.Of(weights, [.. weights.Select(_ => (byte)1)], draws);
        var sum = words.OfRow.Aggregate(0UL, (all, word) => all + word);
        Assert.Equal(0, ClassWeights.Zero(sum));
        Assert.True(ClassWeights.One(sum) * draws < uint.MaxValue);
        Assert.Equal(weights.Sum() / scale, ClassWeights.One(sum) * words.Unit / scale, 1.0);
    }
}
