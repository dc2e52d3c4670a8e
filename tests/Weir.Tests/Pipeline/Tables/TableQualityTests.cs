using Weir.Detection.Tables;
using Weir.Pipeline.Tables;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Tables;

public sealed class TableQualityTests : IDisposable
{
    private readonly TempDatabase _place = new(StoreKind.Sqlite);

    public TableQualityTests() => Store = _place.Open(TimeProvider.System);

    private WeirStore Store { get; }

    public void Dispose()
    {
        Store.Dispose();
        _place.Dispose();
    }

    [Fact]
    public void Each_column_tells_its_holes_range_and_values_with_their_share_of_phishing()
    {
        LoadedTables.Load(Store, "board", LoadedTables.Board, ["1,0.5,0.1,na,com,7,bad", "2,0.5,0.2,3,com,7,good", "3,1.5,0.3,1,test,7,bad"]);
        var quality = TableQuality.Read(Store, new TableCatalog(Store).Find("board")!, ct: TestContext.Current.CancellationToken);
        Assert.Equal((3L, true), (quality.Rows, quality.IsAll));
        Assert.Equal(["x", "y", "level", "tld", "same"], quality.Columns.Select(look => look.Column.Name));
        var (x, level, tld, same) = (quality.Columns[0], quality.Columns[2], quality.Columns[3], quality.Columns[4]);
        Assert.Equal((0.5, 1.5, 0L), (x.Least, x.Most, x.Missing));
        Assert.Equal(new ValueLook("0.5", 2, 1), x.Values![0]);
        Assert.Equal(1, level.Missing);
        Assert.Equal([new ValueLook("com", 2, 1), new ValueLook("test", 1, 1)], tld.Values!);
        Assert.Null(tld.Least);
        Assert.True(same.IsConstant);
        Assert.False(x.IsConstant);
    }

    [Fact]
    public void The_words_of_a_flag_are_told_and_only_so_many_rows_are_looked_at()
    {
        var schema = new TableSchema
        {
            Columns = [new TableColumn { Name = "ssl", Kind = ColumnKind.Flag, Values = ["no", "yes"] }],
            Target = new TableTarget { Column = "is", Phishing = ["1"], Benign = ["0"] },
        };
        LoadedTables.Load(Store, "flags", schema, ["no,1", "no,1", "yes,0"]);
        var table = new TableCatalog(Store).Find("flags")!;
        Assert.Equal(["no", "yes"], TableQuality.Read(Store, table, ct: TestContext.Current.CancellationToken).Columns[0].Values!.Select(value => value.Value));
        var part = TableQuality.Read(Store, table, 2, TestContext.Current.CancellationToken);
        Assert.Equal((2L, false), (part.Rows, part.IsAll));
        Assert.True(part.Columns[0].IsConstant);
    }
}
