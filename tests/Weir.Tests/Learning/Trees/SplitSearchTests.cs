using Weir.Learning.Numerics;
using Weir.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Trees;

public sealed class SplitSearchTests
{
    private const double GradientUnit = 0.01;
    private const double HessianUnit = 0.02;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.7, 0)]
    public void The_best_split_is_that_of_trying_all_of_them(double l1, double l2)
    {
        var random = new Xoshiro256(4);
        var p = new BoostedTreesParameters { L1 = l1, L2 = l2, MinChildWeight = 1 };
        var search = new SplitSearch(p, GradientUnit, HessianUnit);
        for (var round = 0; round < 300; round++)
        {
            var (bins, histogram) = Histogram(ref random, missing: round % 2 == 0);
            var total = histogram.Sum();
            var best = search.Best(Split.None, histogram, bins, 3, new OpenLeaf { Sum = total }, new long[264]);
            var wanted = BruteForce(histogram, bins.Count, total, p);
            Assert.Equal(wanted, best.Gain, 9);
            if (best.Exists) Assert.Equal(best.LeftSum, histogram[..(best.Bin + 1)].Sum() + (best.MissingLeft ? histogram[bins.Missing] : 0));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Eight_lanes_find_what_one_finds(double l1)
    {
        if (!System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated) return;
        var random = new Xoshiro256(5);
        var search = new SplitSearch(new BoostedTreesParameters { L1 = l1 }, GradientUnit, HessianUnit);
        var found = 0u;
        for (var round = 0; round < 2000; round++)
        {
            long[] lefts = [.. Enumerable.Range(0, 8).Select(_ => Word(random.NextInt(400) - 200, random.NextInt(1000)))];
            var (all, worth) = (Word(random.NextInt(400) - 200, 1000), random.NextDouble() * 3);
            var lanes = search.Promising(lefts, all, 1, worth);
            Assert.Equal(search.PromisingPlain(lefts, all, 1, worth), lanes);
            found |= lanes;
        }
        Assert.Equal(0xFFu, found);
    }

    [Fact]
    public void The_earlier_of_two_equal_splits_wins()
    {
        var better = new Split(2, 5, 1, false, 0);
        Assert.True(better.IsBefore(Split.None));
        Assert.True(new Split(2, 4, 7, false, 0).IsBefore(better));
        Assert.False(new Split(2, 6, 0, false, 0).IsBefore(better));
        Assert.False(Split.None.IsBefore(Split.None));
    }

    private static (FeatureBins Bins, long[] Histogram) Histogram(ref Xoshiro256 random, bool missing)
    {
        var count = 2 + random.NextInt(60);
        var histogram = new long[count + 1];
        for (var bin = 0; bin < count + (missing ? 1 : 0); bin++)
            if (random.NextInt(4) != 0) histogram[bin] = Word(random.NextInt(401) - 200, random.NextInt(300));
        return (new FeatureBins([.. Enumerable.Range(0, count - 1).Select(i => (float)i), float.PositiveInfinity]), histogram);
    }

    private static double BruteForce(long[] histogram, int count, long total, BoostedTreesParameters p)
    {
        var best = 0.0;
        foreach (var start in new[] { 0, histogram[count] })
        {
            var left = start;
            for (var bin = 0; bin < count; bin++)
            {
                left += histogram[bin];
                if (Math.Min(Hessian(left), Hessian(total - left)) < p.MinChildWeight) continue;
                best = Math.Max(best, Quality(left, p) + Quality(total - left, p) - Quality(total, p));
            }
        }
        return best;
    }

    private static double Quality(long sum, BoostedTreesParameters p)
    {
        var gradient = Math.Max(0, Math.Abs((int)(sum >> 32) * GradientUnit) - p.L1);
        return gradient * gradient / (Hessian(sum) + p.L2);
    }

    private static double Hessian(long sum) => (uint)sum * HessianUnit;

    private static long Word(int gradient, int hessian) => ((long)gradient << 32) + hessian;
}
