using System.IO.Compression;
using System.Text;
using Weir.Detection.Tables;
using Weir.Pipeline.Tables.Schema;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Tables.Schema;

public sealed class SchemaYamlTests
{
    [Fact]
    public void A_schema_reads_back_as_it_was_written()
    {
        var random = new Random(3);
        string[] odd = ["plain", "with blank", "na", "null", "yes", "-1", "1.5", "#x", "a: b", "- x", "'q'", "\"", "\\", "é", "日本", "{", "[a]", "&a", "*a", "!t", "|", ">", "%", "@", "`", "~", "tab\tin", "\u2028", "\uD83D\uDE00", " lead", "", "a,b", "?", "NaN", "0x1", "1e5"];
        for (var run = 0; run < 200; run++)
        {
            string Name(int i) => $"{odd[random.Next(odd.Length)].Replace("\t", "", StringComparison.Ordinal).Trim()}{i}";
            string[] Texts(int count) => [.. Enumerable.Range(0, count).Select(i => odd[random.Next(odd.Length)] + i)];
            var columns = Enumerable.Range(0, 1 + random.Next(8)).Select(i => new TableColumn
            {
                Name = Name(i),
                Kind = i == 0 ? ColumnKind.Number : (ColumnKind)random.Next(5),
                Aliases = random.Next(4) == 0 ? [Name(100 + i)] : [],
                Least = random.Next(2) == 0 ? -random.NextDouble() * 1e10 : null,
                Most = random.Next(2) == 0 ? random.NextDouble() : null,
                Missing = Texts(random.Next(3)),
                IsRequired = random.Next(4) == 0,
            }).Select(column => column with { Values = column.Kind == ColumnKind.Flag ? Texts(2) : column.Kind == ColumnKind.Category ? Texts(1 + random.Next(9)) : [] });
            var schema = new TableSchema { Columns = [.. columns], Target = new TableTarget { Column = Name(200), Phishing = ["-1", "bad 9"], Benign = ["1", odd[random.Next(odd.Length)] + "8"] }, Missing = Texts(random.Next(4)) };
            Assert.Empty(SchemaFaults.Of(schema));
            var yaml = SchemaYaml.Write(schema, name => random.Next(2) == 0 ? "remark # \n\u2028 of " + name : null);
            var reading = SchemaYaml.Read(yaml);
            Assert.Empty(reading.Faults);
            Assert.Equal(SchemaYaml.Write(schema), SchemaYaml.Write(reading.Schema!));
            Assert.Equal(schema.Fingerprint, reading.Schema!.Fingerprint);
        }
    }

    [Theory]
    [InlineData("columns:\n  - a: int64\n  - port: int64 \n  - Result: int64\n\n\nnumerical_columns:\n  - a \n  - port_no\n  - Results")]
    [InlineData("columns:\n  a: int64\n  port: float64\n  Result: int64\n")]
    [InlineData("columns:\n  - a: int64\n  - port: int64\n  - Result: object\ntarget_column: Result\nnumerical_columns: [a, port]\nsomething: else\n")]
    public void The_published_shape_is_understood_with_its_quirks(string yaml)
    {
        var reading = SchemaYaml.Read(yaml);
        Assert.Empty(reading.Faults);
        Assert.Equal("Result", reading.Published!.Target);
        Assert.Equal([("a", ColumnKind.Number), ("port", ColumnKind.Number)], reading.Published.Columns.Select(column => (column.Name, column.Kind!.Value)));
        Assert.Contains(reading.Notes, note => note.Contains("3 columns", StringComparison.Ordinal));
        if (yaml.Contains("Results", StringComparison.Ordinal))
        {
            Assert.Contains("'Results' is read as the column 'Result'.", reading.Notes);
            Assert.Contains("'port_no' is read as the column 'port'.", reading.Notes);
        }
    }

