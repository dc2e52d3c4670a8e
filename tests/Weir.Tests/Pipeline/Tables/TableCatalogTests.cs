using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Schema;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Tables;

public abstract class TableCatalogTests(StoreKind kind) : StoreTests(kind)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private TableCatalog Catalog => new(Store);

    [Fact]
    public void A_table_is_made_from_a_schema_and_filled_later()
    {
        Assert.Contains("40 characters", Catalog.Create("No Name", "", "desk").Faults[0], StringComparison.Ordinal);
        Assert.Contains("empty", Catalog.Create("t", "", "desk").Faults[0], StringComparison.Ordinal);
        Assert.Contains("does not say which value", Catalog.Create("t", "columns:\n  - a: int64\n  - Result: int64\n", "desk").Faults[0], StringComparison.Ordinal);
        var yaml = "# by hand\n" + SchemaYaml.Write(SomeTables.Schema());
        Assert.Equal((0, yaml), (Catalog.Create("t", yaml, "desk").Table!.Record.Rows, Catalog.Find("t")!.Record.Schema));
        Assert.Contains("already", Catalog.Create("t", yaml, "desk").Faults[0], StringComparison.Ordinal);
        var result = new TableIngest(Store).Load(Place.Write("x.csv", "id,length,ssl,tld,note,Result\n1,5,1,com,x,phishing\n"), new TableLoadOptions { Table = "t", Actor = "desk" }, Ct);
        Assert.Equal(TableLoadOutcome.Loaded, result.Outcome);
    }

    [Fact]
    public void A_change_of_meaning_reads_the_held_rows_anew()
    {
        Load("a,b,label\n1,x,0\n2,y,1\n3,x,1\n");
        var yaml = Catalog.Find("t")!.Record.Schema;
        var turned = yaml.Replace("phishing: [\"1\"]", "phishing: [\"0\"]", StringComparison.Ordinal).Replace("benign: [\"0\"]", "benign: [\"1\"]", StringComparison.Ordinal);
        Assert.Equal(1, Catalog.SetSchema("t", turned, "desk", Ct).Table!.Record.Phishing);
        Assert.Equal([true, false, false], Store.Tables.Rows.Of(Store.Tables.Find("t")!.Id).Select(row => row.IsPhishing));
        var hash = Store.Tables.Rows.Of(Store.Tables.Find("t")!.Id).First().Hash;
        Assert.NotNull(Catalog.SetSchema("t", turned.Replace("kind: category", "kind: ignored", StringComparison.Ordinal), "desk", Ct).Table);
        Assert.NotEqual(hash, Store.Tables.Rows.Of(Store.Tables.Find("t")!.Id).First().Hash);
    }

    [Fact]
    public void A_change_that_held_rows_do_not_fit_is_refused()
    {
        Load("a,b,label\n1,x,0\n2,y,1\n3,x,1\n");
        var before = Catalog.Find("t")!;
        string[] changes =
        [
            before.Record.Schema.Replace("name: a", "name: aa", StringComparison.Ordinal),
            before.Record.Schema.Replace("column: label", "column: other", StringComparison.Ordinal),
            before.Record.Schema.Replace("kind: category", "kind: number", StringComparison.Ordinal),
            before.Record.Schema.Replace("benign: [\"0\"]", "benign: [\"7\"]", StringComparison.Ordinal),
            before.Record.Schema + "  - name: c\n    kind: number\n",
            "columns: *a",
        ];
        string[] parts = ["Column 1 is 'a', and the schema has 'aa'.", "The target is 'label', not 'other'.", "a cell is not a number", "neither phishing nor benign", "Column 3 is not there, and the schema has 'c'.", "alias"];
        foreach (var (change, part) in changes.Zip(parts))
        {
            var refused = Catalog.SetSchema("t", change, "desk", Ct);
            Assert.Null(refused.Table);
            Assert.Contains(part, refused.Faults[0], StringComparison.Ordinal);
        }

        Assert.Equal(before.Record.Schema, Catalog.Find("t")!.Record.Schema);
        Assert.Contains("no table 'u'", Catalog.SetSchema("u", "", "desk", Ct).Faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_that_leaves_a_side_without_rows_is_refused_with_the_counts()
    {
        Load("a,b,label\n1,x,0\n2,y,1\n3,x,1\n");
        var yaml = Catalog.Find("t")!.Record.Schema;
        var refused = Catalog.SetSchema("t", yaml.Replace("phishing: [\"1\"]", "phishing: [\"1\", \"0\"]", StringComparison.Ordinal).Replace("benign: [\"0\"]", "benign: [\"7\"]", StringComparison.Ordinal), "desk", Ct);
        Assert.Null(refused.Table);
        Assert.Contains("all 3 held rows are phishing and none is benign; now 2 are phishing and 1 benign", refused.Faults[0], StringComparison.Ordinal);
        Assert.Equal((yaml, 2), (Catalog.Find("t")!.Record.Schema, Catalog.Find("t")!.Record.Phishing));
    }

    [Fact]
    public void What_a_change_makes_of_held_cells_is_told_as_a_load_tells_it()
    {
        var yaml = SchemaYaml.Write(SomeTables.Schema());
        Catalog.Create("t", yaml, "desk");
        Load("id,length,ssl,tld,note,Result\n1,5,1,com,x,phishing\n2,60,1,test,x,1\n3,70,1,test,x,1\n");
        Assert.Empty(Catalog.SetSchema("t", "# mine\n" + yaml, "desk", Ct).Notes);
        var narrow = yaml.Replace("range: [0, 100]", "range: [0, 50]", StringComparison.Ordinal).Replace("com, test, org", "com, org", StringComparison.Ordinal);
        var notes = Catalog.SetSchema("t", narrow, "desk", Ct).Notes;
        Assert.Contains("length: 2 cells such as '60' in line 3: each is outside the range of the schema; it is taken as it is.", notes);
        Assert.Contains("tld: 2 cells such as 'test' in line 3: each is no value of the schema; it counts as missing.", notes);
    }

    private void Load(string text) => new TableIngest(Store).Load(Place.Write("x.csv", text), new TableLoadOptions { Table = "t", Actor = "desk" }, Ct);
}

public sealed class TableCatalogOnSqlite() : TableCatalogTests(StoreKind.Sqlite);

public sealed class TableCatalogOnPostgres() : TableCatalogTests(StoreKind.Postgres);
