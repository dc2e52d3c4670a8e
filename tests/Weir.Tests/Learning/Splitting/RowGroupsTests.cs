using Weir.Learning.Numerics;
using Weir.Learning.Preparation;
using Weir.Learning.Splitting;
using Weir.Tests.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Splitting;

public sealed class RowGroupsTests
{
    [Fact]
    public void Equal_rows_are_one_group_and_contradictions_set_the_ceiling()
    {
        RawColumn[] columns = [new("a", [1, 1, 2, 1, -0.0, 0, double.NaN, double.PositiveInfinity]), new("b", ["x", "x", "x", "y", "z", "z", null, ""])];
        var groups = RowGroups.Of(columns, [0, 1, 1, 1, 0, 0, 1, 1]);
        Assert.Equal([0, 0, 1, 2, 3, 3, 4, 4], groups.Groups);
        Assert.Equal(5, groups.Count);
        Assert.Equal(3, groups.DuplicateRows);
        Assert.Equal(1, groups.ContradictoryGroups);
        Assert.Equal(2, groups.ContradictoryRows);
        Assert.Equal(7.0 / 8, groups.Ceiling);
    }

    [Fact]
    public void A_data_set_is_grouped_by_its_features()
    {
        var random = new Xoshiro256(1);
        float[][] columns = [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 500).Select(_ => random.NextInt(4) is var v && v == 3 ? float.NaN : v).ToArray())];
        byte[] labels = [.. Enumerable.Range(0, 500).Select(_ => (byte)random.NextInt(2))];
        var found = RowGroups.Of(Toy.Of(columns, labels));
        var expected = Enumerable.Range(0, 500).GroupBy(i => string.Join('|', columns.Select(column => column[i]))).ToArray();
        Assert.Equal(expected.Length, found.Count);
        Assert.All(expected, group => Assert.Single(group.Select(i => found.Groups[i]).Distinct()));
        Assert.Equal(expected.Count(group => group.Select(i => labels[i]).Distinct().Count() == 2), found.ContradictoryGroups);
        Assert.Equal(expected.Sum(group => group.CountBy(i => labels[i]).Max(label => label.Value)) / 500.0, found.Ceiling);
    }

    [Fact]
    public void No_rows_have_no_fault_and_lengths_are_checked()
    {
        var none = RowGroups.Of([new RawColumn("a", Array.Empty<double>())], []);
        Assert.Equal((0, 0, 1.0), (none.Count, none.DuplicateRows, none.Ceiling));
        Assert.Contains("1 values of a", Assert.Throws<ArgumentException>(() => RowGroups.Of([new RawColumn("a", [1.0])], [0, 1])).Message);
    }
}
