using Weir.Pipeline.Tables.Training;
using Xunit;

namespace Weir.Tests.Pipeline.Tables.Training;

public sealed class TableReportTests
{
    [Theory]
    [InlineData(0.0104, 0.0021, 0.0187, "0.0104 ahead of the best of another family (95 % interval 0.0021 to 0.0187): more than chance")]
    [InlineData(0.0004, -0.0021, 0.0029, "0.0004 ahead of the best of another family (95 % interval -0.0021 to 0.0029): no more than chance")]
    [InlineData(0, 0, 0, "")]
    [InlineData(0.1, double.NegativeInfinity, double.PositiveInfinity, "")]
    public void A_winner_is_named_with_its_lead_where_there_is_one(double mean, double low, double high, string lead) =>
        Assert.Equal(lead, new TableReport { Table = "t", Counts = new(2, 1, 0, 2, 2, 0, 0, 1, 1), Margin = new(mean, low, high) }.Lead);
}
