using Weir.Learning.Metrics;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Metrics;

public class RankingMetricsTests
{
    private static readonly double[] Scores = [0.9, 0.8, 0.8, 0.7, 0.6, 0.5, 0.4];
    private static readonly byte[] Labels = [1, 1, 0, 1, 0, 0, 1];

    [Fact]
    public void The_figures_of_a_small_table_are_those_by_hand()
    {
        // Pairs won: 3 + (2 + 1/2) + 2 + 0 of 12.
        Assert.Equal(7.5 / 12, RankingMetrics.RocAuc(Scores, Labels), 12);
        // Steps: 1 hit of 1, 1 hit to 2 of 3, 1 hit to 3 of 4, 1 hit to 4 of 7.
        Assert.Equal((1 + 2.0 / 3 + 3.0 / 4 + 4.0 / 7) / 4, RankingMetrics.PrAuc(Scores, Labels), 12);
        // No false alarm: above 0.8 there is one of four; one false alarm of three: above 0.6 there are three.
        Assert.Equal(0.25, RankingMetrics.TprAtFpr(Scores, Labels, 0));
        Assert.Equal(0.75, RankingMetrics.TprAtFpr(Scores, Labels, 0.34));
        Assert.Equal(0.8, RankingMetrics.ThresholdAtFpr(Scores, Labels, 0.01));
        Assert.Equal(0.5, RankingMetrics.ThresholdAtFpr(Scores, Labels, 1));
    }

    [Fact]
    public void They_agree_with_brute_force_on_random_rows_with_ties()
    {
        var random = new Xoshiro256(31);
        for (var round = 0; round < 300; round++)
        {
            var (scores, labels) = SomeRows(ref random, 2 + random.NextInt(60));
            if (labels.Distinct().Count() < 2) continue;
            Assert.Equal(PairAuc(scores, labels), RankingMetrics.RocAuc(scores, labels), 12);
            foreach (var fpr in (double[])[0, 0.001, 0.05, 0.3, 1])
                Assert.Equal(SortedTpr(scores, labels, fpr), RankingMetrics.TprAtFpr(scores, labels, fpr), 12);
        }
    }

    [Fact]
    public void Counts_mean_the_same_as_repeated_rows()
    {
        var random = new Xoshiro256(32);
        for (var round = 0; round < 100; round++)
        {
            var (scores, labels) = SomeRows(ref random, 40);
            var groups = Enumerable.Range(0, 40).Select(i => i % 10).ToArray();
            var counts = Enumerable.Range(0, 10).Select(_ => random.NextInt(4)).ToArray();
            var repeated = Enumerable.Range(0, 40).SelectMany(i => Enumerable.Repeat(i, counts[groups[i]])).ToArray();
            var weighted = new RankedRows(scores, labels, groups);
            var plain = new RankedRows(Array.ConvertAll(repeated, i => scores[i]), Array.ConvertAll(repeated, i => labels[i]));
            Assert.Equal(plain.RocAuc(), weighted.RocAuc(counts));
            Assert.Equal(plain.PrAuc(), weighted.PrAuc(counts), 12);
            Assert.Equal(plain.TprAtFpr(0.1), weighted.TprAtFpr(0.1, counts));
            Assert.Equal(plain.ConfusionAt(0.5), weighted.ConfusionAt(0.5, counts));
        }
    }

    [Fact]
    public void One_walk_gives_what_single_figures_give()
    {
        var random = new Xoshiro256(33);
        double[] fprs = [0, 0.001, 0.1, 0.1, 1];
        for (var round = 0; round < 200; round++)
        {
            var (scores, labels) = SomeRows(ref random, 1 + random.NextInt(80));
            var rows = new RankedRows(scores, labels);
            var tprs = new double[5];
            Assert.Equal((rows.RocAuc(), rows.PrAuc()), rows.Curves(fprs, default, tprs));
            Assert.Equal(fprs.Select(fpr => rows.TprAtFpr(fpr)), tprs);
        }
    }

    [Fact]
    public void The_order_of_the_radix_is_that_of_a_stable_sort()
    {
        var random = new Xoshiro256(34);
        for (var round = 0; round < 200; round++)
        {
            double[] scores = [.. Enumerable.Range(0, random.NextInt(300)).Select(_ => Odd(ref random))];
            Assert.Equal(Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]), ScoreOrder.Descending(scores));
        }
        Assert.Equal([0, 1], ScoreOrder.Descending([0.0, -0.0]));
        Assert.Equal(0.5, RankingMetrics.RocAuc([-0.0, 0.0], [1, 0]));
    }

    [Fact]
    public void A_missing_class_gives_no_number()
    {
        Assert.True(double.IsNaN(RankingMetrics.RocAuc([1, 2], [1, 1])));
        Assert.True(double.IsNaN(RankingMetrics.PrAuc([1, 2], [0, 0])));
        Assert.True(double.IsNaN(RankingMetrics.TprAtFpr([1, 2], [0, 0], 0.01)));
        Assert.True(double.IsNaN(RankingMetrics.TprAtFpr([1, 2], [1, 1], 0.01)));
        Assert.True(double.IsNaN(RankingMetrics.RocAuc([], [])));
        Assert.Equal(2, RankingMetrics.ThresholdAtFpr([1, 2], [0, 0], 0));
    }

    [Fact]
    public void Scores_that_are_no_numbers_are_refused_and_infinite_ones_are_ranked()
    {
        Assert.Throws<ArgumentException>(() => RankingMetrics.RocAuc([1, double.NaN], [0, 1]));
        Assert.Equal(1, RankingMetrics.RocAuc([double.NegativeInfinity, double.PositiveInfinity], [0, 1]));
        Assert.Throws<ArgumentException>(() => RankingMetrics.RocAuc([1, 2], [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RankingMetrics.TprAtFpr([1, 2], [0, 1], double.NaN));
    }

    private static (double[] Scores, byte[] Labels) SomeRows(ref Xoshiro256 random, int count)
    {
        var (scores, labels) = (new double[count], new byte[count]);
        for (var i = 0; i < count; i++) (scores[i], labels[i]) = (random.NextInt(20) / 20.0, (byte)random.NextInt(2));
        return (scores, labels);
    }

    /// <summary>Numbers of every size and sign, with ties.</summary>
    private static double Odd(ref Xoshiro256 random) => random.NextInt(6) switch
    {
        0 => 0.25,
        1 => double.NegativeInfinity,
        2 => random.NextDouble() * 1e-300,
        3 => -random.NextDouble() * 1e300,
        4 => -1.0 / (1 + random.NextInt(5)),
        _ => random.NextDouble(),
    };

    private static double PairAuc(double[] scores, byte[] labels)
    {
        var won = from p in Enumerable.Range(0, scores.Length)
                  where labels[p] == 1
                  from n in Enumerable.Range(0, scores.Length)
                  where labels[n] == 0
                  select scores[p] > scores[n] ? 1.0 : scores[p] == scores[n] ? 0.5 : 0;
        return won.Average();
    }

    private static double SortedTpr(double[] scores, byte[] labels, double fpr)
    {
        var negatives = scores.Where((_, i) => labels[i] == 0).OrderDescending().ToArray();
        var limit = negatives[Math.Min((int)Math.Floor(fpr * negatives.Length), negatives.Length - 1)];
        return scores.Where((_, i) => labels[i] == 1).Average(s => s > limit ? 1.0 : 0);
    }
}
