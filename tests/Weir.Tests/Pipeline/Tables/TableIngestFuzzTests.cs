using System.Text;
using Weir.Pipeline.Tables;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Tables;

public sealed class TableIngestFuzzTests() : StoreTests(StoreKind.Sqlite)
{
    [Fact]
    public void Any_file_is_loaded_whole_or_refused_in_a_sentence_with_nothing_stored()
    {
        var random = new Random(5);
        string[] cells = ["0", "1", "-1", "1.5", "", "na", "?", "x", "yes", "no", "1e400", "0x1F", "inf", "-0", "1,5", "2024-01-31", "9007199254740993", "\"a\nb\"", "\"q", "é", "\0", "http://a.test/x", "phishing", "legitimate", " 1 ", "\u202E", "{\"a\":1}"];
        string[] headers = ["a,b,label", "id,url,a,Result", "a;b;status", "a\tb\tlabel", "a,a,label", ",b,label", "x", "label", "a,b,c"];
        var outcomes = new HashSet<TableLoadOutcome>();
        for (var i = 0; i < 400; i++)
        {
            var header = headers[i % 3 == 0 ? random.Next(headers.Length) : random.Next(4)];
            var (width, mark) = (header.Split(',', ';', '\t').Length, header.Contains(';', StringComparison.Ordinal) ? ';' : header.Contains('\t', StringComparison.Ordinal) ? '\t' : ',');
            var text = new StringBuilder(header).Append('\n');
            for (var row = random.Next(12); row > 0; row--)
            {
                var isTidy = random.Next(5) > 0;
                for (var c = 0; c < width; c++) text.Append(c == 0 ? "" : mark.ToString()).Append(isTidy ? (c == width - 1 ? row % 2 : random.Next(9)) : cells[random.Next(cells.Length)]);
                text.Append(random.Next(30) == 0 ? "" : "\n");
            }

            var table = $"t{i % 40}";
            var before = Store.Tables.Find(table)?.Rows;
            var result = new TableIngest(Store).Load(Place.Write("x.csv", text.ToString()), new TableLoadOptions { Table = table, Actor = "fuzz" }, TestContext.Current.CancellationToken);
            outcomes.Add(result.Outcome);
            Assert.NotEmpty(result.Sentence);
            var expected = result.Outcome == TableLoadOutcome.Loaded ? (before ?? 0) + result.Load!.Added : before;
            Assert.Equal(expected, Store.Tables.Find(table)?.Rows);
        }

        Assert.Equal([TableLoadOutcome.Loaded, TableLoadOutcome.Refused], outcomes.Where(outcome => outcome != TableLoadOutcome.Known).Order());
        Assert.Equal(Place.Query("SELECT sum(added) FROM table_loads WHERE done = 1"), Place.Query("SELECT count(*) FROM table_rows"));
        foreach (var table in new TableCatalog(Store).All()) Assert.NotNull(table.Schema.Fingerprint);
    }
}
