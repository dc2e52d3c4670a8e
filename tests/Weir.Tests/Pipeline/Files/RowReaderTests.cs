using Weir.Pipeline.Files;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Files;

public sealed class RowReaderTests
{
    private static string[] Values(string text, string name = "list.csv") => [.. TextFile.All(TextFile.Rows(text, name)).Select(row => row.Value)];

    [Theory]
    [InlineData("id,URL\n1,a.test\n2,b.test\n")]
    [InlineData("id;Url\r\n1;a.test\r\n2;b.test")]
    [InlineData("\"link\"\tid\na.test\t1\nb.test\t2\n")]
    [InlineData("id|subject\r1|a.test\r2|b.test\r")]
    [InlineData("id, address \n1,\"a.test\"\n2,b.test\n")]
    [InlineData("a.test\nb.test\n")]
    [InlineData("1,a.test\n2,b.test\n")]
    [InlineData("url\na.test\nb.test")]
    public void Columns_are_found_in_every_dialect(string text) => Assert.Equal(["a.test", "b.test"], Values(text));

    [Fact]
    public void A_url_with_commas_in_a_file_of_one_column_is_not_split()
    {
        Assert.Equal(["http://a.test/?x=1,2", "http://b.test/;c|d"], Values("url\nhttp://a.test/?x=1,2\n\"http://b.test/;c|d\"\n"));
        Assert.Equal(["http://a.test/?x=1,2", "http://b.test/"], Values("http://a.test/?x=1,2\nhttp://b.test/\n", "list.txt"));
    }

    [Fact]
    public void Quoted_cells_keep_line_breaks_and_the_lines_are_counted()
    {
        var rows = TextFile.All(TextFile.Rows("url,note\na.test,\"one\r\ntwo \"\"x\"\"\"\nb.test,x\n"));
        Assert.Equal([(2, "a.test"), (4, "b.test")], rows);
    }

    [Fact]
    public void A_quote_that_is_not_closed_costs_one_line()
    {
        var rows = TextFile.All(TextFile.Rows("url,note\na.test,5\" screen\na.test,\"never closed\nb.test,x\n"));
        Assert.Equal([(2, "a.test"), (3, "QuoteNotClosed"), (4, "b.test")], rows);
    }

    [Fact]
    public void Lines_beyond_the_bound_are_rejected_with_their_number()
    {
        var rows = TextFile.All(TextFile.Rows($"url\na.test\nb.test/{new string('x', 3 << 20)}\nc.test\n"));
        Assert.Equal([(2, "a.test"), (3, "TooLong"), (4, "c.test")], rows);
    }

    [Fact]
    public void An_open_quote_before_megabytes_of_text_costs_one_line()
    {
        var text = "url,note\na.test,\"open\n" + string.Concat(Enumerable.Repeat("b.test,x\n", 200_000));
        var rows = TextFile.All(TextFile.Rows(text));
        Assert.Equal((2, "QuoteNotClosed"), rows[0]);
        Assert.Equal((3, "b.test"), rows[1]);
        Assert.Equal(200_001, rows.Count);
    }

    [Fact]
    public void Unusable_rows_are_given_out_with_their_fault()
    {
        var rows = TextFile.All(TextFile.Rows("url,note\n\n,x\na.test,b,c\na.test,b,,\n\0,b\n   \n"));
        Assert.Equal(["Empty", "", "TooManyCells", "a.test", "NulByte", "Empty"], rows.Select(row => row.Value));
    }

    [Fact]
    public void A_header_without_a_known_column_is_refused_with_the_names_it_has()
    {
        var refused = Assert.Throws<InputFileException>(() => TextFile.Rows("colour,size\nred,3\n"));
        Assert.Contains("list.csv has no column named url", refused.Message, StringComparison.Ordinal);
        Assert.Contains("colour, size", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_lines_are_read_with_their_broken_ones()
    {
        var text = """
            {"id":1,"URL":"http:\/\/a.test","label":1}
            {"url":
            {"other":"x"}
            "b.test"
            """;
        Assert.Equal(["http://a.test", "NotJson", "MemberMissing", "b.test"], Values(text, "list.jsonl"));
    }

    [Fact]
    public void Mongo_exports_lose_their_wrappers()
    {
        var text = """
            [{ "_id": {"$oid": "5f"}, "url": "a.test", "label": {"$numberInt": "1"},
               "seen_at": {"$date": {"$numberLong": "1700000000000"}} },
             {"url":"b.test", "nested": {"url": "no"}, "label": 0, "seen_at": {"$date": "2024-01-02T03:04:05Z"}}]
            """;
        using var rows = TextFile.Rows(text, "export.json", Column.Url, Column.Label, Column.SeenAt);
        Assert.True(rows.Read());
        Assert.Equal(("a.test", "1", "2023-11-14T22:13:20.0000000+00:00"), (rows.Text(0), rows.Text(1), rows.Text(2)));
        Assert.True(rows.Read());
        Assert.Equal(("b.test", "0", "2024-01-02T03:04:05Z", 3L), (rows.Text(0), rows.Text(1), rows.Text(2), rows.Line));
        Assert.False(rows.Read());
    }
}
