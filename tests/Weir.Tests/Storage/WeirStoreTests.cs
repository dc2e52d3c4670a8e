using System.Buffers.Binary;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage;

public class WeirStoreTests
{
    private static readonly FakeTime Time = new();

    [Fact]
    public void A_new_directory_becomes_a_store_and_opens_again()
    {
        using var directory = new TempDirectory();
        var data = directory.File("data");
        Assert.False(WeirStore.Exists(data));
        using (var store = WeirStore.Open(data, Time)) store.Settings.Set("gates.f1", "0.7", "test");
        using var again = WeirStore.Open(data, Time);
        Assert.Equal("0.7", again.Settings.Find("gates.f1"));
        Assert.True(WeirStore.Exists(data));
    }

    [Fact]
    public void A_database_from_a_newer_version_is_refused_and_left_alone()
    {
        using var directory = new TempDirectory();
        using (WeirStore.Open(directory.Path, Time)) { }
        var file = directory.File("weir.db");
        var bytes = File.ReadAllBytes(file);
        // The user version stands at offset 60 of the file header.
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(60), 999);
        File.WriteAllBytes(file, bytes);
        var refusal = Assert.Throws<StoreException>(() => WeirStore.Open(directory.Path, Time));
        Assert.Contains("schema 999, from a newer version of Weir", refusal.Message);
        Assert.Contains(file, refusal.Message);
        Assert.Equal(999, BinaryPrimitives.ReadInt32BigEndian(File.ReadAllBytes(file).AsSpan(60)));
    }

    [Fact]
    public void A_file_in_the_place_of_the_directory_is_refused_with_the_way_out()
    {
        using var directory = new TempDirectory();
        var file = directory.Write("data", "not a directory");
        var refusal = Assert.Throws<StoreException>(() => WeirStore.Open(file, Time));
        Assert.Contains("--data", refusal.Message);
    }

    [Fact]
    public void A_directory_in_the_place_of_the_database_is_refused_with_the_way_out()
    {
        using var directory = new TempDirectory();
        Directory.CreateDirectory(directory.File("weir.db"));
        var refusal = Assert.Throws<StoreException>(() => WeirStore.Open(directory.Path, Time));
        Assert.Contains("cannot be opened", refusal.Message);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_by_name()
    {
        using var directory = new TempDirectory();
        directory.Write("weir.db", new string('x', 5000));
        var refusal = Assert.Throws<StoreException>(() => WeirStore.Open(directory.Path, Time));
        Assert.Contains("weir.db' is damaged or not a Weir database", refusal.Message);
    }

    [Fact]
    public void Two_stores_of_one_directory_see_each_others_changes()
    {
        using var directory = new TempDirectory();
        using var first = WeirStore.Open(directory.Path, Time);
        using var second = WeirStore.Open(directory.Path, Time);
        first.Settings.Set("a", "1", "test");
        Assert.Equal("1", second.Settings.Find("a"));
    }

    [Fact]
    public void Each_change_of_a_setting_stands_in_an_unbroken_audit_chain()
    {
        using var directory = new TempDirectory();
        using var store = WeirStore.Open(directory.Path, Time);
        store.Settings.Set("a", "1", "anna");
        store.Settings.Set("a", null, "bert");
        Assert.Equal(["bert", "anna"], store.Audit.Recent(10).Select(entry => entry.Actor));
        Assert.Null(store.Audit.FirstBroken());
    }
}
