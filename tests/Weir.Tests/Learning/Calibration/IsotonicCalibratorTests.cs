using Weir.Learning;
using Weir.Learning.Calibration;
using Weir.Learning.Metrics;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Calibration;

public class IsotonicCalibratorTests
{
    /// <summary>Scores whose true log-odds are half the score: an overconfident model.</summary>
    private static (double[] Scores, byte[] Labels) SomeRows(int count, ulong seed = 1)
    {
        var random = new Xoshiro256(seed);
        var (scores, labels) = (new double[count], new byte[count]);
        for (var i = 0; i < count; i++)
        {
            scores[i] = random.NextDouble() * 16 - 8;
            labels[i] = random.NextDouble() < StableMath.Sigmoid(scores[i] / 2) ? (byte)1 : (byte)0;
        }
        return (scores, labels);
    }

    [Fact]
    public void Blocks_are_those_of_pooling_by_hand()
    {
        var blocks = IsotonicBlocks.Pool([new(1, 0, 1), new(2, 1, 1), new(3, 0, 1), new(4, 0.25, 2), new(5, 1, 1)]);
        // 2, 3 and 4 pool: (1 + 0 + 0.5) / 4 = 0.375 at (2 + 3 + 8) / 4.
        Assert.Equal([new(1, 0, 1), new(3.25, 0.375, 4), new(5, 1, 1)], blocks);
    }

    [Fact]
    public void Pooling_agrees_with_the_min_max_formula()
    {
        var random = new Xoshiro256(17);
        for (var round = 0; round < 200; round++)
        {
            var rows = Enumerable.Range(0, 1 + random.NextInt(12)).Select(i =>
                new IsotonicBlock(i, random.NextInt(5) / 4.0, 1 + random.NextInt(3))).ToArray();
            var blocks = IsotonicBlocks.Pool(rows);
            var at = 0;
            foreach (var block in blocks)
            {
                for (var left = block.Weight; left > 1e-9; left -= rows[at++].Weight)
                    Assert.Equal(MinMax(rows, at), block.Mean, 9);
            }
            Assert.Equal(rows.Length, at);
        }
    }

    [Fact]
    public void It_mends_an_overconfident_model()
    {
        var (scores, labels) = SomeRows(20_000);
        var calibrator = IsotonicCalibrator.Fit(scores, labels, []);
        var (other, truth) = SomeRows(20_000, 2);
        Assert.True(CalibrationMetrics.Ece(Array.ConvertAll(other, StableMath.Sigmoid), truth) > 0.05);
        Assert.True(CalibrationMetrics.Ece(Array.ConvertAll(other, calibrator.Probability), truth) < 0.015);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(5000)]
    public void Different_scores_stay_different_and_in_order(int rows)
    {
        var (scores, labels) = SomeRows(rows);
        var calibrator = IsotonicCalibrator.Fit(scores, labels, []);
        var last = 0.0;
        for (var s = -30.0; s <= 30; s += 0.0007)
        {
            var p = calibrator.Probability(s);
            Assert.True(p > last && p < 1, $"At {s} the probability is {p} after {last}.");
            last = p;
        }
    }

    [Fact]
    public void The_map_is_continuous()
    {
        var (scores, labels) = SomeRows(500);
        var calibrator = IsotonicCalibrator.Fit(scores, labels, []);
        foreach (var s in scores) Assert.Equal(calibrator.Probability(s), calibrator.Probability(s + 1e-9), 1e-4);
    }

    [Fact]
    public void Perfect_classes_do_not_become_certainties()
    {
        var calibrator = IsotonicCalibrator.Fit([1, 2, 3, 4], [0, 0, 1, 1], []);
        Assert.InRange(calibrator.Probability(1.5), 0.1, 0.3);
        Assert.InRange(calibrator.Probability(3.5), 0.7, 0.9);
        Assert.InRange(calibrator.Probability(double.NegativeInfinity), 1e-4, 0.1);
        Assert.InRange(calibrator.Probability(double.PositiveInfinity), 0.9, 0.9999);
        Assert.True(double.IsNaN(calibrator.Probability(double.NaN)));
    }

    [Fact]
    public void Scores_that_say_nothing_give_the_base_rate()
    {
        var calibrator = IsotonicCalibrator.Fit([1, 2, 3, 4], [1, 0, 0, 0], []);
        Assert.Equal(0.25, calibrator.Probability(1), 0.01);
        Assert.Equal(0.25, calibrator.Probability(4), 0.01);
        Assert.True(calibrator.Probability(1) < calibrator.Probability(4));
    }

    [Fact]
    public void A_weight_counts_as_that_many_rows()
    {
        var twice = IsotonicCalibrator.Fit([1, 1, 2, 3, 3], [0, 0, 1, 1, 1], []);
        var weighted = IsotonicCalibrator.Fit([1, 2, 3], [0, 1, 1], [2, 1, 2]);
        // One mean row's weight draws to the base rate, and a mean row is heavier here.
        Assert.Equal(twice.Probability(1), weighted.Probability(1), 0.1);
        Assert.True(weighted.Probability(2) > 0.5);
    }

    [Fact]
    public void A_loaded_calibrator_says_the_same()
    {
        var (scores, labels) = SomeRows(300);
        var calibrator = IsotonicCalibrator.Fit(scores, labels, []);
        var builder = new ModelFileBuilder();
        calibrator.Save(builder, "c");
        var loaded = IsotonicCalibrator.Load(ModelFile.Read(builder.Build("{}"), "m"), "c");
        Assert.All(scores, s => Assert.Equal(calibrator.Probability(s), loaded.Probability(s)));
    }

    [Fact]
    public void A_map_that_falls_is_refused()
    {
        var builder = new ModelFileBuilder();
        builder.Add<double>("c.scores", [1, 2]);
        builder.Add<double>("c.logits", [1, 1]);
        builder.Add<double>("c.slope", [1]);
        Assert.Throws<ModelFileException>(() => IsotonicCalibrator.Load(ModelFile.Read(builder.Build("{}"), "m"), "c"));
    }

    [Fact]
    public void One_class_or_no_numbers_are_refused()
    {
        Assert.Throws<ArgumentException>(() => IsotonicCalibrator.Fit([1, 2], [1, 1], []));
        Assert.Throws<ArgumentException>(() => IsotonicCalibrator.Fit([], [], []));
        Assert.Throws<ArgumentException>(() => IsotonicCalibrator.Fit([1, double.NaN], [0, 1], []));
    }

    private static double MinMax(IsotonicBlock[] rows, int at) =>
        Enumerable.Range(0, at + 1).Max(from => Enumerable.Range(at, rows.Length - at).Min(to => Mean(rows[from..(to + 1)])));

    private static double Mean(IsotonicBlock[] rows) => rows.Sum(r => r.Mean * r.Weight) / rows.Sum(r => r.Weight);
}
