using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Numerics;

public class StableMathTests
{
    private static double RelativeError(double actual, double expected) => Math.Abs(actual - expected) / Math.Abs(expected);

    [Fact]
    public void Exp_agrees_with_the_library_over_its_range()
    {
        var random = new Xoshiro256(1);
        for (var i = 0; i < 100_000; i++)
        {
            var x = random.NextDouble() * 1400 - 700;
            Assert.True(RelativeError(StableMath.Exp(x), Math.Exp(x)) < 1e-13, $"exp({x:R})");
            x /= 700;
            Assert.True(RelativeError(StableMath.Exp(x), Math.Exp(x)) < 1e-15, $"exp({x:R})");
        }
    }

    [Fact]
    public void Log_agrees_with_the_library_over_its_range()
    {
        var random = new Xoshiro256(2);
        for (var i = 0; i < 100_000; i++)
        {
            var x = BitConverter.UInt64BitsToDouble(random.NextULong() >> 1);
            if (!double.IsFinite(x) || x is 0 or 1) continue;
            Assert.True(RelativeError(StableMath.Log(x), Math.Log(x)) < 1e-14, $"log({x:R})");
            x = 0.5 + random.NextDouble();
            Assert.True(Math.Abs(StableMath.Log(x) - Math.Log(x)) < 4e-16, $"log({x:R})");
        }
    }

    [Fact]
    public void Edges_are_those_of_the_functions()
    {
        Assert.Equal(1, StableMath.Exp(0));
        Assert.Equal(0, StableMath.Exp(-1000));
        Assert.Equal(0, StableMath.Exp(double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, StableMath.Exp(710));
        Assert.Equal(double.Epsilon, StableMath.Exp(-745));
        Assert.True(double.IsFinite(StableMath.Exp(709.78)));
        Assert.True(double.IsNaN(StableMath.Exp(double.NaN)));
        Assert.Equal(0, StableMath.Log(1));
        Assert.Equal(double.NegativeInfinity, StableMath.Log(0));
        Assert.True(double.IsNaN(StableMath.Log(-1)));
        Assert.Equal(double.PositiveInfinity, StableMath.Log(double.PositiveInfinity));
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.7310585786300049)]
    [InlineData(-40, 4.248354255291589e-18)]
    [InlineData(800, 1)]
    [InlineData(-800, 0)]
    public void Sigmoid_has_these_values(double x, double expected) => Assert.Equal(expected, StableMath.Sigmoid(x), 1e-15);

    [Fact]
    public void Logit_undoes_sigmoid()
    {
        for (var x = -30.0; x <= 30; x += 0.37)
            Assert.Equal(x, StableMath.Logit(StableMath.Sigmoid(x)), Math.Max(1e-12, 3e-16 * Math.Exp(x)));
    }

    [Theory]
    [InlineData(0, 0.6931471805599453)]
    [InlineData(1000, 1000)]
    [InlineData(-50, 1.9287498479639178e-22)]
    public void Softplus_has_these_values(double x, double expected) =>
        Assert.Equal(expected, StableMath.Softplus(x), 1e-15 * Math.Max(1e-7, expected));

    [Fact]
    public void The_bits_are_fixed()
    {
        ulong hash = 0;
        for (var x = -20.0; x < 20; x += 0.013)
        {
            var (exp, log) = (StableMath.Exp(x), StableMath.Log(x + 20.5));
            hash = SplitMix64.Mix(hash ^ BitConverter.DoubleToUInt64Bits(exp) ^ BitConverter.DoubleToUInt64Bits(log) << 1);
        }
        Assert.Equal(12623931720411137192UL, hash);
    }
}
