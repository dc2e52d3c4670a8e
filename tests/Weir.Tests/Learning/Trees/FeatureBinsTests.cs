using Weir.Learning.Numerics;
using Weir.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Trees;

public sealed class FeatureBinsTests
{
    [Fact]
    public void Few_values_have_a_bin_each()
    {
        var bins = Fit([3, 1, 1, float.NaN, 2, -0f, 0f], 255);
        Assert.Equal([0, 0, 1, 2, 3, 4], new[] { -0f, 0f, 1f, 2f, 3f, float.NaN }.Select(v => (int)bins.BinOf(v)));
    }

    [Fact]
    public void Many_values_fill_their_bins_evenly()
    {
        var random = new Xoshiro256(1);
        float[] column = [.. Enumerable.Range(0, 50_000).Select(_ => (float)Math.Exp(5 * random.NextDouble()))];
        var bins = Fit(column, 64);
        Assert.Equal(63, bins.Count);
        Assert.All(column.GroupBy(bins.BinOf), g => Assert.InRange(g.Count(), 50_000 / 63 * 0.8, 50_000 / 63 * 1.2));
    }

    [Fact]
    public void A_heavy_value_leaves_the_others_their_bins()
    {
        float[] column = [.. Enumerable.Range(0, 10_000).Select(i => i % 10 == 0 ? i : 0f)];
        var bins = Fit(column, 101);
        Assert.True(bins.Count > 90);
        Assert.Single(column.Distinct(), v => bins.BinOf(v) == bins.BinOf(0));
    }

    [Fact]
    public void The_bin_is_the_first_whose_bound_is_not_below_the_value()
    {
        var random = new Xoshiro256(2);
        for (var count = 1; count < 60; count++)
        {
            float[] upper = [.. Enumerable.Range(0, count - 1).Select(_ => (float)random.NextInt(1000)).Distinct().Order(), float.PositiveInfinity];
            var bins = new FeatureBins(upper);
            for (var i = 0; i < 200; i++)
            {
                var value = random.NextInt(1010) - 5;
                Assert.Equal(Array.FindIndex(upper, u => value <= u), bins.BinOf(value));
            }
            Assert.Equal(count == 1 ? 0 : upper.Length - 1, bins.BinOf(float.PositiveInfinity));
        }
    }

    private static FeatureBins Fit(float[] column, int maxBins) => FeatureBins.Fit(column, maxBins, 1, new float[column.Length]);
}
