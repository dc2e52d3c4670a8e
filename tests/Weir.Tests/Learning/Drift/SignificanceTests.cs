using Weir.Learning.Drift;
using Xunit;

namespace Weir.Tests.Learning.Drift;

public sealed class SignificanceTests
{
    [Theory]
    [InlineData(3.841458820694124, 1, 0.05)] // tables of the chi-square
    [InlineData(18.307038053275146, 10, 0.05)]
    [InlineData(29.58829844507442, 10, 0.001)]
    [InlineData(124.34211340400407, 100, 0.05)]
    public void Chi_square_has_the_values_of_the_tables(double x, int degrees, double chance) =>
        Assert.Equal(chance, Significance.ChiSquare(x, degrees), 10);

    [Theory]
    [InlineData(0.01)]
    [InlineData(1.5)]
    [InlineData(40)]
    [InlineData(600)]
    public void Chi_square_of_two_degrees_is_an_exponential(double x) => Assert.Equal(Math.Exp(-x / 2), Significance.ChiSquare(x, 2), 14);

    [Fact]
    public void Nothing_seen_is_certain_to_be_exceeded() => Assert.Equal(1, Significance.ChiSquare(0, 3));

    [Fact]
    public void Kolmogorov_smirnov_has_the_values_of_the_tables()
    {
        var root = Math.Sqrt(500_000);
        Assert.Equal(0.05, Significance.KolmogorovSmirnov(1.3581 / root, 1e6, 1e6), 3);
        Assert.Equal(0.01, Significance.KolmogorovSmirnov(1.6276 / root, 1e6, 1e6), 3);
        Assert.Equal(1, Significance.KolmogorovSmirnov(0, 100, 100));
        Assert.Equal(1, Significance.KolmogorovSmirnov(1, 0, 100));
    }

    [Fact]
    public void Chances_are_corrected_for_their_number()
    {
        Assert.Equal([0.02, 0.04, 0.04, 0.02], Significance.Adjusted([0.01, 0.04, 0.03, 0.005]).Select(chance => Math.Round(chance, 12)));
        Assert.Empty(Significance.Adjusted([]));
    }
}
