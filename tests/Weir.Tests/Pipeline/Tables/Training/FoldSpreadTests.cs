using Weir.Pipeline.Tables.Training;
using Xunit;

namespace Weir.Tests.Pipeline.Tables.Training;

public sealed class FoldSpreadTests
{
    // Mean 0.9, variance 0.00025 over five folds: 2.776 * sqrt((1/5 + 1/4) * 0.00025).
    [Fact]
    public void The_interval_counts_that_folds_share_what_they_learn_from()
    {
        var spread = FoldSpread.Of([0.88, 0.89, 0.90, 0.91, 0.92]);
        Assert.Equal(0.9, spread.Mean, 12);
        Assert.Equal(0.9 - 2.776 * Math.Sqrt(0.45 * 0.00025), spread.Low, 12);
        Assert.Equal(0.9 + 2.776 * Math.Sqrt(0.45 * 0.00025), spread.High, 12);
    }

    [Fact]
    public void The_interval_of_a_share_ends_where_shares_end()
    {
        var spread = FoldSpread.Of([0.85, 1, 1, 0.9, 1]);
        Assert.True(spread.High > 1);
        Assert.Equal((spread.Mean, spread.Low, 1.0), (spread.OfShare.Mean, spread.OfShare.Low, spread.OfShare.High));
        Assert.Equal(FoldSpread.Of([0.5]), FoldSpread.Of([0.5]).OfShare);
    }

    [Fact]
    public void One_fold_says_nothing_of_the_spread() =>
        Assert.Equal(new FoldSpread(0.5, double.NegativeInfinity, double.PositiveInfinity), FoldSpread.Of([0.5]));
}
