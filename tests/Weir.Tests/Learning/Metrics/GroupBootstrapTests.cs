using Weir.Learning.Metrics;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Metrics;

public class GroupBootstrapTests
{
    private static readonly RankedMetric Auc = (rows, counts) => rows.RocAuc(counts);

    private static (double[] Good, double[] Poor, byte[] Labels, int[] Groups) SomeRows(int rows, int perGroup)
    {
        var random = new Xoshiro256(11);
        var (good, poor, labels, groups) = (new double[rows], new double[rows], new byte[rows], new int[rows]);
        for (var i = 0; i < rows; i++)
        {
            groups[i] = 1000 - i / perGroup;
            labels[i] = (byte)((uint)groups[i] % 2);
            good[i] = random.NextDouble() + 0.8 * labels[i];
            poor[i] = random.NextDouble() + 0.4 * labels[i];
        }
        return (good, poor, labels, groups);
    }

    [Fact]
    public void The_interval_holds_the_value_and_the_threads_do_not_matter()
    {
        var (good, _, labels, groups) = SomeRows(600, 3);
        var one = GroupBootstrap.Interval(Auc, good, labels, groups, new() { Threads = 1 });
        var four = GroupBootstrap.Interval(Auc, good, labels, groups, new() { Threads = 4 });
        Assert.Equal(one, four);
        Assert.Equal(RankingMetrics.RocAuc(good, labels), one.Value);
        Assert.True(one.Low < one.Value && one.Value < one.High);
        Assert.NotEqual(one, GroupBootstrap.Interval(Auc, good, labels, groups, new() { Seed = 2 }));
    }

    [Fact]
    public void Rows_that_repeat_within_groups_do_not_narrow_the_interval()
    {
        var (good, _, labels, groups) = SomeRows(300, 1);
        int[] thrice = [.. Enumerable.Range(0, 900).Select(i => i % 300)];
        var once = GroupBootstrap.Interval(Auc, good, labels, groups, new());
        var (scores, truth) = (Array.ConvertAll(thrice, i => good[i]), Array.ConvertAll(thrice, i => labels[i]));
        var more = GroupBootstrap.Interval(Auc, scores, truth, Array.ConvertAll(thrice, i => groups[i]), new());
        Assert.Equal(once.Low, more.Low, 12);
        Assert.Equal(once.High, more.High, 12);
    }

    [Fact]
    public void The_interval_of_a_mean_has_the_width_that_theory_says()
    {
        var labels = Enumerable.Range(0, 4000).Select(_ => (byte)1).Append((byte)0).ToArray();
        var scores = Enumerable.Range(0, 4000).Select(i => i % 2 == 0 ? 1.0 : -1).Append(0).ToArray();
        RankedMetric recall = (rows, counts) => rows.ConfusionAt(0.5, counts).Recall;
        int[] groups = [.. Enumerable.Range(0, 4001)];
        var interval = GroupBootstrap.Interval(recall, scores, labels, groups, new() { Resamples = 1000 });
        Assert.Equal(2 * 1.96 * Math.Sqrt(0.25 / 4000), interval.High - interval.Low, 0.003);
    }

    [Fact]
    public void A_paired_difference_sees_what_two_intervals_would_hide()
    {
        var (good, poor, labels, groups) = SomeRows(2000, 2);
        Assert.True(GroupBootstrap.Difference(Auc, good, poor, labels, groups, new()).ExcludesZero);
        var same = GroupBootstrap.Difference(Auc, good, good, labels, groups, new());
        Assert.Equal(new Interval(0, 0, 0), same);
        Assert.False(same.ExcludesZero);
    }

    [Fact]
    public void Draws_without_a_class_are_left_out()
    {
        var interval = GroupBootstrap.Interval(Auc, [1, 2], [0, 1], [1, 2], new());
        Assert.Equal(new Interval(1, 1, 1), interval);
        Assert.Throws<ArgumentException>(() => GroupBootstrap.Interval(Auc, [], [], [], new()));
    }
}
