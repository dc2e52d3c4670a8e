using Weir.Learning.Numerics;
using Weir.Learning.Splitting;
using Xunit;

namespace Weir.Tests.Learning.Splitting;

public sealed class StratifiedFoldsTests
{
    [Fact]
    public void Folds_have_about_the_same_share_of_each_label_and_part_no_group()
    {
        var random = new Xoshiro256(2);
        int[] groups = [.. Enumerable.Range(0, 5000).Select(_ => (int)(3000 * Math.Pow(random.NextDouble(), 1.5)))];
        byte[] labels = [.. groups.Select(group => (byte)(group % 10 == 0 || random.NextInt(20) == 0 ? 1 : 0))];
        var of = StratifiedFolds.Assign(groups, labels, 5, 1);
        Assert.All(Enumerable.Range(0, 5000).GroupBy(i => groups[i]), group => Assert.Single(group.Select(i => of[i]).Distinct()));
        foreach (var label in (byte[])[0, 1])
        {
            var all = labels.Count(l => l == label);
            for (var fold = 0; fold < 5; fold++) Assert.InRange(Enumerable.Range(0, 5000).Count(i => of[i] == fold && labels[i] == label), 0.17 * all, 0.23 * all);
        }
    }

    [Fact]
    public void Repeats_judge_every_row_once_each_in_other_folds_by_the_seed_alone()
    {
        int[] groups = [.. Enumerable.Range(0, 300)];
        byte[] labels = [.. groups.Select(group => (byte)(group % 3 == 0 ? 1 : 0))];
        var folds = Fold.Stratified(groups, labels, 3, 7, 2);
        Assert.Equal(6, folds.Length);
        Assert.All((Fold[][])[folds[..3], folds[3..]], repeat => Assert.Equal(Enumerable.Range(0, 300), repeat.SelectMany(fold => fold.Test).Order()));
        Assert.NotEqual(folds[0].Test, folds[3].Test);
        Assert.All(folds, fold => Assert.Empty(fold.Train.Intersect(fold.Test)));
        Assert.Equal(folds.Select(fold => fold.Test), Fold.Stratified(groups, labels, 3, 7, 2).Select(fold => fold.Test));
        Assert.NotEqual(folds[0].Test, Fold.Stratified(groups, labels, 3, 8)[0].Test);
    }

    [Fact]
    public void One_label_more_folds_than_groups_and_wrong_shapes_are_handled()
    {
        Assert.Equal(3, StratifiedFolds.Assign([1, 2, 3], [1, 1, 1], 3, 1).Distinct().Count());
        Assert.Empty(StratifiedFolds.Assign([], [], 3, 1));
        Assert.Equal(5, Fold.Stratified([1, 2], [0, 1], 5, 1).Length);
        Assert.Throws<ArgumentException>(() => StratifiedFolds.Assign([1], [0, 1], 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => StratifiedFolds.Assign([1], [0], 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fold.Stratified([1], [0], 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fold.Stratified([1], [0], 2, 1, 0));
    }
}
