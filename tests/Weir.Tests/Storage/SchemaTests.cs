using Weir.Detection;
using Weir.Storage;
using Weir.Storage.Samples;
using Weir.Storage.Verdicts;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage;

public abstract class SchemaTests(StoreKind kind)
{
    private static readonly FakeTime Time = new();

    public static TheoryData<int> Schemas => new([0, 1, 3, 6, 10, 15, OldDatabase.Newest]);

    [Theory]
    [MemberData(nameof(Schemas))]
    public void A_database_of_any_schema_is_brought_up_to_date_with_what_it_holds(int schema)
    {
        using var place = new TempDatabase(kind, isEmpty: true);
        OldDatabase.Make(place, schema);
        using var store = place.Open(Time);
        Assert.Equal(schema >= 1 ? ["desk"] : [], store.Samples.Feeds().Select(feed => feed.Name));
        Assert.Equal(schema >= 1 ? 1 : 0, store.Samples.CountLabels().Phishing);
        Assert.Equal(schema >= 2 ? "v1" : null, store.Models.Champion()?.Version);
        Assert.Equal(schema >= 3 ? ["bad.test"] : [], store.Lists.All().Select(entry => entry.Value));
        Assert.Equal(schema >= 3 ? "0.7" : null, store.Settings.Find("gates.f1"));
        Assert.Equal(schema >= 3 ? ["setting", "list.add"] : [], store.Audit.Recent(5).Select(entry => entry.Action));
        Assert.Equal(schema >= 6 ? ["http://good.test/", "http://a.test/login"] : [], store.History.Search(new() { Tenant = "main" }, 5).Rows.Select(row => row.Subject));
        GoesOn(store, schema);
    }

    [Fact]
    public void Two_processes_that_open_an_old_database_at_once_bring_it_up_to_date_once()
    {
        using var place = new TempDatabase(kind, isEmpty: true);
        OldDatabase.Make(place, 1);
        Parallel.For(0, 4, _ => place.Open(Time).Dispose());
        using var store = place.Open(Time);
        Assert.Equal(["desk"], store.Samples.Feeds().Select(feed => feed.Name));
    }

    // New rows get numbers behind those of the old ones, and all that is asked often still answers.
    private static void GoesOn(WeirStore store, int schema)
    {
        using (var writer = store.Imports.Begin("new.csv", "bb"))
        {
            writer.Add(new Observation("desk", "http://a.test/login", "a.test/login", "a.test", true, null, null));
            writer.Add(new Observation("other", "http://b.test/", "b.test/", "b.test", false, null, null));
            writer.Finish("done");
        }

        Assert.Equal(schema >= 1 ? 3 : 2, store.Samples.Feeds().Sum(feed => feed.Observations));
        store.Settings.Set("a", "1", "test");
        Assert.Equal(schema >= 3 ? 3 : 1, store.Audit.Recent(1)[0].Id);
        Assert.Null(store.Audit.FirstBroken());
        store.Verdicts.Add([new VerdictRow { At = Time.GetUtcNow(), Tenant = "main", Subject = "http://new.test/", Decision = Decision.Benign, Category = "none" }], 1, 0, null);
        Assert.Equal("http://new.test/", store.History.Search(new() { Tenant = "main" }, 1).Rows[0].Subject);
    }
}

public sealed class SchemaOnSqlite() : SchemaTests(StoreKind.Sqlite);

public sealed class SchemaOnPostgres() : SchemaTests(StoreKind.Postgres)
{
    [Fact]
    public void Both_databases_have_the_same_tables_with_the_same_columns()
    {
        using var file = new TempDatabase(StoreKind.Sqlite);
        file.Open(new FakeTime()).Dispose();
        using var server = new TempDatabase(StoreKind.Postgres);
        var ours = file.Query("""
            SELECT t.name || '.' || c.name || ' ' || c.type || CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN ' needed' ELSE '' END
            FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'
            """);
        var theirs = server.Query("""
            SELECT table_name || '.' || column_name || ' ' || CASE data_type WHEN 'bigint' THEN 'INTEGER' WHEN 'double precision' THEN 'REAL' WHEN 'bytea' THEN 'BLOB' WHEN 'text' THEN 'TEXT' ELSE data_type END
              || CASE WHEN is_nullable = 'NO' THEN ' needed' ELSE '' END
            FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'weir_schema'
            """);
        Assert.Equal(string.Join('\n', ours.Order(StringComparer.Ordinal)), string.Join('\n', theirs.Order(StringComparer.Ordinal)));
    }
}
