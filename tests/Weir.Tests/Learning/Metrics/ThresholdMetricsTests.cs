using Weir.Learning.Metrics;
using Xunit;

namespace Weir.Tests.Learning.Metrics;

public class ThresholdMetricsTests
{
    [Fact]
    public void The_rates_of_a_small_table_are_those_by_hand()
    {
        var c = ThresholdMetrics.At([0.9, 0.5, 0.4, 0.6, 0.5, 0.1, 0.2, 0.3], [1, 1, 1, 0, 0, 0, 0, 0], 0.5);
        Assert.Equal(new Confusion(2, 2, 3, 1), c);
        Assert.Equal(5.0 / 8, c.Accuracy);
        Assert.Equal(0.5, c.Precision);
        Assert.Equal(2.0 / 3, c.Recall);
        Assert.Equal(4.0 / 7, c.F1);
        Assert.Equal(0.4, c.FalsePositiveRate);
    }

    [Fact]
    public void A_rate_without_rows_is_no_number()
    {
        var c = ThresholdMetrics.At([0.1], [0], 0.5);
        Assert.True(double.IsNaN(c.Precision) && double.IsNaN(c.Recall));
        Assert.Equal(0, c.FalsePositiveRate);
    }

    [Fact]
    public void Ranked_rows_give_the_same_counts()
    {
        double[] scores = [0.9, 0.5, 0.4, 0.6, 0.5];
        byte[] labels = [1, 0, 1, 0, 1];
        foreach (var t in (double[])[0, 0.4, 0.45, 0.5, 0.9, 1])
            Assert.Equal(ThresholdMetrics.At(scores, labels, t), new RankedRows(scores, labels).ConfusionAt(t));
    }

    [Fact]
    public void Flips_are_counted_among_the_alarms()
    {
        Assert.Equal(0.5, ThresholdMetrics.FlipRate([0.9, 0.5, 0.1], [0.2, 0.5, 0.9], 0.5));
        Assert.True(double.IsNaN(ThresholdMetrics.FlipRate([0.1], [0.9], 0.5)));
        Assert.Throws<ArgumentException>(() => ThresholdMetrics.FlipRate([0.1], [], 0.5));
    }
}
