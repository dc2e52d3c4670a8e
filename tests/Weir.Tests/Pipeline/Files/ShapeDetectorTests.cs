using System.IO.Compression;
using System.Text;
using Weir.Pipeline.Files;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Files;

public sealed class ShapeDetectorTests
{
    private static FileShape Detect(byte[] bytes, string name, ShapeChoice? choice = null, string? mediaType = null)
    {
        using var directory = new TempDirectory();
        File.WriteAllBytes(directory.File("input"), bytes);
        return ShapeDetector.Detect(directory.File("input"), ShapeHint.Of(name, mediaType), choice, name);
    }

    private static FileShape Detect(string text, string name, ShapeChoice? choice = null) => Detect(Encoding.UTF8.GetBytes(text), name, choice);

    [Theory]
    [InlineData("id,url,note\n1,http://a.test/,x\n", "x.csv", FileFormat.Csv, ',', true, "url")]
    [InlineData("id;Link;note\n1;http://a.test/?a=1,2;x\n", "x.csv", FileFormat.Csv, ';', true, "Link")]
    [InlineData("id\turl\n1\thttp://a.test/;b,c|d\n", "x.tsv", FileFormat.Csv, '\t', true, "url")]
    [InlineData("id|address\n1|http://a.test/\n", "x.txt", FileFormat.Csv, '|', true, "address")]
    [InlineData("1,http://a.test/,x\n2,http://b.test/,y\n", "x.csv", FileFormat.Csv, ',', false, "url")]
    [InlineData("1;a.test/x;yes\n2;b.test;no\n", "x.csv", FileFormat.Csv, ';', false, "url")]
    [InlineData("1\ta.test\n2\tb.test\n", "x.txt", FileFormat.Csv, '\t', false, "url")]
    [InlineData("a.test,phishing\nb.test,benign\n", "x.txt", FileFormat.Csv, ',', false, "url")]
    [InlineData("http://a.test/?x=1,2\nhttp://b.test/,3\n", "x.txt", FileFormat.Lines, '\0', false, "subject")]
    [InlineData("http://a.test/?x=1,2\nb.test\n", "x.csv", FileFormat.Csv, '\0', false, "subject")]
    [InlineData("url\nhttp://a.test/\n", "x.csv", FileFormat.Csv, '\0', true, "url")]
    [InlineData("Verdächtige\nhttp://a.test/\nhttp://b.test/\n", "x.txt", FileFormat.Csv, '\0', true, "Verdächtige")]
    [InlineData("nr,seite,wer\n1,http://a.test/,x\n2,b.test,y\n", "x.csv", FileFormat.Csv, ',', true, "seite")]
    [InlineData("link,target\nyes,http://a.test/\nno,http://b.test/\n", "x.csv", FileFormat.Csv, ',', true, "target")]
    [InlineData("mail,url\nsomeone@a.test,http://a.test/\n", "x.csv", FileFormat.Csv, ',', true, "url")]
    [InlineData("\"a\n\",\"url\"\n\"1,\n2\",http://a.test/\n", "x.csv", FileFormat.Csv, ',', true, "url")]
    [InlineData("{\"id\":1,\"url\":\"http://a.test/\"}\n{\"id\":2,\"more\":[1]}\n", "x.jsonl", FileFormat.Json, '\0', false, "url")]
    [InlineData("{\"id\":1,\"seite\":\"http://a.test/\"}\n", "x", FileFormat.Json, '\0', false, "seite")]
    [InlineData("[{\"url\":\"a.test\"},\n{\"url\":\"b.test\"}]", "x.json", FileFormat.Json, '\0', false, "url")]
    [InlineData("[\"http://a.test/\"]", "x.json", FileFormat.Json, '\0', false, "subject")]
    [InlineData("hxxp://a[.]test/x\n[::1]:80/\n", "x.txt", FileFormat.Lines, '\0', false, "subject")]
    public void Format_delimiter_header_and_column_are_found(string text, string name, FileFormat format, char delimiter, bool header, string column)
    {
        var shape = Detect(text, name);
        Assert.Equal((format, (byte)delimiter, header, column), (shape.Format, shape.Delimiter, shape.HasHeader, shape.Columns[shape.UrlColumn]));
    }

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(10_000, false)]
    [InlineData(16_384, true)]
    public void The_column_is_found_among_thousands(int columns, bool hasHeader)
    {
        var header = string.Join(',', Enumerable.Range(1, columns).Select(i => $"some_name_{i}")) + "\n";
        var row = string.Join(',', Enumerable.Range(1, columns).Select(i => i == 9_000 ? "http://a.test/" : $"value{i}")) + "\n";
        var shape = Detect((hasHeader ? header : "") + row + row, "wide.csv");
        Assert.Equal((hasHeader, columns, 8_999), (shape.HasHeader, shape.Columns.Count, shape.UrlColumn));
        using var directory = new TempDirectory();
        directory.Write("wide.csv", (hasHeader ? header : "") + row + row);
        Assert.True(RowPreview.HasRows(directory.File("wide.csv"), shape));
        Assert.Equal(2, RowPreview.CountRows(directory.File("wide.csv"), shape));
        Assert.Equal("http://a.test/", RowPreview.Read(directory.File("wide.csv"), shape, 1, 50)[0][8_999]);
    }

    [Fact]
    public void More_columns_or_a_longer_row_than_are_taken_are_told_with_the_bound()
    {
        var wide = string.Join(',', Enumerable.Repeat("http://a.test/", 16_385)) + "\n";
        Assert.Equal("wide.csv has 16385 columns or more; at most 16384 are taken. Leave out those that are not needed.", Assert.Throws<InputFileException>(() => Detect(wide + wide, "wide.csv")).Message);
        var far = "url," + new string('a', 3 << 20) + "\nhttp://a.test/,x\n";
        Assert.Equal("The first row of far.csv is longer than 1 MiB, the most of one row. Leave out columns that are not needed.", Assert.Throws<InputFileException>(() => Detect(far, "far.csv")).Message);
    }

    [Fact]
    public void Encodings_are_found_with_and_without_a_mark()
    {
        const string text = "id,url,note\n1,http://a.test/,größer\n2,http://b.test/,älter\n";
        Assert.Equal(TextEncoding.Utf8, Detect(text, "x.csv").Encoding);
        Assert.Equal(TextEncoding.Utf8, Detect([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)], "x.csv").Encoding);
        Assert.Equal(TextEncoding.Utf16Le, Detect([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)], "x.csv").Encoding);
        Assert.Equal(TextEncoding.Utf16Le, Detect(Encoding.Unicode.GetBytes(text), "x.csv").Encoding);
        Assert.Equal(TextEncoding.Utf16Be, Detect([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)], "x.csv").Encoding);
        Assert.Equal(TextEncoding.Utf16Be, Detect(Encoding.BigEndianUnicode.GetBytes(text), "x.csv").Encoding);
        Assert.Equal(TextEncoding.Latin1, Detect(Encoding.Latin1.GetBytes(text), "x.csv").Encoding);
        Assert.All([TextEncoding.Utf16Le, TextEncoding.Utf16Be], one => Assert.Equal("url", Detect(Encoding.Latin1.GetBytes("url\na.test\n"), "x.csv", new ShapeChoice { Encoding = TextEncoding.Utf8 }).Columns[0]));
    }

    [Fact]
    public void A_packed_file_is_looked_into()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write("a;url\n1;http://a.test/\n"u8);
        var shape = Detect(packed.ToArray(), "x.csv.gz");
        Assert.Equal((FileFormat.Csv, (byte)';', 1), (shape.Format, shape.Delimiter, shape.UrlColumn));
    }

    [Fact]
    public void What_is_chosen_wins_and_the_rest_is_found()
    {
        const string text = "a,url\nhttp://x.test/;1,http://a.test/\n";
        Assert.Equal(0, Detect(text, "x.csv", new ShapeChoice { Column = "a" }).UrlColumn);
        Assert.Equal(1, Detect(text, "x.csv", new ShapeChoice { Column = "2" }).UrlColumn);
        Assert.False(Detect(text, "x.csv", new ShapeChoice { HasHeader = false }).HasHeader);
        Assert.Equal((byte)';', Detect(text, "x.csv", new ShapeChoice { Delimiter = (byte)';' }).Delimiter);
        var refusal = Assert.Throws<InputFileException>(() => Detect(text, "x.csv", new ShapeChoice { Column = "nowhere" }));
        Assert.Contains("its columns are a, url", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_column_that_looks_like_addresses_none_is_guessed() =>
        Assert.Equal(-1, Detect("name,age\nmax,3\nmia,4\n", "x.csv").UrlColumn);

    [Fact]
    public void A_media_type_helps_where_the_name_says_nothing() =>
        Assert.Equal((byte)'\t', Detect("1\thttp://a.test/\n"u8.ToArray(), "upload", mediaType: "text/tab-separated-values; charset=utf-8").Delimiter);

    [Fact]
    public void Hostile_files_have_a_shape_or_a_sentence_and_are_read_to_their_end()
    {
        using var directory = new TempDirectory();
        var random = new Random(7);
        string[] names = ["x.csv", "x.tsv", "x.txt", "x.jsonl", "x.json", "x", "x.gz"];
        var texts = HostileText.Some(400, seed: 11).ToArray();
        for (var round = 0; round < 300; round++)
        {
            var separators = new[] { ",", ";", "\t", "|", "\n", "\r\n", "\r", "\"", "{\"url\":\"", "\"}\n", "[", "]", "\0" };
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => texts[random.Next(texts.Length)] + separators[random.Next(separators.Length)]));
            Encoding encoding = random.Next(4) switch { 0 => Encoding.Unicode, 1 => Encoding.Latin1, _ => new UTF8Encoding(random.Next(2) == 0) };
            File.WriteAllBytes(directory.File("input"), [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);
            try
            {
                var shape = ShapeDetector.Detect(directory.File("input"), ShapeHint.Of(names[random.Next(names.Length)]));
                Assert.InRange(shape.UrlColumn, -1, shape.Columns.Count - 1);
                Assert.All(RowPreview.Read(directory.File("input"), shape, 5, 100), row => Assert.True(row.Count == 1 || row.Count == shape.Columns.Count));
            }
            catch (InputFileException refusal)
            {
                Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
            }
        }
    }
}
