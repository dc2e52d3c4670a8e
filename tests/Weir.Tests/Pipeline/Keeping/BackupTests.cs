using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Weir.Pipeline.Keeping;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Keeping;

public sealed class BackupTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTime _time = new();
    private readonly WeirStore _store;

    public BackupTests()
    {
        _store = SomeStore.Open(_directory.File("data"), _time);
        SomeStore.Champion(_store, "champion", SomeStore.Dataset(_store, "aaa"));
        Directory.CreateDirectory(_directory.File("data/lists"));
        _directory.Write("data/lists/brands.txt", "example");
        _directory.Write("data/training.json", "{}");
        _directory.Write("data/weir.json", """{"Alerts":{"Webhook":"https://hooks.test/secret"}}""");
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("kept.tar.gz")]
    [InlineData("kept")]
    public async Task What_is_saved_comes_back_whole_and_secrets_stay_out(string name)
    {
        var manifest = Save(name);
        Assert.Equal(["datasets/aaa.csv.gz", "lists/brands.txt", "models/champion.weir", "training.json", "weir.db"], manifest.Files.Select(file => file.Path).Order(StringComparer.Ordinal));
        var restored = await Restore(name);
        Assert.Null(restored.Before);
        using var again = WeirStore.Open(_directory.File("new"), _time);
        Assert.Equal(50, again.Samples.CountLabels().Samples);
        var champion = again.Models.Champion()!;
        Assert.Equal(File.ReadAllBytes(_directory.File("data/models/champion.weir")), File.ReadAllBytes(_directory.File("new/" + champion.File)));
        Assert.Equal("example", File.ReadAllText(_directory.File("new/lists/brands.txt")));
        Assert.False(File.Exists(_directory.File("new/weir.json")));
        Assert.Null(again.Audit.FirstBroken());
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path, "*.tmp*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Settings_go_along_when_they_are_asked_for()
    {
        Backup.Write(_store, _directory.File("kept.tar.gz"), withSettings: true, Ct);
        await Restore("kept.tar.gz");
        Assert.Contains("hooks.test", File.ReadAllText(_directory.File("new/weir.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_backup_never_overwrites_what_is_there()
    {
        _directory.Write("kept.tar.gz", "precious");
        var refusal = Assert.Throws<KeepingException>(() => Save("kept.tar.gz"));
        Assert.Contains("exists already; name a new file or directory", refusal.Message);
        Assert.Equal("precious", File.ReadAllText(_directory.File("kept.tar.gz")));
    }

    [Fact]
    public async Task A_truncated_backup_is_refused_by_name_at_every_length()
    {
        Save("kept.tar.gz");
        var whole = File.ReadAllBytes(_directory.File("kept.tar.gz"));
        foreach (var length in Enumerable.Range(0, 12).Select(part => whole.Length * part / 12).Append(whole.Length - 1))
        {
            File.WriteAllBytes(_directory.File("cut.tar.gz"), whole[..length]);
            var refusal = await Assert.ThrowsAsync<KeepingException>(() => Restore("cut.tar.gz"));
            Assert.Contains("cut.tar.gz is truncated or was altered", refusal.Message);
            Assert.False(WeirStore.Exists(_directory.File("new")));
        }
    }

    [Theory]
    [InlineData("models/champion.weir")]
    [InlineData("weir.db")]
    [InlineData("datasets/aaa.csv.gz")]
    public async Task An_altered_backup_is_refused_by_the_name_of_the_file(string file)
    {
        Save("kept");
        File.AppendAllText(_directory.File("kept/" + file), "x");
        Assert.Contains($"{file} is not what was written", (await Assert.ThrowsAsync<KeepingException>(() => Restore("kept"))).Message);
        File.Delete(_directory.File("kept/" + file));
        Assert.Contains($"{file} is missing", (await Assert.ThrowsAsync<KeepingException>(() => Restore("kept"))).Message);
    }

    [Fact]
    public async Task A_backup_with_a_file_too_many_is_refused()
    {
        Save("kept");
        _directory.Write("kept/lists/more.txt", "x");
        Assert.Contains("lists/more.txt, which its manifest does not name", (await Assert.ThrowsAsync<KeepingException>(() => Restore("kept"))).Message);
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("/outside.txt")]
    [InlineData("models/../../outside.txt")]
    [InlineData("C:/outside.txt")]
    [InlineData("..\\outside.txt")]
    public async Task A_name_that_leaves_the_directory_is_refused(string name)
    {
        await using (var file = File.Create(_directory.File("evil.tar.gz")))
        await using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        await using (var tar = new TarWriter(gzip))
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream("x"u8.ToArray()) }, Ct);
        Assert.Contains("does not belong into a backup", (await Assert.ThrowsAsync<KeepingException>(() => Restore("evil.tar.gz"))).Message);
        Assert.Empty(Directory.GetFiles(_directory.Path, "outside.txt", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_link_in_a_backup_is_refused()
    {
        await using (var file = File.Create(_directory.File("evil.tar.gz")))
        await using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        await using (var tar = new TarWriter(gzip))
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, "models") { LinkName = "/etc" }, Ct);
        Assert.Contains("'models', which is no plain file", (await Assert.ThrowsAsync<KeepingException>(() => Restore("evil.tar.gz"))).Message);
    }

    [Fact]
    public async Task A_directory_that_holds_something_is_put_aside_only_by_force()
    {
        Save("kept.tar.gz");
        using (var other = SomeStore.Open(_directory.File("new"), _time, rows: 7)) SomeStore.Champion(other, "other");
        Assert.Contains("is not empty; choose another with --data, or let --force put what is there aside", (await Assert.ThrowsAsync<KeepingException>(() => Restore("kept.tar.gz"))).Message);
        var restored = await Restore("kept.tar.gz", force: true);
        using (var before = WeirStore.Open(restored.Before!, _time)) Assert.Equal((7, "other"), (before.Samples.CountLabels().Samples, before.Models.Champion()!.Version));
        using var now = WeirStore.Open(_directory.File("new"), _time);
        Assert.Equal((50, "champion"), (now.Samples.CountLabels().Samples, now.Models.Champion()!.Version));
    }

    [Fact]
    public async Task A_directory_that_someone_works_in_is_left_alone_even_by_force()
    {
        Save("kept.tar.gz");
        using var other = SomeStore.Open(_directory.File("new"), _time, rows: 7);
        var refusal = await Assert.ThrowsAsync<KeepingException>(() => Restore("kept.tar.gz", force: true));
        Assert.Contains("is in use; stop the Weir that serves or learns there", refusal.Message);
        Assert.Equal(7, other.Samples.CountLabels().Samples);
    }

    [Fact]
    public async Task A_damaged_database_gives_way_to_a_backup()
    {
        Save("kept.tar.gz");
        Directory.CreateDirectory(_directory.File("new"));
        _directory.Write("new/weir.db", new string('x', 9000));
        await Restore("kept.tar.gz", force: true);
        using var now = WeirStore.Open(_directory.File("new"), _time);
        Assert.Equal(50, now.Samples.CountLabels().Samples);
    }

    [Fact]
    public void A_full_disk_is_told_and_nothing_half_done_is_left()
    {
        using var disk = new SmallDisk(1);
        File.WriteAllBytes(_directory.File("data/lists/big.bin"), RandomBytes(3 << 20));
        var refusal = Assert.Throws<KeepingException>(() => Backup.Write(_store, disk.File("kept.tar.gz"), withSettings: false, Ct));
        Assert.Contains("cannot be written", refusal.Message);
        Assert.Empty(Directory.GetFileSystemEntries(disk.Path));
    }

    [Fact]
    public async Task What_is_no_backup_is_refused_by_name()
    {
        _directory.Write("list.tar.gz", "url,label\n");
        Assert.Contains("list.tar.gz is truncated or was altered", (await Assert.ThrowsAsync<KeepingException>(() => Restore("list.tar.gz"))).Message);
        Assert.Contains("neither a backup file nor a directory", (await Assert.ThrowsAsync<KeepingException>(() => Restore("nowhere.tar.gz"))).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"format":1,"files":[null]}""")]
    [InlineData("""{"format":1,"files":[{"path":"../x","size":1,"sha256":"00"}]}""")]
    public void A_manifest_of_strange_content_is_none(string text) => Assert.Null(BackupManifest.TryRead(Encoding.UTF8.GetBytes(text)));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private BackupManifest Save(string name) => Backup.Write(_store, _directory.File(name), withSettings: false, Ct);

    private Task<Restored> Restore(string name, bool force = false) => new Restore(_directory.File("new"), _time).RunAsync(_directory.File(name), force, Ct);
}
