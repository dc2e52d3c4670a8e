using System.Globalization;
using System.IO.Compression;
using System.Text;
using Weir.Detection.Tables;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Reading;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Tables;

public abstract class TableIngestTests(StoreKind kind) : StoreTests(kind)
{
    private const string Good = "length,ssl,tld,label\n1,1,com,0\n2,-1,org,1\n3,1,com,0\n3,1,com,0\n4,-1,org,1\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private TableIngest Ingest => new(Store);

    [Fact]
    public void Wrapped_values_that_are_none_are_missing_and_infinities_are_faults_of_their_rows()
    {
        string[] odd = ["{\"$undefined\":true}", "{\"$numberDouble\":\"NaN\"}", "{\"$numberDouble\":\"Infinity\"}", "{\"$numberDouble\":\"-Infinity\"}"];
        var rows = Enumerable.Range(0, 40).Select(i => $"{{\"a\":{(i < odd.Length ? odd[i] : $"{i}.5")},\"label\":{i % 2}}}\n");
        var result = new TableIngest(Store).Load(Place.Write("odd.jsonl", string.Concat(rows)), new TableLoadOptions { Table = "odd", Actor = "desk" }, TestContext.Current.CancellationToken);
        Assert.Equal((ColumnKind.Number, 38L, 2L), (result.Schema!.Columns[0].Kind, result.Load!.Added, result.Load.Rejected));
        Assert.All(result.Rejects, reject => Assert.Contains("is not a finite number", reject.Reason, StringComparison.Ordinal));
        Assert.Equal(["[null,0]", "[null,1]"], Store.Tables.Rows.Of(Store.Tables.Find("odd")!.Id).Take(2).Select(row => row.Cells));
    }

    [Fact]
    public void An_object_over_several_lines_is_refused_by_what_it_is()
    {
        var result = new TableIngest(Store).Load(Place.Write("pretty.json", "{\n  \"a\": 1,\n  \"label\": 0\n}\n"), new TableLoadOptions { Table = "odd", Actor = "desk" }, TestContext.Current.CancellationToken);
        Assert.Equal("The first JSON object of pretty.json does not end on its line; write one object a line, or one array of objects.", result.Sentence);
    }

    [Fact]
    public void A_file_becomes_a_table_and_its_rows_come_back()
    {
        var result = Load(Good);
        Assert.Equal((TableLoadOutcome.Loaded, true, 5L, 2L, 1L), (result.Outcome, result.IsNewTable, result.Load!.Added, result.Load.Phishing, result.Load.Duplicates));
        Assert.Equal("5 rows loaded into 't' (2 phishing, 3 benign, 1 of them repeat others).", result.Sentence);
        var table = new TableCatalog(Store).Find("t")!;
        Assert.Equal((5, "x.csv", "desk"), (table.Record.Rows, Store.Tables.Loads.Of(table.Record.Id)[0].Source, Store.Tables.Loads.Of(table.Record.Id)[0].Actor));
        var data = TableData.Read(Store, table.Record.Id, table.Schema, ct: Ct);
        Assert.Equal(["length", "ssl", "tld"], data.FeatureNames);
        Assert.Equal([1, 2, 3, 3, 4], data.Columns[0]);
        Assert.Equal([0, 1, 0, 0, 1], data.Columns[2]);
        Assert.Equal<byte>([0, 1, 0, 0, 1], data.Labels);
        Assert.Equal((5, 0), (data.Rows, data.Unreadable));
        Assert.Equal(new string?[] { "2", "-1", "org", "1" }, StoredCells.Texts(Store.Tables.Rows.After(table.Record.Id, 0, 5)[1].Cells));
    }

    [Fact]
    public void The_same_bytes_are_loaded_once()
    {
        Load(Good);
        var again = Load(Good, name: "other.csv");
        Assert.Equal((TableLoadOutcome.Known, 5), (again.Outcome, Store.Tables.Find("t")!.Rows));
        Assert.Contains("as x.csv (load ", again.Sentence, StringComparison.Ordinal);
        Assert.Equal(TableLoadOutcome.Loaded, Load(Good + "5,1,com,0\n").Outcome);
        Assert.Equal((11, 2), (Store.Tables.Find("t")!.Rows, Store.Tables.Find("t")!.Loads));
    }

