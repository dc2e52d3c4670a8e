using System.Text;
using Weir.Detection.Tables;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Detection.Tables;

public sealed class TableRowTests
{
    private static readonly TableSchema Schema = SomeTables.Schema();
    private readonly TableRow _row = new(Schema);

    [Fact]
    public void Values_are_those_of_the_columns_that_are_learned_from()
    {
        _row.Clear();
        foreach (var (column, cell) in new[] { (0, "17"), (1, " 12.5 "), (2, "-1.0"), (3, "test"), (4, "a note") }) Assert.Equal(CellFault.None, Set(column, cell));
        Assert.Equal([12.5f, -1, 1], _row.Values.ToArray());
        Assert.Equal(["length", "ssl", "tld"], Schema.Features.Select(column => column.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("na")]
    [InlineData("N/A")]
    [InlineData("NaN")]
    [InlineData("null")]
    [InlineData("?")]
    [InlineData("-")]
    public void Marks_stand_for_no_value(string mark)
    {
        for (var column = 1; column <= 3; column++) Assert.Equal(CellFault.None, Set(column, mark));
        Assert.All(_row.Values.ToArray(), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void A_column_may_have_marks_of_its_own_and_may_need_a_value()
    {
        var row = new TableRow(With(Schema.Columns[1] with { Missing = ["-1"], IsRequired = true }));
        row.Clear();
        Assert.Equal(0, row.MissingColumn());
        Assert.Equal(CellFault.Required, row.Set(0, "-1"u8));
        Assert.Equal(CellFault.None, row.Set(0, "5"u8));
        Assert.Equal(-1, row.MissingColumn());
    }

    [Theory]
    [InlineData(1, "101", CellFault.OutOfRange)]
    [InlineData(1, "abc", CellFault.NotNumber)]
    [InlineData(2, "0", CellFault.OutOfRange)]
    [InlineData(3, "xyz", CellFault.UnknownValue)]
    [InlineData(3, "COM", CellFault.UnknownValue)]
    public void Cells_that_do_not_fit_are_told(int column, string cell, CellFault fault) => Assert.Equal(fault, Set(column, cell));

    [Fact]
    public void Flags_of_words_are_zero_and_one_in_any_case()
    {
        var row = new TableRow(With(new TableColumn { Name = "f", Kind = ColumnKind.Flag, Values = ["no", "yes"] }));
        foreach (var (cell, value) in new[] { ("YES", 1f), ("no", 0f) })
        {
            Assert.Equal(CellFault.None, row.Set(0, Encoding.UTF8.GetBytes(cell)));
            Assert.Equal(value, row.Values[0]);
        }
    }

    [Theory]
    [InlineData("-1", true, CellFault.None)]
    [InlineData("-1.0", true, CellFault.None)]
    [InlineData("Phishing", true, CellFault.None)]
    [InlineData(" 1 ", false, CellFault.None)]
    [InlineData("legitimate", false, CellFault.None)]
    [InlineData("0", null, CellFault.UnknownTarget)]
    [InlineData("na", null, CellFault.NoTarget)]
    [InlineData("", null, CellFault.NoTarget)]
    public void The_target_is_read_as_the_schema_says(string cell, bool? isPhishing, CellFault fault)
    {
        Assert.Equal(fault, _row.SetTarget(Encoding.UTF8.GetBytes(cell)));
        Assert.Equal(isPhishing, _row.IsPhishing);
    }

    [Fact]
    public void Rows_with_the_same_values_share_their_hash_however_they_are_written()
    {
        Assert.Equal(Hash("1", "12.50", "1", "org", "x"), Hash("2", "12.5", "1.0", "org", "y"));
        Assert.NotEqual(Hash("1", "12.5", "1", "org", ""), Hash("1", "12.5", "1", "", ""));
        Assert.Equal(Hash("1", "-0", "1", "org", ""), Hash("1", "0", "1", "org", ""));
    }

    private long Hash(params string[] cells)
    {
        _row.Clear();
        for (var i = 0; i < cells.Length; i++) Set(i, cells[i]);
        return _row.Hash();
    }

    private CellFault Set(int column, string cell) => _row.Set(column, Encoding.UTF8.GetBytes(cell));

    private static TableSchema With(TableColumn column) => new() { Columns = [column], Target = Schema.Target };
}
