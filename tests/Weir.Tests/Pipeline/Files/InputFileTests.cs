using System.Text;
using Weir.Pipeline.Files;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Files;

public sealed class InputFileTests
{
    private static readonly string Text = "url\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"https://p{i}.test/{i * 7919}\n"));

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_byte_order_mark_tells_the_encoding(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("url\nhttp://bücher.test/\n")];
        Assert.Equal([(2, "http://bücher.test/")], TextFile.All(TextFile.Rows(bytes)));
    }

    [Fact]
    public void Invalid_utf8_is_read_as_latin1_and_counted()
    {
        using var rows = TextFile.Rows([.. "url\n"u8, 0xFC, .. ".test\nü.test\n"u8]);
        Assert.Equal([(2, "ü.test"), (3, "ü.test")], TextFile.All(rows));
        Assert.Equal(1, rows.Repaired);
    }

    [Fact]
    public void Gzip_is_known_by_its_bytes_and_may_have_members()
    {
        byte[] bytes = [.. TextFile.Gzip("url\na.test\n"), .. TextFile.Gzip("b.test\n")];
        Assert.Equal([(2, "a.test"), (3, "b.test")], TextFile.All(TextFile.Rows(bytes)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(1000)]
    [InlineData(20000)]
    public void Truncated_gzip_gives_every_line_before_the_cut_and_one_sentence(int cut)
    {
        using var rows = TextFile.Rows(TextFile.Gzip(Text)[..^cut]);
        var all = TextFile.All(rows);
        var whole = Text.Split('\n');
        foreach (var (line, value) in all.Where(row => row.Value != "CutOff")) Assert.Equal(whole[line - 1], value);
        Assert.InRange(all.Count, 1, 5000);
        Assert.Matches("^list.csv: the gzip data is cut off or damaged at line [0-9]+; everything before it was read.$", rows.Damage!);
    }

    [Fact]
    public void A_line_that_the_cut_goes_through_is_marked()
    {
        var packed = TextFile.Gzip(Text);
        var marked = Enumerable.Range(10, 200).Count(cut => TextFile.All(TextFile.Rows(packed[..^cut]))[^1].Value == "CutOff");
        Assert.InRange(marked, 150, 200);
    }

    [Fact]
    public void Binary_and_archives_are_refused_by_name()
    {
        var noise = new byte[4096];
        new Random(5).NextBytes(noise);
        Assert.Contains("list.csv is binary", Assert.Throws<InputFileException>(() => TextFile.Rows(noise)).Message, StringComparison.Ordinal);
        Assert.Contains("zip", Assert.Throws<InputFileException>(() => TextFile.Rows([0x50, 0x4B, 3, 4, 0, 0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_cannot_be_opened_are_named()
    {
        Assert.Contains("no such file", Assert.Throws<InputFileException>(() => InputFile.Open("/nowhere/list.csv")).Message, StringComparison.Ordinal);
        Assert.Contains("directory", Assert.Throws<InputFileException>(() => InputFile.Open(Path.GetTempPath())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("url\n")]
    [InlineData("url")]
    public void Files_with_nothing_in_them_have_no_good_row(string text) =>
        Assert.DoesNotContain(TextFile.All(TextFile.Rows(text)), row => row.Value is not "Empty");
}
