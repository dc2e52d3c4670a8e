using Weir.Learning.Numerics;
using Weir.Learning.Splitting;
using Xunit;

namespace Weir.Tests.Learning.Splitting;

public class GroupFoldsTests
{
    private static int[] SomeGroups()
    {
        var random = new Xoshiro256(2);
        return [.. Enumerable.Range(0, 20_000).Select(_ => -5 + random.NextInt(1 + random.NextInt(3000)))];
    }

    [Fact]
    public void No_group_is_parted_and_the_folds_are_even()
    {
        var groups = SomeGroups();
        var folds = GroupFolds.Assign(groups, 5, 1);
        Assert.All(groups.Zip(folds).GroupBy(g => g.First), g => Assert.Single(g.Select(x => x.Second).Distinct()));
        Assert.All(folds.CountBy(f => f), f => Assert.InRange(f.Value, 3990, 4010));
    }

    [Fact]
    public void The_seed_decides()
    {
        var groups = SomeGroups();
        Assert.Equal(GroupFolds.Assign(groups, 5, 1), GroupFolds.Assign(groups, 5, 1));
        Assert.NotEqual(GroupFolds.Assign(groups, 5, 1), GroupFolds.Assign(groups, 5, 2));
    }

    [Fact]
    public void One_giant_group_has_a_fold_for_itself()
    {
        int[] groups = [.. Enumerable.Repeat(7, 100), 1, 2, 3, 4];
        var folds = GroupFolds.Assign(groups, 3, 1);
        Assert.All(Enumerable.Range(100, 4), i => Assert.NotEqual(folds[0], folds[i]));
    }

    [Fact]
    public void Few_groups_and_no_rows_are_no_fault()
    {
        Assert.Empty(GroupFolds.Assign([], 3, 1));
        Assert.Single(GroupFolds.Assign([4, 4, 4], 3, 1).Distinct());
        Assert.Throws<ArgumentOutOfRangeException>(() => GroupFolds.Assign([1], 0, 1));
    }
}
