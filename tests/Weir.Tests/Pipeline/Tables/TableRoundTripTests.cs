using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Reading;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Tables;

/// <summary>What a load accepts is exported so that it can be loaded again, whatever stands in cells and names.</summary>
public sealed class TableRoundTripTests() : StoreTests(StoreKind.Sqlite)
{
    private static readonly string[] Cells =
    [
        "\"\"", "null", "1", "-0", "1.50", "1e5", "true", "\"x\"", "\" x \"", "\"a,b\"", "\"a;b\"", "\"a|b\\tc\"", "\"\\\"q\\\"\"", "\"\\\"\"", "\"\\r\\n\"", "\"a\\rb\"", "\"a\\nb\"", "\"\\u0000\"", "\"a\\u0000b\"",
        "\"\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\u0008\\u000e\\u000f\"", "\"\\u000b\"", "\"\\u2028\"", "\"\\u00a0x\\u00a0\"", "\"\\ufeff\"", "\"\\ufeffx\"", "\"\\ud83d\\ude00\"", "\"é\"", "\"=1+1\"", "\"'\"", "\"\\\\\"",
        "{\"a\":\"b\"}", "[1,\"2\"]", "{\"$oid\":\"66\"}", "{\"$date\":0}", "{\"$numberLong\":\"9007199254740993\"}", "{\"$numberDouble\":\"NaN\"}", "\"na\"", "\"?\"", "\"{\\\"a\\\":1}\"", "12345678901234567890", "\"007\"", "\"# x\"", "\"\\u007f\"",
    ];

    private static readonly string[] Names = ["a", "b", "c d", "a;b;c;d", "a|b|c", "x,y", "say \"so\"", "@relation", "{open", "[list", "[\"q", "'", "=1", "PAR1", "BZh9", "%PDF-", "\uFEFFbom", "é", "_id", "$oid", "#", "\"", "0"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Whatever_was_accepted_comes_back_from_every_form()
    {
        var (random, held) = (new Random(11), 0L);
        for (var i = 0; i < 150; i++)
        {
            string[] names = [.. Names.OrderBy(_ => random.Next()).Take(random.Next(1, 6)), "n", "label"];
            if (random.Next(2) == 0) (names[0], names[^2]) = (names[^2], names[0]);
            var text = new StringBuilder();
            for (var row = 0; row < 30; row++)
                text.Append('{').AppendJoin(',', names.Select(name => $"{Json(name)}:{(name == "label" ? row % 2 : name == "n" ? random.Next(9) : row % 3 == 0 ? random.Next(3) : Cells[random.Next(Cells.Length)])}")).Append("}\n");
            held += ComesBack($"t{i}", text.ToString(), string.Join(" | ", names));
        }

        Assert.InRange(held, 3000, 4500);
    }

    [Theory]
    [InlineData("{\"a\":\"x\\u0000y\",\"n\":1,\"label\":1}\n")]
    public void A_cell_that_no_file_of_text_can_hold_keeps_its_row_apart(string bad)
    {
        var result = Load("t", string.Concat(Enumerable.Range(0, 20).Select(i => $"{{\"a\":\"x{i % 3}\",\"n\":{i % 7},\"label\":{i % 2}}}\n")) + bad);
        Assert.Equal((TableLoadOutcome.Loaded, 20L, 1L), (result.Outcome, result.Load!.Added, result.Load.Rejected));
        Assert.Equal("holds a NUL byte.", Assert.Single(Store.Tables.Loads.Rejects(result.Load.Id)).Reason);
    }

    [Fact]
    public void A_row_that_would_be_too_long_once_exported_is_kept_apart()
    {
        // Each quote of a nested object becomes two bytes in a file.
        var nested = "[" + string.Join(',', Enumerable.Repeat("\"\"", 300_000)) + "]";
        var result = Load("t", string.Concat(Enumerable.Range(0, 20).Select(i => $"{{\"a\":\"x{i % 3}\",\"n\":{i % 7},\"label\":{i % 2}}}\n")) + $"{{\"a\":{nested},\"n\":1,\"label\":1}}\n");
        Assert.Equal((TableLoadOutcome.Loaded, 20L, 1L), (result.Outcome, result.Load!.Added, result.Load.Rejected));
        Assert.Equal("longer than 1 MiB as it would be exported.", Assert.Single(Store.Tables.Loads.Rejects(result.Load.Id)).Reason);
    }

    private long ComesBack(string name, string text, string about)
    {
        var result = Load(name, text);
        if (result.Outcome != TableLoadOutcome.Loaded) return 0;
        var catalog = new TableCatalog(Store);
        var table = catalog.Find(name)!;
        foreach (var format in TableExport.Formats)
        {
            var again = Load($"{name}-{format}", string.Concat(TableExport.Write(Store, table, format)), table.Record.Schema);
            Assert.True(again.Outcome == TableLoadOutcome.Loaded && again.Load!.Rejected == 0, $"{format}: {about}: {again.Sentence} {string.Join(" ", again.Rejects.Take(3).Select(reject => reject.Reason))}");
            Assert.Equal(Rows(table), Rows(catalog.Find($"{name}-{format}")!));
        }

        return result.Load!.Added;
    }

    private string[] Rows(KnownTable table) => [.. Store.Tables.Rows.Of(table.Record.Id).Select(row => $"{row.Label} {row.Hash} {string.Join('\u0001', StoredCells.Texts(row.Cells))}")];

    private TableLoadResult Load(string name, string text, string? schema = null) =>
        new TableIngest(Store).Load(Place.Write("x.txt", text), new TableLoadOptions { Table = name, Actor = "desk", Target = "label", Phishing = ["1"], Schema = schema }, Ct);

    private static string Json(string text) => JsonSerializer.Serialize(text, new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
