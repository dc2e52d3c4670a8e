using Weir.Learning.Metrics;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Metrics;

public sealed class ModelFiguresTests
{
    [Fact]
    public void Every_figure_is_that_of_its_own_metric()
    {
        var (scores, labels, groups) = SomeRows(3000);
        var figures = ModelFigures.Of(scores, labels, groups, 0.6, new());
        var at = ThresholdMetrics.At(scores, labels, 0.6);
        Assert.Equal(RankingMetrics.RocAuc(scores, labels), figures.RocAuc.Value);
        Assert.Equal(RankingMetrics.PrAuc(scores, labels), figures.PrAuc.Value);
        Assert.Equal(RankingMetrics.TprAtFpr(scores, labels, 0.01), figures.TprAt1Percent.Value);
        Assert.Equal(RankingMetrics.TprAtFpr(scores, labels, 0.001), figures.TprAt01Percent.Value);
        Assert.Null(figures.TprAt001Percent);
        Assert.Equal(at.Accuracy, figures.Accuracy.Value);
        Assert.Equal(at.Precision, figures.Precision.Value);
        Assert.Equal(at.Recall, figures.Recall.Value);
        Assert.Equal(at.F1, figures.F1.Value);
        Assert.Equal(at.FalsePositiveRate, figures.FalsePositiveRate.Value);
        Assert.Equal(CalibrationMetrics.Ece(scores, labels), figures.Ece.Value, 12);
        Assert.Equal(CalibrationMetrics.Brier(scores, labels), figures.Brier.Value, 12);
    }

    [Fact]
    public void Intervals_are_those_of_single_bootstraps_at_any_number_of_threads()
    {
        var (scores, labels, groups) = SomeRows(2000);
        var figures = ModelFigures.Of(scores, labels, groups, 0.6, new() { Threads = 1 });
        Assert.Equal(figures, ModelFigures.Of(scores, labels, groups, 0.6, new() { Threads = 2 }));
        Assert.Equal(GroupBootstrap.Interval((rows, counts) => rows.RocAuc(counts), scores, labels, groups, new()), figures.RocAuc);
        Assert.Equal(GroupBootstrap.Interval((rows, counts) => rows.TprAtFpr(0.01, counts), scores, labels, groups, new()), figures.TprAt1Percent);
        Assert.Equal(GroupBootstrap.Interval((rows, counts) => rows.ConfusionAt(0.6, counts).F1, scores, labels, groups, new()), figures.F1);
        Assert.True(figures.Ece.Low < figures.Ece.High && figures.Brier.Low < figures.Brier.Value);
    }

    [Fact]
    public void The_smallest_rate_needs_a_hundred_thousand_negatives()
    {
        var scores = new double[100_010];
        var labels = new byte[scores.Length];
        for (var i = 0; i < scores.Length; i++) (scores[i], labels[i]) = ((double)i / scores.Length, i >= 100_000 ? (byte)1 : (byte)0);
        int[] groups = [.. Enumerable.Range(0, scores.Length).Select(i => i / 1000)];
        Assert.Equal(1, ModelFigures.Of(scores, labels, groups, 0.5, new() { Resamples = 2 }).TprAt001Percent!.Value.Value);
    }

    [Fact]
    public void One_class_gives_no_ranking_and_no_rows_are_an_error()
    {
        var figures = ModelFigures.Of([0.2, 0.7], [1, 1], [1, 2], 0.5, new());
        Assert.True(double.IsNaN(figures.RocAuc.Value) && double.IsNaN(figures.TprAt1Percent.Value) && double.IsNaN(figures.FalsePositiveRate.Value));
        Assert.Equal(0.5, figures.Recall.Value);
        Assert.Throws<ArgumentException>(() => ModelFigures.Of([], [], [], 0.5, new()));
        Assert.Throws<ArgumentException>(() => ModelFigures.Of([1.5], [1], [1], 0.5, new()));
    }

    private static (double[] Scores, byte[] Labels, int[] Groups) SomeRows(int rows)
    {
        var random = new Xoshiro256(8);
        var (scores, labels, groups) = (new double[rows], new byte[rows], new int[rows]);
        for (var i = 0; i < rows; i++)
        {
            (labels[i], groups[i]) = ((byte)random.NextInt(2), random.NextInt(rows / 3) * 1000 - 5);
            scores[i] = Math.Round(0.7 * random.NextDouble() + 0.3 * labels[i], 3);
        }
        return (scores, labels, groups);
    }
}
