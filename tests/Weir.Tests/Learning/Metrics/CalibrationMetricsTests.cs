using Weir.Learning.Metrics;
using Xunit;

namespace Weir.Tests.Learning.Metrics;

public class CalibrationMetricsTests
{
    private static readonly double[] P = [0.1, 0.2, 0.8, 1];
    private static readonly byte[] Y = [0, 1, 1, 1];

    [Fact]
    public void Figures_are_those_by_hand()
    {
        Assert.Equal((0.7 + 0.2) / 4, CalibrationMetrics.Ece(P, Y, 2), 12);
        Assert.Equal((0.1 + 0.8 + 0.2 + 0) / 4, CalibrationMetrics.Ece(P, Y), 12);
        Assert.Equal((0.7 + 0.2) / 4, CalibrationMetrics.EceEqualMass(P, Y, 2), 12);
        Assert.Equal((0.01 + 0.64 + 0.04 + 0) / 4, CalibrationMetrics.Brier(P, Y), 12);
        Assert.Equal(-(Math.Log(0.9) + Math.Log(0.2) + Math.Log(0.8)) / 4, CalibrationMetrics.LogLoss(P, Y), 12);
    }

    [Fact]
    public void Bins_tell_what_was_stated_and_what_happened()
    {
        var bins = CalibrationMetrics.Reliability(P, Y, 2);
        Assert.Equal(new ReliabilityBin(0, 0.5, 2, 0.15, 0.5), bins[0] with { Stated = Math.Round(bins[0].Stated, 12) });
        Assert.Equal(new ReliabilityBin(0.5, 1, 2, 0.9, 1), bins[1]);
        Assert.True(double.IsNaN(CalibrationMetrics.Reliability([0.9], [1], 2)[0].Stated));
    }

    [Fact]
    public void The_order_of_the_rows_does_not_matter() =>
        Assert.Equal(CalibrationMetrics.EceEqualMass(P, Y, 2),
            CalibrationMetrics.EceEqualMass([1, 0.8, 0.2, 0.1], [1, 1, 1, 0], 2), 12);

    [Fact]
    public void A_sure_mistake_costs_much_but_not_everything() => Assert.InRange(CalibrationMetrics.LogLoss([0], [1]), 34, 35);

    [Fact]
    public void What_is_no_probability_is_refused()
    {
        Assert.Throws<ArgumentException>(() => CalibrationMetrics.Ece([1.1], [1]));
        Assert.Throws<ArgumentException>(() => CalibrationMetrics.Brier([double.NaN], [1]));
        Assert.Throws<ArgumentException>(() => CalibrationMetrics.Brier([0.5, 0.5], [1]));
    }
}
