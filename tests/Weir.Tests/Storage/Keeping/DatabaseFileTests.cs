using Weir.Storage;
using Weir.Storage.Engines;
using Weir.Storage.Keeping;
using Weir.Storage.Samples;
using Weir.Storage.Settings;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Keeping;

public sealed class DatabaseFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTime _time = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_copy_is_one_moment_of_the_database_while_another_writes()
    {
        using var store = WeirStore.Open(_directory.File("data"), _time);
        Import(store, 0, 500);
        using var other = WeirStore.Open(_directory.File("data"), _time);
        using (var writer = other.Imports.Begin("later.csv", "1"))
        {
            writer.Add(new Observation("feed", "http://late.test/", "late.test/", "late.test", true, null, null));
            Directory.CreateDirectory(_directory.File("copy"));
            store.File.CopyTo(_directory.File("copy/weir.db"));
            writer.Finish("done");
        }

        using var copy = WeirStore.Open(_directory.File("copy"), _time);
        Assert.Equal(500, copy.Samples.CountLabels().Samples);
        Assert.Equal(501, store.Samples.CountLabels().Samples);
        Assert.Null(copy.File.Damage());
    }

    [Fact]
    public void A_copy_that_has_no_place_names_its_own_place_and_not_the_database()
    {
        using var store = WeirStore.Open(_directory.File("data"), _time);
        var target = _directory.File("nowhere/copy.db");
        Assert.Contains(target, Assert.Throws<StoreException>(() => store.File.CopyTo(target)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Space_of_deleted_rows_goes_back_to_the_disk()
    {
        using var store = WeirStore.Open(_directory.File("data"), _time);
        using (var writer = store.Imports.Begin("bad.csv", "aa"))
        {
            for (var line = 0; line < 9000; line++) writer.Reject(line, "test", new string('x', 190));
            writer.Finish("done");
        }

        store.File.Compact();
        var before = new FileInfo(store.File.Path).Length;
        // Importing the same bytes again drops the rejects of the first run.
        using (var writer = store.Imports.Begin("bad.csv", "aa")) writer.Finish("done");
        Assert.True(store.File.Compact() > 1_000_000);
        Assert.True(new FileInfo(store.File.Path).Length < before - 1_000_000);
        Assert.Equal(0, new FileInfo(store.File.Path + "-wal").Length);
        Assert.Null(store.File.Damage());
    }

    [Fact]
    public void A_damaged_page_is_found()
    {
        using (var store = WeirStore.Open(_directory.Path, _time)) Import(store, 0, 2000);
        var file = _directory.File("weir.db");
        using (var stream = new FileStream(file, FileMode.Open, FileAccess.Write))
        {
            // Near the end lie rows; pages of the schema would keep the file from being opened at all.
            stream.Position = (stream.Length / 4096 - 5) * 4096;
            stream.Write(new byte[4096]);
        }

        using var damaged = WeirStore.Open(_directory.Path, _time);
        Assert.NotNull(damaged.File.Damage());
    }

    [Fact]
    public void A_database_that_someone_holds_open_is_in_use()
    {
        Assert.False(DatabaseFile.IsInUse(_directory.Path));
        using (var store = WeirStore.Open(_directory.Path, _time))
        {
            store.Settings.Set("a", "1", "test");
            Assert.True(DatabaseFile.IsInUse(_directory.Path));
        }

        Assert.False(DatabaseFile.IsInUse(_directory.Path));
        using var again = WeirStore.Open(_directory.Path, _time);
        Assert.Equal("1", again.Settings.Find("a"));
    }

    [Fact]
    public void The_last_write_is_known_by_the_clock_of_its_moment()
    {
        using var store = WeirStore.Open(_directory.Path, _time);
        Assert.Null(store.File.LastWrite());
        store.Settings.Set("a", "1", "test");
        var then = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromDays(-3));
        store.Cycles.Begin();
        Assert.Equal(then, store.File.LastWrite());
    }

    [Fact]
    public void A_lock_that_is_held_too_long_is_told_with_the_way_out()
    {
        var database = new Database(new SqliteEngine(_directory.File("weir.db"), busySeconds: 1), _time);
        database.Prepare();
        using (var holder = database.Connect())
        using (database.Begin(holder))
        {
            var fault = Assert.Throws<StoreException>(() => new SettingStore(database).Set("a", "1", "test"));
            Assert.Contains("is locked by another process; wait until that is done, or stop it", fault.Message);
        }

        new SettingStore(database).Set("a", "1", "test");
        database.Release();
    }

    [Fact]
    public void A_database_that_is_removed_while_it_is_open_takes_no_more_writes()
    {
        using var store = WeirStore.Open(_directory.File("data"), _time);
        store.Settings.Set("a", "1", "test");
        Directory.Delete(_directory.File("data"), recursive: true);
        var fault = Assert.Throws<StoreException>(() => store.Settings.Set("a", "2", "test"));
        Assert.Contains("was removed while Weir ran; put it back (`weir restore`)", fault.Message);
        Assert.False(Directory.Exists(_directory.File("data")));
    }

    [Fact]
    public void A_disk_that_cannot_be_written_still_lets_the_database_be_read()
    {
        using var disk = new SmallDisk(8);
        using (var store = WeirStore.Open(disk.File("data"), _time)) store.Settings.Set("a", "1", "test");
        disk.MakeReadOnly();
        using var reading = WeirStore.Open(disk.File("data"), _time);
        Assert.Equal("1", reading.Settings.Find("a"));
        var fault = Assert.Throws<StoreException>(() => reading.Settings.Set("a", "2", "test"));
        Assert.Contains("cannot be written; make the file and its directory writable", fault.Message);
    }

    private static void Import(WeirStore store, int from, int to)
    {
        using var writer = store.Imports.Begin("feed.csv", $"{from}");
        for (var i = from; i < to; i++) writer.Add(new Observation("feed", $"http://s{i}.test/", $"s{i}.test/", $"s{i}.test", true, null, null));
        writer.Finish("done");
    }
}
