using System.Text;
using Weir.Pipeline.Files;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Files;

public sealed class CsvFuzzTests
{
    private static readonly string[] Pieces = ["a", "\"", ",", ";", "\t", "|", "\n", "\r\n", "ü", "漢", " ", "x.test/", "'", "=1", new string('y', 300)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Rows_come_back_as_they_were_written(int seed)
    {
        var random = new Random(seed);
        var delimiter = ",;\t|"[seed - 1];
        var end = seed % 2 == 0 ? "\r\n" : "\n";
        var text = new StringBuilder().AppendJoin(delimiter, "id", "url", "note").Append(end);
        List<(long Line, string Url, string Note)> expected = [];
        for (var line = 2L; expected.Count < 3000;)
        {
            var (url, note) = (Cell(random) + "u", Cell(random));
            expected.Add((line, url, note));
            var row = $"{expected.Count}{delimiter}{Written(url, delimiter, random)}{delimiter}{Written(note, delimiter, random)}{end}";
            line += row.AsSpan().Count('\n');
            text.Append(row);
        }
        using var rows = TextFile.Rows(text.ToString(), "list.csv", Column.Url, new Column("note"));
        foreach (var row in expected)
        {
            Assert.True(rows.Read());
            Assert.Equal((RecordFault.None, row), (rows.Fault, (rows.Line, rows.Text(0), rows.Text(1))));
        }
        Assert.False(rows.Read());
    }

    [Fact]
    public void Any_bytes_end_in_rows_and_never_in_an_exception()
    {
        var random = new Random(11);
        byte[] alphabet = [.. "\"\",,\n\r{}[]:\\u0041x.ü$"u8, 0xFF, 0xC3, 0, 0x80];
        for (var round = 0; round < 3000; round++)
        {
            var bytes = new byte[random.Next(400)];
            for (var i = 0; i < bytes.Length; i++) bytes[i] = alphabet[random.Next(alphabet.Length)];
            var name = round % 3 == 0 ? "x.json" : round % 3 == 1 ? "x.csv" : "x.txt";
            try
            {
                using var rows = TextFile.Rows(bytes, name);
                var last = 0L;
                for (; rows.Read(); last = rows.Line) Assert.True(rows.Line >= last);
            }
            catch (InputFileException)
            {
                // Named refusals of whole files are an answer, too.
            }
        }
    }

    private static string Cell(Random random) => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static string Written(string cell, char delimiter, Random random)
    {
        var mustQuote = cell.AsSpan().IndexOfAny("\"\r\n") >= 0 || cell.Contains(delimiter, StringComparison.Ordinal);
        return mustQuote || random.Next(4) == 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }
}
