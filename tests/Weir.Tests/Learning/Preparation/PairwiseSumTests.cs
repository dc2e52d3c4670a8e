using Weir.Learning.Preparation;
using Xunit;

namespace Weir.Tests.Learning.Preparation;

public sealed class PairwiseSumTests
{
    // NumPy 1.24.2: numpy.array([1 / (i + 3) for i in range(n)]).sum()
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.3333333333333333)]
    [InlineData(5, 1.0928571428571427)]
    [InlineData(7, 1.328968253968254)]
    [InlineData(8, 1.4289682539682538)]
    [InlineData(9, 1.5198773448773446)]
    [InlineData(40, 2.8267428066483387)]
    [InlineData(127, 3.940899030573669)]
    [InlineData(128, 3.948591338265976)]
    [InlineData(129, 3.956224926052236)]
    [InlineData(300, 4.789297397713862)]
    [InlineData(1000, 5.987467865541362)]
    [InlineData(5000, 7.594908733024422)]
    public void Sums_are_those_of_NumPy(int count, double sum) =>
        Assert.Equal(sum, PairwiseSum.Of([.. Enumerable.Range(0, count).Select(i => 1.0 / (i + 3))]));
}
