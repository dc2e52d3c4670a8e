using Microsoft.Data.Sqlite;
using SQLitePCL;
using Weir.Storage;
using Weir.Storage.Engines;
using Weir.Storage.Samples;
using Weir.Storage.Settings;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Engines;

public sealed class SqliteTransactionTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_commit_that_sqlite_takes_back_is_told_by_its_own_fault()
    {
        var database = new Database(new SqliteEngine(_directory.File("weir.db")), new FakeTime());
        database.Prepare();
        RefuseCommits(database, true);
        var fault = Assert.Throws<StoreException>(() => new SettingStore(database).Set("a", "1", "test"));
        Assert.DoesNotContain("rollback", fault.Message, StringComparison.Ordinal);
        RefuseCommits(database, false);
        new SettingStore(database).Set("a", "1", "test");
        database.Release();
    }

    [Fact]
    public void An_import_whose_commit_fails_tells_why_and_keeps_nothing_of_that_batch()
    {
        using var store = WeirStore.Open(_directory.Path, new FakeTime());
        long id;
        using (var begun = store.Imports.Begin("list.txt", "00")) id = begun.Counts.Id;
        var database = new Database(new SqliteEngine(_directory.File("weir.db")), new FakeTime());
        RefuseCommits(database, true);
        var fault = Assert.Throws<StoreException>(() =>
        {
            using var writer = new SampleWriter(database, id);
            writer.Reject(1, "test", "x");
            writer.Finish("done");
        });
        Assert.DoesNotContain("rollback", fault.Message, StringComparison.Ordinal);
        RefuseCommits(database, false);
        Assert.Empty(store.Imports.Rejects(id, 10));
        database.Release();
    }

    // A full disk shows itself at the commit; SQLite then rolls back without being asked, as it does for this hook.
    private static void RefuseCommits(Database database, bool refuse)
    {
        using var connection = (SqliteConnection)database.Connect();
        raw.sqlite3_commit_hook(connection.Handle, refuse ? _ => 1 : null, null);
    }
}
