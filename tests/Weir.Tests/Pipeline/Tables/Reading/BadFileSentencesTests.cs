using System.Text;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Schema;
using Xunit;

namespace Weir.Tests.Pipeline.Tables.Reading;

/// <summary>What is said of files that are no table: what is wrong with them, and nothing else.</summary>
public sealed class BadFileSentencesTests
{
    private const int Mebibyte = 1 << 20;

    [Fact]
    public void A_header_beyond_the_bound_of_a_line_is_called_too_long()
    {
        const string Sentence = "The first line of x is longer than 1 MiB; a table has a header line with the names of its columns, at most 10,000, and a row below it on each line.";
        Assert.Equal(Sentence, Refusal(new string('a', 2 * Mebibyte) + ",b\n1,2\n"));
        Assert.Equal(Sentence, Refusal(new string('a', Mebibyte + 1) + "\n1\n"));
        Assert.Equal(Sentence, Refusal("a," + new string('b', 3 * Mebibyte) + ",c\n1,2,3\n"));
        Assert.Equal(Sentence, Refusal(new string('a', 2 * Mebibyte)));
        // Longer than the first look, and within the bound.
        Assert.Contains("The name of a column is longer", Refusal(new string('a', 100_000) + ",b\n1,2\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_that_is_no_table_is_told_by_what_is_wrong_with_it()
    {
        Assert.Equal("The first value of the JSON array of x is nested more than 64 deep; a table is one object a row, with plain values.", Refusal(new string('[', 100_000)));
        Assert.Equal("The first value of the JSON array of x is an array, not an object; expected one object a line, or one array of objects.", Refusal("[[1,2],[3,4]]"));
        Assert.Equal("The first value of the JSON array of x is a number, not an object; expected one object a line, or one array of objects.", Refusal("[1, 2, 3]"));
        Assert.Equal("The first value of the JSON array of x is a text, not an object; expected one object a line, or one array of objects.", Refusal("[\"a\", \"b\"]"));
        Assert.Equal("The first line of x is nested more than 64 deep; a table is one object a row, with plain values.", Refusal("{\"a\":" + new string('[', 100_000) + "\n"));
        Assert.Equal("The first line of x is nested more than 64 deep; a table is one object a row, with plain values.", Refusal(string.Concat(Enumerable.Repeat("{\"a\":", 1000)) + "1" + new string('}', 1000) + "\n"));
        Assert.Equal("The first line of x is longer than 1 MiB; write one short object a line, or one array of such objects.", Refusal("{\"a\":\"" + new string('a', 2 * Mebibyte) + "\"}\n"));
        Assert.Equal("The first line of x is not valid JSON, from byte 6 on; expected one object a line, or one array of objects.", Refusal("{\"a\":oops}\n"));
    }

    [Fact]
    public void A_later_row_that_is_nested_too_deep_says_so()
    {
        using var file = Open("{\"a\":1}\n{\"a\":" + new string('[', 200) + "}\n");
        while (file.Read() && file.Fault == RecordFault.None) { }
        Assert.Equal("nested more than 64 deep", file.Fault.Phrase());
    }

    [Fact]
    public void Nobody_is_sent_to_the_delimiter_for_json()
    {
        using var file = Open("{\"a\":1,\"label\":1}\n{\"a\":\n{\"a\":\n{\"a\":\n");
        var proposal = SchemaInference.Propose(TableProfile.Read(file, TestContext.Current.CancellationToken));
        Assert.Equal("3 of the 4 rows of x cannot be taken apart, the first in line 2: not valid JSON.", Assert.Single(proposal.Faults));
    }

    [Theory]
    [InlineData(';', "a,b,label\n1,2,0\n", "With the delimiter ';' the first line of x names one column only ('a,b,label'); ',' divides it into 3. Name that one, or none, and it is found.")]
    [InlineData(',', "a\tb\n1\t2\n", "With the delimiter ',' the first line of x names one column only ('a\uFFFDb'); the tab divides it into 2. Name that one, or none, and it is found.")]
    [InlineData('\t', "a;b\n1;2\n", "With the delimiter tab the first line of x names one column only ('a;b'); ';' divides it into 2. Name that one, or none, and it is found.")]
    public void A_delimiter_that_is_not_that_of_the_file_is_told_with_the_one_that_is(char delimiter, string text, string sentence) =>
        Assert.Equal(sentence, Refusal(text, new TableFileChoice { Format = FileFormat.Csv, Delimiter = (byte)delimiter }));

    [Fact]
    public void A_file_of_one_column_is_read_when_its_delimiter_is_named()
    {
        using var file = Open("a\n1\n", new TableFileChoice { Format = FileFormat.Csv, Delimiter = (byte)';' });
        Assert.Equal(["a"], file.Columns);
    }

    [Fact]
    public void A_binary_file_is_called_no_text()
    {
        var noise = new byte[4000];
        new Random(3).NextBytes(noise);
        noise[0] = 0xC3;
        foreach (var bytes in (byte[][])[noise, [0xFF, 0xD9, 0xFF, 0xE0, 0x10, 0x4A, 0x46, 0x49, 0x46, 1, 1, 2], [.. "\u0001\u0002,"u8, 0xC3, 0x28, 0xA0, 0xA1, (byte)'\n']])
            Assert.Equal("x is binary, not text; expected a text file such as CSV or JSON lines.", Assert.Throws<InputFileException>(() => Open(bytes)).Message);
        Assert.Equal("x is a picture, not text.", Assert.Throws<InputFileException>(() => Open([0x89, 0x50, 0x4E, 0x47, 0, 0])).Message);
        Assert.Equal("x is a picture, not text.", Assert.Throws<InputFileException>(() => Open([0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 0x4A])).Message);
    }

    [Theory]
    [InlineData("[{\"a\":1,\"label\":0},\n{\"a\":2,\"label\":1}", true)]
    [InlineData("[{\"a\":1,\"label\":0},\n{\"a\":2,\"label\":1},\n", true)]
    [InlineData("[{\"a\":1,\"label\":0},\n{\"a\":2,\"la", true)]
    [InlineData("[{\"a\":1,\"label\":0},\n{\"a\":2,\"label\":1}]", false)]
    [InlineData("[{\"a\":1,\"label\":0},\n{\"a\":2,\"label\":1}\n]\n\n", false)]
    public void An_array_that_is_not_closed_was_cut_off(string text, bool isCut)
    {
        using var file = Open(text);
        while (file.Read()) { }
        Assert.Equal(isCut ? "x: the JSON array is not closed: the file was cut off, or a bracket or quote is missing." : null, file.Damage);
        using var counted = Open(text);
        Assert.InRange(counted.Count(long.MaxValue), 2, 3);
        Assert.Equal(file.Damage, counted.Damage);
    }

    [Fact]
    public void A_header_with_an_open_quote_is_called_so()
    {
        Assert.Equal("The header line of x cannot be read: a quoted cell is not closed.", Refusal("\"a,b,label\n1,x,0\n2,y,1\n"));
        Assert.Equal("The header line of x cannot be read: a quoted cell is not closed.", Refusal("a,\"b,label\n1,x,0\n2,y,1\n"));
    }

    [Fact]
    public void Text_of_four_bytes_a_letter_is_called_so()
    {
        foreach (var isBig in (bool[])[false, true])
        {
            var encoding = new UTF32Encoding(isBig, byteOrderMark: true);
            Assert.Equal("x is UTF-32, which hardly any program reads; save it as UTF-8.", Assert.Throws<InputFileException>(() => Open([.. encoding.GetPreamble(), .. encoding.GetBytes("a,b\n1,2\n")])).Message);
        }
    }

    private static string Refusal(string text, TableFileChoice? choice = null) => Assert.Throws<InputFileException>(() => Open(text, choice)).Message;

    private static TableFile Open(string text, TableFileChoice? choice = null) => Open(Encoding.UTF8.GetBytes(text), choice);

    private static TableFile Open(byte[] bytes, TableFileChoice? choice = null) => TableFile.From(InputFile.From(new MemoryStream(bytes), "x"), choice);
}
