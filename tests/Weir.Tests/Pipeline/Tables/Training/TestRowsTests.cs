using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Training;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Tables.Training;

/// <summary>What is said of the rows that are kept back is true of them.</summary>
public sealed class TestRowsTests() : StoreTests(StoreKind.Sqlite)
{
    [Theory]
    // The newest day has more rows than are kept back: some of them are learned from.
    [InlineData(100, 700, "the newest rows: a draw from those first seen on 2025-06-02 (UTC), the others of which are learned from")]
    // The newest day alone is too little: the rest comes from the day before.
    [InlineData(700, 100, "the newest rows: all that were first seen after 2025-06-01 (UTC), and a draw from those of that day")]
    public void Rows_that_straddle_midnight_are_told_as_they_were_parted(int before, int after, string how)
    {
        Time.Advance(new TimeSpan(11, 50, 0));
        LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(before, 5));
        Time.Advance(TimeSpan.FromMinutes(20));
        LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(after, 6));
        var (rows, split) = Split();
        Assert.Equal(how, split.How);
        var midnight = new DateTimeOffset(2025, 6, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        Assert.Equal(before > after, split.Test.Any(i => rows.Data.Times![i] < midnight));
        Assert.Equal(before < after, split.Train.Any(i => rows.Data.Times![i] >= midnight));
    }

    [Fact]
    public void A_whole_newest_day_is_called_so()
    {
        LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(300, 5));
        Time.Advance(TimeSpan.FromDays(1));
        var newest = LoadedTables.BoardRows(200, 6).Take(75).ToList();
        LoadedTables.Load(Store, "board", LoadedTables.Board, newest);
        var (rows, split) = Split();
        Assert.Equal((rows.Data.Rows, 375), (split.Train.Length + split.Test.Length, rows.Data.Rows));
        Assert.Equal("the newest rows: all that were first seen since 2025-06-02 (UTC)", split.How);
    }

    private (DifferentRows Rows, TestRows Split) Split()
    {
        var table = Store.Tables.Find("board")!;
        var rows = DifferentRows.Of(TableData.Read(Store, table.Id, LoadedTables.Board, ct: TestContext.Current.CancellationToken));
        return (rows, TestRows.Of(rows, TableTrainerTests.Quick));
    }
}
