using System.IO.Compression;
using System.Text;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables.Reading;
using Xunit;

namespace Weir.Tests.Pipeline.Tables.Reading;

public sealed class TableFileTests
{
    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a;b\r\n1;2\r\n3;4")]
    [InlineData("a\tb\r1\t2\r3\t4\r")]
    [InlineData("a|b\n\n1|2\n\n3|4\n")]
    [InlineData("\"a\",\"b\"\n\"1\",2\n3,\"4\"\n")]
    [InlineData("\uFEFFa,b\n1,2\n3,4\n")]
    [InlineData(" a , b \n 1, 2\n3 ,4\n")]
    [InlineData("{\"a\":1,\"b\":2}\n{\"b\":\"4\",\"a\":\"3\"}\n")]
    [InlineData("[{\"a\":1,\"b\":2},\n {\"a\":3,\"b\":4}]")]
    [InlineData("{\"_id\":{\"$oid\":\"66\"},\"a\":{\"$numberInt\":\"1\"},\"b\":{\"$numberLong\":\"2\"}}\n{\"_id\":{\"$oid\":\"67\"},\"a\":{\"$numberDouble\":\"3\"},\"b\":{\"$numberDecimal\":\"4\"}}\n")]
    public void The_same_rows_are_read_however_they_are_written(string text)
    {
        Assert.Equal("a,b/1,2/3,4", Rows(Encoding.UTF8.GetBytes(text)));
        Assert.Equal("a,b/1,2/3,4", Rows(Packed(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void Other_encodings_are_read()
    {
        Assert.Equal("ä,b/ü,2", Rows(Encoding.Latin1.GetBytes("ä,b\nü,2\n")));
        Assert.Equal("ä,b/ü,2", Rows([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("ä,b\nü,2\n")]));
    }

    [Fact]
    public void Line_ends_and_delimiters_within_quotes_belong_to_the_cell() =>
        Assert.Equal("a,b/x\ny,1,5/\"q\",2", Rows("a,b\n\"x\ny\",\"1,5\"\n\"\"\"q\"\"\",2\n"u8.ToArray()));

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \n\n", "empty")]
    [InlineData("a\n1\n", "names one column only ('a')")]
    [InlineData("a^b\n1^2\n", "names one column only ('a^b')")]
    [InlineData("a,,c\n1,2,3\n", "a column without a name (column 2)")]
    [InlineData(",a\n0,1\n", "index=False")]
    [InlineData("a,b,a\n1,2,3\n", "'a' (column 1, 3)")]
    [InlineData("1,2\n3,4\n", "looks like data")]
    [InlineData("@relation x\n@attribute a\n", "ARFF")]
    [InlineData("a\0b,c\n1,2\n", "NUL")]
    [InlineData("PK\u0003\u0004xxxx", "zip")]
    [InlineData("[]", "no JSON objects")]
    [InlineData("{}\n", "no JSON objects")]
    [InlineData("{\"a\n", "does not end on its line")]
    public void A_file_that_is_no_table_is_refused_in_a_sentence(string text, string part)
    {
        var refusal = Assert.Throws<InputFileException>(() => Rows(Encoding.UTF8.GetBytes(text)));
        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message.TrimEnd(')'), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_beyond_any_bound_is_refused()
    {
        var wide = string.Join(',', Enumerable.Range(0, 10_001).Select(i => $"c{i}"));
        Assert.Contains("more than 10,000 columns", Assert.Throws<InputFileException>(() => Rows(Encoding.UTF8.GetBytes(wide + "\n"))).Message, StringComparison.Ordinal);
        var most = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"c{i}"));
        var row = string.Join(',', Enumerable.Range(0, 10_000));
        Assert.Equal($"{most}/{row}", Rows(Encoding.UTF8.GetBytes($"{most}\n{row}\n")));
        var members = "{" + string.Join(',', Enumerable.Range(0, 10_001).Select(i => $"\"c{i}\":1")) + "}\n";
        Assert.Contains("more than 10,000 columns", Assert.Throws<InputFileException>(() => Rows(Encoding.UTF8.GetBytes(members))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n1\n", RecordFault.ColumnMissing)]
    [InlineData("a,b\n1,2,3\n", RecordFault.TooManyCells)]
    [InlineData("a,b\n1,\"2\n", RecordFault.QuoteNotClosed)]
    [InlineData("a,b\n1,2\0\n", RecordFault.NulByte)]
    [InlineData("{\"a\":1}\n{\"a\":1,\"a\":2}\n", RecordFault.MemberTwice)]
    [InlineData("{\"a\":1}\n[1]\n", RecordFault.NotJson)]
    [InlineData("{\"a\":1}\n{\"a\":tru\n", RecordFault.NotJson)]
    public void A_row_that_cannot_be_taken_apart_says_why(string text, RecordFault fault)
    {
        using var file = Open(Encoding.UTF8.GetBytes(text));
        while (file.Read() && file.Fault == RecordFault.None) { }
        Assert.Equal(fault, file.Fault);
    }

    [Fact]
    public void A_cell_of_a_hundred_megabytes_is_one_bad_row_in_flat_memory()
    {
        using var file = TableFile.From(InputFile.From(new HugeCell("a,b\n1,", 100 << 20, "\n3,4\n"), "huge.csv"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(file.Read());
        Assert.Equal((RecordFault.TooLong, 2), (file.Fault, file.Line));
        Assert.True(file.Read());
        Assert.Equal((RecordFault.None, "4", 3), (file.Fault, Encoding.UTF8.GetString(file.Cell(1)), file.Line));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40 << 20);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_in_a_sentence()
    {
        var random = new Random(7);
        string[] pieces = ["a", "b", ",", ";", "\t", "\"", "\"\"", "\n", "\r\n", "{", "}", "[", "]", ":", "{\"a\":1}", "{\"$date\":1}", "\"x\":", "null", "1e5", "\0", "é", "\uFEFF", "$numberInt", "\\u00", "\\", "_id"];
        for (var i = 0; i < 6000; i++)
        {
            var text = new StringBuilder(i % 3 == 0 ? "a,b,c\n" : i % 3 == 1 ? "{\"a\":1,\"b\":{\"$date\":1}}\n" : "");
            for (var j = random.Next(60); j > 0; j--) text.Append(pieces[random.Next(pieces.Length)]);
            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            for (var j = random.Next(3); j > 0 && bytes.Length > 0; j--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                using var file = Open(bytes);
                for (var rows = 0; file.Read(); rows++)
                {
                    Assert.InRange(rows, 0, bytes.Length);
                    for (var c = 0; file.Fault == RecordFault.None && c < file.Columns.Count; c++) _ = Encoding.UTF8.GetString(file.Cell(c));
                    Assert.NotNull(file.Raw(20));
                }
            }
            catch (InputFileException refusal)
            {
                Assert.NotEmpty(refusal.Message);
            }
        }
    }

    private static string Rows(byte[] bytes)
    {
        using var file = Open(bytes);
        List<string> rows = [string.Join(',', file.Columns)];
        while (file.Read())
        {
            Assert.Equal(RecordFault.None, file.Fault);
            List<string> cells = [];
            for (var i = 0; i < file.Columns.Count; i++) cells.Add(Encoding.UTF8.GetString(file.Cell(i)).Trim());
            rows.Add(string.Join(',', cells));
        }

        return string.Join('/', rows);
    }

    private static TableFile Open(byte[] bytes) => TableFile.From(InputFile.From(new MemoryStream(bytes), "some.csv"));

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>Some text, then very many letters, then more text, without holding them.</summary>
    private sealed class HugeCell(string before, long letters, string after) : Stream
    {
        private readonly byte[] _before = Encoding.ASCII.GetBytes(before);
        private readonly byte[] _after = Encoding.ASCII.GetBytes(after);
        private long _at;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var written = 0;
            for (; written < count && _at < _before.Length + letters + _after.Length; written++, _at++)
                buffer[offset + written] = _at < _before.Length ? _before[_at] : _at < _before.Length + letters ? (byte)'x' : _after[_at - _before.Length - letters];
            return written;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
