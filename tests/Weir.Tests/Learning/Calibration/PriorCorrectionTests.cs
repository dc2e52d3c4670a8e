using Weir.Learning.Calibration;
using Xunit;

namespace Weir.Tests.Learning.Calibration;

public class PriorCorrectionTests
{
    [Theory]
    [InlineData(0.5, 0.5, 0.1, 0.1)]
    [InlineData(0.9, 0.5, 0.01, 0.08333333333333333)]
    [InlineData(0.3, 0.2, 0.2, 0.3)]
    [InlineData(0, 0.5, 0.1, 0)]
    [InlineData(1, 0.5, 0.1, 1)]
    public void Odds_move_by_the_ratio_of_the_base_odds(double p, double from, double to, double expected) =>
        Assert.Equal(expected, PriorCorrection.Adjust(p, from, to), 12);

    [Fact]
    public void There_and_back_is_where_it_was() =>
        Assert.Equal(0.37, PriorCorrection.Adjust(PriorCorrection.Adjust(0.37, 0.6, 0.02), 0.02, 0.6), 12);

    [Fact]
    public void A_rate_of_nothing_or_everything_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PriorCorrection.Adjust(0.5, 0, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PriorCorrection.Adjust(0.5, 0.1, 1));
    }
}
