using Weir.Learning.Numerics;
using Weir.Learning.Splitting;
using Xunit;

namespace Weir.Tests.Learning.Splitting;

public sealed class FoldTests
{
    [Fact]
    public void Grouped_folds_judge_every_row_once_and_part_no_group()
    {
        int[] groups = [.. Enumerable.Range(0, 600).Select(i => i / 4)];
        var folds = Fold.Grouped(groups, 3, 1);
        Assert.Equal(Enumerable.Range(0, 600), folds.SelectMany(fold => fold.Test).Order());
        Assert.All(folds, fold => Disjoint(fold, groups));
        Assert.All(folds, fold => Assert.Equal(600, fold.Train.Length + fold.Test.Length));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fold.Grouped(groups, 1, 1));
    }

    [Fact]
    public void Forward_folds_learn_from_the_past_and_part_no_group()
    {
        var random = new Xoshiro256(3);
        int[] groups = [.. Enumerable.Range(0, 2000).Select(_ => random.NextInt(700))];
        long[] times = [.. Enumerable.Range(0, 2000).Select(_ => (long)random.NextInt(500))];
        foreach (var fold in Fold.Forward(times, groups, 4, 1))
        {
            Disjoint(fold, groups);
            Assert.NotEmpty(fold.Test);
            Assert.True(fold.Train.Max(i => times[i]) < fold.Test.Min(i => times[i]));
        }
    }

    [Fact]
    public void Rows_without_a_time_go_with_their_group()
    {
        int[] groups = [.. Enumerable.Range(0, 900).Select(i => i / 3)];
        var times = new long[900];
        Array.Fill(times, long.MinValue);
        var blocks = TimeBlocks.Assign(times, groups, 3, 1);
        Assert.All(Enumerable.Range(0, 900), i => Assert.Equal(blocks[i - i % 3], blocks[i]));
        Assert.All(blocks.CountBy(b => b), b => Assert.InRange(b.Value, 200, 400));
        var folds = Fold.Forward(times, groups, 2, 1);
        Assert.All(folds, fold => Disjoint(fold, groups));
        Assert.True(folds[0].Train.Length < folds[1].Train.Length);
    }

    [Fact]
    public void One_moment_is_one_block_and_shapes_are_checked()
    {
        Assert.Equal([1, 1, 1], TimeBlocks.Assign([5, 5, 5], [1, 2, 3], 2, 1));
        Assert.Equal([0, 0, 1, 1], TimeBlocks.Assign([1, 2, 3, 4], [1, 2, 3, 4], 2, 1));
        Assert.Empty(TimeBlocks.Assign([], [], 2, 1));
        Assert.Throws<ArgumentException>(() => TimeBlocks.Assign([1], [1, 2], 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeBlocks.Assign([1], [1], 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fold.Forward([1], [1], 0, 1));
    }

    private static void Disjoint(Fold fold, int[] groups) =>
        Assert.Empty(fold.Train.Select(i => groups[i]).Intersect(fold.Test.Select(i => groups[i])));
}
