using System.Globalization;
using Weir.Storage.Tables;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Tables;

public abstract class TableStoreTests(StoreKind kind) : StoreTests(kind)
{
    private CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_table_is_made_once_by_name()
    {
        var table = Store.Tables.Create("phising", "yaml", "f1", "desk")!;
        Assert.Null(Store.Tables.Create("phising", "other", "f2", "desk"));
        Assert.Equal(("phising", "table:phising", 100 + table.Id, 0L), (table.Name, table.Channel, table.ChannelNumber, table.Rows));
        Assert.Equal(["phising"], Store.Tables.All().Select(found => found.Name));
        Assert.Equal("table.create", Store.Audit.Recent(1)[0].Action);
        Store.Tables.SetSchema(table.Id, "new yaml", "f3", "desk");
        Assert.Equal(("new yaml", "f3"), (Store.Tables.Find("phising")!.Schema, Store.Tables.Find(table.Id)!.Fingerprint));
        Assert.Null(Store.Tables.Find("other"));
    }

    [Fact]
    public void Rows_are_read_in_the_order_of_their_files_with_where_they_came_from()
    {
        var table = Store.Tables.Create("t", "", "f", "desk")!;
        var first = Load(table.Id, "a.csv", [.. Enumerable.Range(0, 5000).Select(i => (i % 3 == 0, (long)i))]);
        Time.Advance(TimeSpan.FromHours(1));
        var second = Load(table.Id, "b.csv", [(true, -5), (true, 0), (false, 0)]);
        Assert.Equal((5000, 5000, 1667, 0), (first.Read, first.Added, first.Phishing, first.Duplicates));
        Assert.Equal((3, 1), (second.Added, second.Duplicates));
        var rows = Store.Tables.Rows.Of(table.Id).ToList();
        Assert.Equal([.. Enumerable.Range(2, 5000), 2, 3, 4], rows.Select(row => (int)row.Line));
        Assert.Equal((second.Id, true, -5L, "[5003]", second.At), (rows[5000].LoadId, rows[5000].IsPhishing, rows[5000].Hash, rows[5000].Cells, rows[5000].At));
        Assert.Equal([2L, 3, 4], Store.Tables.Rows.Of(table.Id, afterLoad: first.Id).Select(row => row.Line));
        Assert.Equal(5000, Store.Tables.Rows.Of(table.Id, untilLoad: first.Id).Count());
        Assert.Equal([rows[10].Id, rows[11].Id], Store.Tables.Rows.After(table.Id, rows[9].Id, 2).Select(row => row.Id));
        var record = Store.Tables.Find("t")!;
        Assert.Equal((5003, 1669, 2, (DateTimeOffset?)second.At), (record.Rows, record.Phishing, record.Loads, record.LoadedAt));
        Assert.Equal(["b.csv", "a.csv"], Store.Tables.Loads.Of(table.Id).Select(load => load.Source));
        Assert.Equal(first, Store.Tables.Loads.Find(table.Id, "hash of a.csv"));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(6000)]
    public void Repeats_of_a_load_are_those_within_it_and_of_other_loads_of_its_table(int rows)
    {
        var (table, other) = (Store.Tables.Create("t", "", "f", "desk")!, Store.Tables.Create("u", "", "f", "desk")!);
        Load(other.Id, "o", [.. Enumerable.Range(0, 100).Select(i => (true, (long)i))]);
        Load(table.Id, "a", [.. Enumerable.Range(0, 100).Select(i => (i % 2 == 0, (long)i))]);
        // Each value four times over, 50 of them known with this label.
        var load = Load(table.Id, "b", [.. Enumerable.Range(0, rows).Select(i => (true, (long)(i / 4)))]);
        var known = Math.Min(rows / 4, 100) / 2 + (rows / 4 < 100 && rows / 4 % 2 == 1 ? 1 : 0);
        Assert.Equal(rows - (rows / 4) + known, load.Duplicates);
    }

    [Fact]
    public void Repeats_and_contradictions_are_counted()
    {
        var table = Store.Tables.Create("t", "", "f", "desk")!;
        Assert.Equal(1, Store.Tables.Rows.Repeats(table.Id).Ceiling);
        Load(table.Id, "a", [(true, 1), (true, 1), (false, 1), (true, 2), (false, 3), (false, 3)]);
        var repeats = Store.Tables.Rows.Repeats(table.Id);
        Assert.Equal((6, 4, 3), (repeats.Rows, repeats.DistinctRows, repeats.DistinctVectors));
        Assert.Equal((1, 3, 1), (repeats.ContradictoryVectors, repeats.ContradictoryRows, repeats.MinorityRows));
        Assert.Equal(5 / 6.0, repeats.Ceiling, 12);
    }

    [Fact]
    public void A_load_that_is_not_finished_is_never_read_and_is_taken_back()
    {
        var table = Store.Tables.Create("t", "", "f", "desk")!;
        Load(table.Id, "whole", [(true, 1)]);
        using (var writer = Store.Tables.Loads.Begin(table.Id, "left", "x", "desk"))
            for (var i = 0; i < 25_000; i++) writer.Add(i, false, i, "[]");
        Assert.Equal(["1"], Place.Query("SELECT count(*) FROM table_rows"));

        var cut = Store.Tables.Loads.Begin(table.Id, "cut", "y", "desk");
        for (var i = 0; i < 25_000; i++) cut.Add(i, false, i, "[]");
        cut.Reject(1, "reason", "text");
        Assert.Equal(["20001"], Place.Query("SELECT count(*) FROM table_rows"));
        Assert.Single(Store.Tables.Rows.Of(table.Id));
        Assert.Single(Store.Tables.Rows.After(table.Id, 0, 10));
        Assert.Equal((1, 1), (Store.Tables.Rows.Repeats(table.Id).Rows, Store.Tables.Find("t")!.Rows));
        Assert.Null(Store.Tables.Loads.Find(table.Id, "y"));
        using var again = Place.Open(Time);
        Assert.Equal(1, again.Tables.Loads.TakeBack(table.Id, Ct));
        Assert.Equal(0, again.Tables.Loads.TakeBack(table.Id, Ct));
        Assert.Equal(["1"], Place.Query("SELECT count(*) FROM table_rows"));
        Assert.Equal(["1"], Place.Query("SELECT count(*) FROM table_loads"));
    }

