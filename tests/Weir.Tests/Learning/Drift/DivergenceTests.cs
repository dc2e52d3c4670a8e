using Weir.Learning.Drift;
using Xunit;

namespace Weir.Tests.Learning.Drift;

public sealed class DivergenceTests
{
    [Fact]
    public void Equal_shares_do_not_differ()
    {
        Assert.Equal(0, Divergence.Psi([0.2, 0.3, 0.5], [0.2, 0.3, 0.5]));
        Assert.Equal(0, Divergence.JensenShannon([0.2, 0.3, 0.5], [0.2, 0.3, 0.5]), 15);
    }

    [Fact]
    public void Psi_is_as_computed_by_hand()
    {
        // (0.25 - 0.5) ln 0.5 + (0.75 - 0.5) ln 1.5
        Assert.Equal(0.27465307216702745, Divergence.Psi([0.5, 0.5], [0.25, 0.75]), 12);
        // 0.1 ln 2 + 0.1 ln 1.5 with p = (0.1, 0.9 - …): three bins, one untouched
        Assert.Equal(0.1 * Math.Log(2) + 0.1 * Math.Log(1.5), Divergence.Psi([0.1, 0.3, 0.6], [0.2, 0.2, 0.6]), 12);
    }

    [Fact]
    public void Psi_is_the_same_both_ways_and_infinite_where_one_side_is_empty()
    {
        Assert.Equal(Divergence.Psi([0.1, 0.9], [0.4, 0.6]), Divergence.Psi([0.4, 0.6], [0.1, 0.9]), 15);
        Assert.Equal(double.PositiveInfinity, Divergence.Psi([0, 1], [0.5, 0.5]));
    }

    [Fact]
    public void Jensen_shannon_runs_from_0_to_1_bit()
    {
        Assert.Equal(1, Divergence.JensenShannon([1, 0], [0, 1]), 15);
        // Entropy of (0.75, 0.25) less half that of (0.5, 0.5)
        Assert.Equal(0.31127812445913283, Divergence.JensenShannon([0.5, 0.5], [1, 0]), 12);
    }

    [Fact]
    public void Shares_over_different_bins_are_refused() => Assert.Throws<ArgumentException>(() => Divergence.Psi([1], [0.5, 0.5]));
}
