using Weir.Learning.Splitting;
using Xunit;

namespace Weir.Tests.Learning.Splitting;

public class TimeSplitTests
{
    [Fact]
    public void Test_rows_are_later_and_of_groups_that_training_never_saw()
    {
        var sides = TimeSplit.Assign([1, 5, 9, 10, 11, 12, long.MinValue, 13], [1, 2, 3, 1, 4, 4, 5, 5], 10);
        Assert.Equal(
            [SplitSide.Train, SplitSide.Train, SplitSide.Train, SplitSide.Left,
                SplitSide.Test, SplitSide.Test, SplitSide.Train, SplitSide.Left], sides);
    }

    [Fact]
    public void Shapes_that_differ_are_refused() => Assert.Throws<ArgumentException>(() => TimeSplit.Assign([1], [1, 2], 3));
}
