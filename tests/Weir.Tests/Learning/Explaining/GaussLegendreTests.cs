using Weir.Learning.Explaining;
using Xunit;

namespace Weir.Tests.Learning.Explaining;

public sealed class GaussLegendreTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(24)]
    [InlineData(104)]
    public void Polynomials_up_to_twice_the_points_are_integrated_exactly(int points)
    {
        var (at, weight) = GaussLegendre.Unit(points);
        for (var degree = 0; degree < 2 * points; degree++)
            Assert.Equal(1.0 / (degree + 1), Enumerable.Range(0, points).Sum(i => weight[i] * Math.Pow(at[i], degree)), 12);
        Assert.All(at, u => Assert.InRange(u, 0, 1));
    }
}
