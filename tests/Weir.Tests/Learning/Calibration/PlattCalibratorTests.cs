using Weir.Learning;
using Weir.Learning.Calibration;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Calibration;

public class PlattCalibratorTests
{
    private static (double[] Scores, byte[] Labels) SomeRows(double slope, double intercept)
    {
        var random = new Xoshiro256(4);
        var scores = new double[50_000];
        for (var i = 0; i < scores.Length; i++) scores[i] = random.NextDouble() * 10 - 5;
        var labels = Array.ConvertAll(scores, s =>
            random.NextDouble() < StableMath.Sigmoid(intercept + slope * s) ? (byte)1 : (byte)0);
        return (scores, labels);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0.4, -1)]
    [InlineData(3, 2)]
    public void It_finds_the_curve_that_made_the_labels(double slope, double intercept)
    {
        var (scores, labels) = SomeRows(slope, intercept);
        var calibrator = PlattCalibrator.Fit(scores, labels, []);
        Assert.Equal(slope, calibrator.Slope, 0.05 * slope);
        Assert.Equal(intercept, calibrator.Intercept, 0.1);
    }

    [Fact]
    public void Separable_and_reversed_classes_stay_finite_and_increasing()
    {
        var sharp = PlattCalibrator.Fit([1, 2, 3, 4], [0, 0, 1, 1], []);
        Assert.InRange(sharp.Probability(4), 0.7, 0.999);
        var reversed = PlattCalibrator.Fit([1, 2, 3, 4], [1, 1, 0, 0], []);
        Assert.True(reversed.Probability(4) > reversed.Probability(1));
        Assert.InRange(reversed.Slope, 0, 1e-6);
    }

    [Fact]
    public void A_loaded_calibrator_says_the_same()
    {
        var calibrator = PlattCalibrator.Fit([1, 2, 3, 4], [0, 1, 0, 1], []);
        var builder = new ModelFileBuilder();
        calibrator.Save(builder, "c");
        var loaded = PlattCalibrator.Load(ModelFile.Read(builder.Build("{}"), "m"), "c");
        Assert.Equal((calibrator.Slope, calibrator.Intercept), (loaded.Slope, loaded.Intercept));
    }

    [Fact]
    public void One_class_is_refused() => Assert.Throws<ArgumentException>(() => PlattCalibrator.Fit([1, 2], [0, 0], []));
}