    [Fact]
    public void Removing_a_load_removes_its_rows_and_forgetting_a_table_everything()
    {
        var table = Store.Tables.Create("t", "", "f", "desk")!;
        var first = Load(table.Id, "a", [(true, 1), (false, 2)], rejects: 2);
        Load(table.Id, "b", [(true, 3)], rejects: 1);
        Assert.Equal([("bad 0", 0L), ("bad 1", 1)], Store.Tables.Loads.Rejects(first.Id, afterLine: -1).Select(reject => (reject.Reason, reject.Line)));
        Assert.True(Store.Tables.Loads.Remove(first.Id, "desk", Ct));
        Assert.False(Store.Tables.Loads.Remove(first.Id, "desk", Ct));
        Assert.Equal(1, Store.Tables.Find("t")!.Rows);
        Assert.Equal([3L], Store.Tables.Rows.Of(table.Id).Select(row => row.Hash));
        Store.Tables.Forget(table.Id, "desk", Ct);
        Assert.Equal(["0"], Place.Query("SELECT (SELECT count(*) FROM table_rows) + (SELECT count(*) FROM table_loads) + (SELECT count(*) FROM table_rejects) + (SELECT count(*) FROM tables)"));
        Assert.Equal(["table.forget", "table.unload", "table.unload"], Store.Audit.Recent(3).Select(entry => entry.Action));
        Assert.True(Store.Tables.Create("t", "", "f", "desk")!.Id > table.Id);
    }

    [Fact]
    public void A_table_is_not_there_before_its_first_load_is_whole()
    {
        using (var cut = Store.Tables.Create("t", "", "f", "a.csv", "x", "desk")!)
        {
            cut.Add(1, true, 1, "[]");
            Assert.Null(Store.Tables.Find("t"));
            Assert.Empty(Store.Tables.All());
            Assert.Equal(["t"], Store.Tables.Stopped());
        }

        Assert.Empty(Store.Tables.Stopped());
        using var whole = Store.Tables.Create("t", "", "f", "a.csv", "x", "desk")!;
        whole.Add(1, true, 1, "[]");
        whole.Finish();
        Assert.Equal(1, Store.Tables.Find("t")!.Rows);
        Assert.Equal(0, Store.Tables.TakeBack("t", Ct));
    }

    [Fact]
    public void Refused_rows_are_kept_up_to_a_number_with_their_text_cut()
    {
        var table = Store.Tables.Create("t", "", "f", "desk")!;
        using var writer = Store.Tables.Loads.Begin(table.Id, "a", "x", "desk");
        writer.Reject(1, "reason\0", new string('x', 100_000));
        for (var i = 2; i < 12_000; i++) writer.Reject(i, "r", "");
        var load = writer.Finish();
        Assert.Equal((11_999, 11_999, 0), (load.Read, load.Rejected, load.Added));
        Assert.Equal(TableLoadWriter.MostRejects, Store.Tables.Loads.Rejects(load.Id, int.MaxValue).Count);
        Assert.Equal((4096, "reason\uFFFD"), (Store.Tables.Loads.Rejects(load.Id)[0].Text.Length, Store.Tables.Loads.Rejects(load.Id)[0].Reason));
    }

    [Fact]
    public void Rows_can_be_given_another_meaning_in_one_go()
    {
        var table = Store.Tables.Create("t", "", "f", "desk")!;
        var load = Load(table.Id, "a", [(true, 1), (true, 2)]);
        Store.Tables.Rows.Reread(table.Id, Store.Tables.Rows.Of(table.Id).Select(row => (row.Id, !row.IsPhishing, row.Hash + 10)), "new", "g", "desk");
        Assert.Equal([(false, 11L), (false, 12)], Store.Tables.Rows.Of(table.Id).Select(row => (row.IsPhishing, row.Hash)));
        Assert.Equal((0, "new", "g"), (Store.Tables.Loads.Find(load.Id)!.Phishing, Store.Tables.Find("t")!.Schema, Store.Tables.Find("t")!.Fingerprint));
    }

    private TableLoad Load(long table, string source, (bool IsPhishing, long Hash)[] rows, int rejects = 0)
    {
        using var writer = Store.Tables.Loads.Begin(table, source, "hash of " + source, "desk");
        for (var i = 0; i < rows.Length; i++) writer.Add(i + 2, rows[i].IsPhishing, rows[i].Hash, string.Create(CultureInfo.InvariantCulture, $"[{(rows.Length == 3 ? 5003 + i : i)}]"));
        for (var i = 0; i < rejects; i++) writer.Reject(i, "bad " + i.ToString(CultureInfo.InvariantCulture), "text");
        return writer.Finish();
    }
}

public sealed class TableStoreOnSqlite() : TableStoreTests(StoreKind.Sqlite);

public sealed class TableStoreOnPostgres() : TableStoreTests(StoreKind.Postgres);