    [Fact]
    public void The_same_rows_packed_or_not_are_loaded_once()
    {
        Load(Good);
        var packed = Load(Packed(Good), name: "x.csv.gz");
        Assert.Equal((TableLoadOutcome.Known, 5), (packed.Outcome, Store.Tables.Find("t")!.Rows));
        Assert.StartsWith("These rows were loaded into 't' before, on 2025-06-01 12:00 UTC as x.csv (load ", packed.Sentence, StringComparison.Ordinal);
        Load(Packed(Good), "u", "x.csv.gz");
        Assert.Equal(TableLoadOutcome.Known, Load(Good, "u").Outcome);
        // Loads of earlier versions are known by the bytes as they lay on the disk.
        using (var writer = Store.Tables.Loads.Begin(Store.Tables.Find("t")!.Id, "old.csv.gz", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Packed(Good + "9,1,com,0\n"))), "desk")) writer.Finish();
        Assert.Equal(TableLoadOutcome.Known, Load(Packed(Good + "9,1,com,0\n"), name: "y.csv.gz").Outcome);
    }

    [Fact]
    public void A_trial_counts_repeats_within_the_file_and_of_held_rows()
    {
        Load(Good);
        var path = Place.Write("more.csv", "length,ssl,tld,label\n1,1,com,0\n1,1,com,1\n9,1,com,1\n9,1,com,1\n");
        var trial = Ingest.Load(path, new TableLoadOptions { Table = "t", Actor = "desk", IsTrial = true }, Ct);
        Assert.Equal("4 rows would be loaded into 't' (3 phishing, 1 benign, 2 of them repeat others).", trial.Sentence);
        Assert.Equal(2, Ingest.Load(path, new TableLoadOptions { Table = "t", Actor = "desk" }, Ct).Load!.Duplicates);
    }

    [Fact]
    public void Files_that_were_put_together_with_their_headers_lose_the_later_ones()
    {
        var result = Load("length,ssl,tld,label\r\n1,1,com,0\r\n2,-1,org,1\r\nlength,ssl,tld,label\r\n3,1,com,0\r\n4,-1,org,1\r\n");
        Assert.Equal((TableLoadOutcome.Loaded, 4L, 1L), (result.Outcome, result.Load!.Added, result.Load.Rejected));
        Assert.Equal((4L, "the header line again."), Store.Tables.Loads.Rejects(result.Load.Id).Select(reject => (reject.Line, reject.Reason)).Single());
        Assert.Equal(ColumnKind.Number, result.Schema!.Columns[0].Kind);
    }

    [Fact]
    public void When_nothing_can_be_learned_from_the_columns_are_named()
    {
        var refused = Load("id,url,note,label\n" + string.Concat(Enumerable.Range(1, 40).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},http://a{i}.test/,note {i} of many,{i % 2}\n"))));
        Assert.Equal("No column of the schema is learned from: id, url and note are ignored or text, and at least one must be of the kind number, category or flag.", refused.Sentence);
    }

    [Fact]
    public void Rows_that_do_not_fit_are_kept_apart_with_line_and_reason()
    {
        Load(Good);
        var result = Load("length,ssl,tld,label\n1,1,com,0\nx,1,com,0\n2,1,com\n3,1,com,7\n4,1,com,na\n5,0,net,1\n6,1,com,1\n0x1F,\"1\ncom\n\n7,1,com,0\n8,1,org,1\n200,1,org,1\n");
        Assert.Equal((TableLoadOutcome.Loaded, 6L, 6L), (result.Outcome, result.Load!.Added, result.Load.Rejected));
        Assert.Equal([(3L, "length: 'x' is not a number."), (4, "fewer cells than the header names."), (5, "label: '7' means neither phishing nor benign by the schema."), (6, "label is missing, and a row without its target cannot be learned from."), (9, "a quoted cell is not closed."), (10, "fewer cells than the header names.")],
            Store.Tables.Loads.Rejects(result.Load.Id).Select(reject => (reject.Line, reject.Reason)));
        Assert.Contains("tld: 'net' in line 7 is no value of the schema; it counts as missing.", result.Notes);
        Assert.Contains(result.Notes, note => note.StartsWith("length: 5 cells such as '5' in line 7: each is outside the range", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("length,ssl,tld,label\n", "a header and no rows")]
    [InlineData("length,tld,label\n1,com,0\n", "the column 'ssl' is missing")]
    [InlineData("length;ssl;tld;label\nx;1;com;0\n", "1 of the 1 rows of x.csv do not fit the schema, the first in line 2: length: 'x' is not a number")]
    [InlineData("length,ssl,ssl,label\n1,1,1,0\n", "names a column twice")]
    [InlineData("0.5,1,1,0\n0.4,1,0,1\n", "looks like data, not like names of columns")]
    [InlineData("length,ssl,,label\n1,1,1,0\n", "without a name")]
    [InlineData("length,ssl,tld,label\n1e400,1,com,0\n", "beyond the largest number")]
    [InlineData("length,ssl,tld,label\n\"1,5\",1,com,0\n", "holds a comma")]
    [InlineData("length,ssl,tld,label\n2024-01-31,1,com,0\n", "is a date")]
    [InlineData("length,ssl,tld,label\n-inf,1,com,0\n", "not a finite number")]
    [InlineData("length,ssl,tld,label\n1,1,com,0\0\n", "NUL")]
    [InlineData("PK\u0003\u0004", "zip archive")]
    public void A_file_that_does_not_fit_stores_nothing(string text, string part)
    {
        Load(Good);
        var refused = Load(text);
        Assert.Equal((TableLoadOutcome.Refused, (string?)null), (refused.Outcome, refused.Load?.Source));
        Assert.Contains(part, refused.Sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", refused.Sentence.TrimEnd(')'), StringComparison.Ordinal);
        Assert.Equal(["5", "1", "0"], Counts());
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n", "--target")]
    [InlineData("a,label\n1,0\n2,0\n", "one class only")]
    [InlineData("a,label\n1,0\n2,1\n3,2\n", "3 classes")]
    [InlineData("a,label\n1,0\n2", "a,label")]
    public void A_file_that_makes_no_table_leaves_none(string text, string part)
    {
        var refused = Load(part == "a,label" ? "a,label\n1,0,0\n2,1,1\n" : text);
        Assert.Equal(TableLoadOutcome.Refused, refused.Outcome);
        if (part != "a,label") Assert.Contains(part, refused.Sentence, StringComparison.Ordinal);
        Assert.Empty(Store.Tables.All());
        Assert.Equal(["0", "0", "0"], Counts());
    }

    [Fact]
    public void Odd_encodings_and_ends_are_read()
    {
        Load(Good);
        Assert.Equal(TableLoadOutcome.Loaded, Load(Encoding.Latin1.GetBytes("length,ssl,tld,label\r\n1,1,é,0\r\n2,1,com,1")).Outcome);
        Assert.Equal(TableLoadOutcome.Loaded, Load([0xEF, 0xBB, 0xBF, .. "length\tssl\ttld\tlabel\n1\t1\tcom\t0\n"u8]).Outcome);
        Assert.Equal(TableLoadOutcome.Loaded, Load("[{\"length\":-0,\"ssl\":1,\"tld\":\"com\",\"label\":{\"$numberInt\":\"1\"},\"more\":[1]}]").Outcome);
        Assert.Equal(9, Store.Tables.Find("t")!.Rows);
    }

    [Fact]
    public void A_cut_off_file_is_refused_whole()
    {
        var packed = Packed("length,ssl,tld,label\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},{(i % 2 * 2) - 1},com,{i % 2}\n")));
        var refused = Load(packed[..(packed.Length / 2)]);
        Assert.Equal(TableLoadOutcome.Refused, refused.Outcome);
        Assert.Contains("cut off", refused.Sentence, StringComparison.Ordinal);
        Assert.Empty(Store.Tables.All());
    }

    [Fact]
    public void What_a_stopped_load_left_is_taken_back_with_the_table_that_it_made()
    {
        Load(Good);
        _ = Store.Tables.Loads.Begin(Store.Tables.Find("t")!.Id, "cut", "x", "desk");
        var cut = Store.Tables.Create("new", "", "f", "cut", "y", "desk")!;
        for (var i = 0; i < 25_000; i++) cut.Add(i, true, i, "[]");
        Assert.Equal(2, Ingest.TakeBackStopped());
        Assert.Equal(0, Ingest.TakeBackStopped());
        Assert.Equal(["t"], Store.Tables.All().Select(table => table.Name));
        Assert.Equal(["5", "1", "0"], Counts());
    }

    [Fact]
    public void A_trial_says_the_same_and_stores_nothing()
    {
        var path = Place.Write("x.csv", Good);
        var trial = Ingest.Load(path, new TableLoadOptions { Table = "t", Actor = "desk", IsTrial = true }, Ct);
        Assert.Equal((TableLoadOutcome.Tried, 5, "5 rows would be loaded into 't' (2 phishing, 3 benign, 1 of them repeat others)."), (trial.Outcome, (int)trial.Load!.Added, trial.Sentence));
        Assert.Empty(Store.Tables.All());
        Assert.Contains("40 characters", Ingest.Load(path, new TableLoadOptions { Table = "../x", Actor = "desk" }, Ct).Sentence, StringComparison.Ordinal);
        Assert.Contains("no such file", Ingest.Load(path + "x", new TableLoadOptions { Table = "t", Actor = "desk" }, Ct).Sentence, StringComparison.Ordinal);
        Assert.Equal("There is no table 't'.", Ingest.Load(path, new TableLoadOptions { Table = "t", Actor = "desk", MayCreate = false }, Ct).Sentence);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("jsonl")]
    [InlineData("mongoexport")]
    public void What_is_exported_loads_as_the_same_rows(string format)
    {
        Load("id,length,ssl,tld,note,label\n" + string.Concat(Enumerable.Range(1, 200).Select(i => string.Create(CultureInfo.InvariantCulture,
            $"{i},{(i % 7 == 0 ? "na" : i % 5 == 0 ? $"{i}.50" : $"{i * 3}")},{(i % 3 == 0 ? 1 : -1)},{(i % 2 == 0 ? "com" : i % 11 == 0 ? "" : "é \"o\", x")},\"line {i}\nwith = , and é\",{i % 2}\n"))));
        var catalog = new TableCatalog(Store);
        var text = string.Concat(TableExport.Write(Store, catalog.Find("t")!, format));
        Assert.Equal(TableLoadOutcome.Loaded, Load(text, "again").Outcome);
        Assert.Equal(catalog.Find("t")!.Schema.Fingerprint, catalog.Find("again")!.Schema.Fingerprint);
        string[] Rows(string name) => [.. Store.Tables.Rows.Of(catalog.Find(name)!.Record.Id).Select(row => $"{row.Label} {row.Hash} {row.Cells}")];
        Assert.Equal(Rows("t"), Rows("again"));
    }

    [Fact]
    public void A_schema_of_the_published_shape_says_which_columns_there_are()
    {
        var path = Place.Write("x.csv", "a,port_no,c,Result\n1,1,x,-1\n-1,-1,y,1\n1,-1,x,1\n");
        var result = Ingest.Load(path, new TableLoadOptions { Table = "t", Actor = "desk", Schema = "columns:\n  - a: int64\n  - port: int64\n  - Result: int64\nnumerical_columns:\n  - a\n  - port\n  - Results" }, Ct);
        Assert.Equal(TableLoadOutcome.Loaded, result.Outcome);
        Assert.Equal([("a", "Number"), ("port_no", "Number"), ("c", "Ignored")], result.Schema!.Columns.Select(column => (column.Name, column.Kind.ToString())));
        Assert.Contains("'Results' is read as the column 'Result'.", result.Notes);
    }

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private string[] Counts() => [.. Place.Query("SELECT count(*) FROM table_rows"), .. Place.Query("SELECT count(*) FROM table_loads"), .. Place.Query("SELECT count(*) FROM table_rejects")];

    private TableLoadResult Load(string text, string table = "t", string name = "x.csv") => Load(Encoding.UTF8.GetBytes(text), table, name);

    private TableLoadResult Load(byte[] bytes, string table = "t", string name = "x.csv")
    {
        File.WriteAllBytes(Place.File(name), bytes);
        return Ingest.Load(Place.File(name), new TableLoadOptions { Table = table, Actor = "desk" }, Ct);
    }
}

public sealed class TableIngestOnSqlite() : TableIngestTests(StoreKind.Sqlite);

public sealed class TableIngestOnPostgres() : TableIngestTests(StoreKind.Postgres);
