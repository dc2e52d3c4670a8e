using System.Runtime.Intrinsics;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Numerics;

public class StableVectorTests
{
    [Theory]
    [InlineData(8000)]
    [InlineData(8003)]
    [InlineData(5)]
    public void Residuals_and_losses_are_those_of_the_plain_functions_to_the_last_bit(int rows)
    {
        var random = new Xoshiro256(4);
        var (margins, labels, weights, residuals) = (new double[rows], new double[rows], new double[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            var scale = i % 3 == 0 ? 1400 : i % 3 == 1 ? 40 : 2;
            margins[i] = i < 2 ? 0 : (random.NextDouble() - 0.5) * scale;
            labels[i] = random.NextInt(2);
            weights[i] = random.NextDouble();
        }
        var sum = StableVector.Logistic(margins, labels, weights, residuals);
        var lanes = new double[8];
        for (var i = 0; i < rows; i++)
        {
            Assert.Equal(weights[i] * (StableMath.Sigmoid(margins[i]) - labels[i]), residuals[i]);
            lanes[i % 8] += weights[i] * StableMath.Softplus(labels[i] == 1 ? -margins[i] : margins[i]);
        }
        Assert.Equal(Total(lanes), sum);
    }

    [Fact]
    public void Margins_beyond_every_number_stay_finite()
    {
        double[] margins = [-1e300, 1e300, -800, 800], labels = [1, 0, 0, 1], weights = [1, 1, 1, 1], residuals = new double[4];
        Assert.Equal(2e300, StableVector.Logistic(margins, labels, weights, residuals));
        Assert.Equal([-1.0, 1, 0, 0], residuals);
    }

    [Fact]
    public void Lanes_are_added_in_one_order()
    {
        double[] lanes = [1e16, 1, -1e16, 3, 7, 1e-3, 2, 5];
        Assert.Equal(Total(lanes), StableVector.Total(Vector512.Create<double>(lanes)));
    }

    private static double Total(double[] a) => a[0] + a[4] + (a[2] + a[6]) + (a[1] + a[5] + (a[3] + a[7]));
}