    [Fact]
    public void The_schema_that_is_published_is_understood()
    {
        var path = SomeTables.Published("schema.yaml.gz");
        Assert.SkipWhen(path is null, "The published tables are not beside the repository.");
        using var text = new StreamReader(new GZipStream(File.OpenRead(path!), CompressionMode.Decompress));
        var reading = SchemaYaml.Read(text.ReadToEnd());
        Assert.Equal(("Result", 30), (reading.Published!.Target, reading.Published.Columns.Count));
        Assert.All(reading.Published.Columns, column => Assert.Equal(ColumnKind.Number, column.Kind));
        Assert.Contains(reading.Published.Columns, column => column.Name == "DNSRecord");
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a", "columns")]
    [InlineData("[1, 2]", "columns")]
    [InlineData("columns: [a, b", "no YAML")]
    [InlineData("columns: \"a", "no YAML")]
    [InlineData("a: &x 1\ncolumns: *x", "anchor")]
    [InlineData("columns: *x", "alias")]
    [InlineData("columns: !!python/object:os.system [x]", "tag")]
    [InlineData("columns: [[[[[[[[[[1]]]]]]]]]]", "deep")]
    [InlineData("columns: []\ncolumns: []", "second time")]
    [InlineData("columns: []\n---\ncolumns: []", "more than one")]
    [InlineData("? [a]\n: b\ncolumns: []", "no text")]
    [InlineData("target: {column: R, phishing: [1], benign: [0]}\ncolumns: [{name: a, kind: numbr}]", "must be number, category")]
    [InlineData("target: {column: R, phishing: [1], benign: [0]}\ncolumns: [{name: a, kind: number, rnge: [0, 1]}]", "'rnge' means nothing")]
    [InlineData("target: {column: R, phishing: [1], benign: [0]}\ncolumns: [{name: a, kind: number, range: [0, x]}]", "two numbers")]
    [InlineData("target: {column: R, phishing: [1], benign: [0]}\ncolumns: [{name: a, kind: number, range: [2, 1]}]", "begins above")]
    [InlineData("target: {column: R, phishing: [1], benign: [1.0]}\ncolumns: [{name: a, kind: number}]", "both phishing and benign")]
    [InlineData("target: {column: R, phishing: [1], benign: []}\ncolumns: [{name: a, kind: number}]", "needs values")]
    [InlineData("target: {column: R, phishing: [1], benign: [0]}\ncolumns: [{name: a, kind: text}]", "No column of the schema is learned from")]
    [InlineData("target: {column: R, phishing: [1], benign: [0]}\ncolumns: [{name: a, kind: flag, values: [1]}]", "exactly two")]
    [InlineData("target: {column: R, phishing: [1], benign: [0]}\ncolumns: [{name: a, kind: category}]", "lists no values")]
    [InlineData("target: {column: a, phishing: [1], benign: [0]}\ncolumns: [{name: a, kind: number}]", "'a' twice")]
    [InlineData("target: {column: R, phishing: [1], benign: [0]}\ncolumns: [{name: a, kind: number, required: maybe}]", "true or false")]
    [InlineData("target: R\ncolumns: [{name: a, kind: number}]", "no 'target'")]
    public void What_is_no_schema_is_said_in_a_sentence(string yaml, string part)
    {
        var reading = SchemaYaml.Read(yaml);
        Assert.Null(reading.Schema);
        Assert.Contains(part, string.Join(' ', reading.Faults), StringComparison.Ordinal);
        Assert.All(reading.Faults, fault => Assert.EndsWith(".", fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Texts_that_would_grow_are_refused_before_they_do()
    {
        var bomb = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 9; i++) bomb.Append(string.Concat($"{(char)('a' + i)}: &{(char)('a' + i)} [", string.Join(',', Enumerable.Repeat($"*{(char)('a' + i - 1)}", 9)), "]\n"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("anchor", SchemaYaml.Read(bomb.ToString()).Faults[0], StringComparison.Ordinal);
        Assert.Contains("deep", SchemaYaml.Read("columns: " + new string('[', 1_000_000)).Faults[0], StringComparison.Ordinal);
        Assert.NotEmpty(SchemaYaml.Read(string.Concat(Enumerable.Repeat("- ", 100_000))).Faults);
        Assert.NotEmpty(SchemaYaml.Read(new string('x', YamlTree.MostLetters + 1)).Faults);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200 << 20);
    }

    [Fact]
    public void Any_text_is_read_or_refused_in_a_sentence()
    {
        var random = new Random(11);
        var good = SchemaYaml.Write(SomeTables.Schema());
        string[] pieces = ["columns:", "target:", "- ", "name: ", "kind: number", "{", "}", "[", "]", ",", ":", "\n", "\n  ", "\"", "'", "#", "&a ", "*a", "!t ", "|", ">", "%YAML 1.9999999999999", "---", "...", "\t", "\0", "\uFEFF", "é", "?", "-1", "\\x", "\"\\u", "\"\\U0011FFFF\"", "<<: ", "~"];
        for (var i = 0; i < 8000; i++)
        {
            var text = new StringBuilder(i % 2 == 0 ? good : "");
            for (var j = 1 + random.Next(i % 2 == 0 ? 4 : 30); j > 0; j--)
            {
                if (i % 2 == 0 && random.Next(2) == 0) text.Remove(random.Next(text.Length - 20), random.Next(20));
                else text.Insert(random.Next(text.Length + 1), pieces[random.Next(pieces.Length)]);
            }

            var reading = SchemaYaml.Read(text.ToString());
            Assert.True(reading.Schema is not null || reading.Published is not null || reading.Faults.Count > 0);
            if (reading.Schema is { } schema) Assert.Equal(schema.Fingerprint, SchemaYaml.Read(SchemaYaml.Write(schema)).Schema!.Fingerprint);
        }
    }
}
