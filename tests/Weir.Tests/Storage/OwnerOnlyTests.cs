using System.Runtime.Versioning;
using Weir.Server.Settings;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage;

[UnsupportedOSPlatform("windows")]
public sealed class OwnerOnlyTests : IDisposable
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly TempDirectory _directory = new();

    public OwnerOnlyTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_store_makes_its_directory_database_and_anchor_for_its_owner_alone()
    {
        using var store = WeirStore.Open(_directory.File("data"), TimeProvider.System);
        store.Settings.Set("a", "1", "anna");
        Assert.Equal(["audit-anchor.json", "weir.db", "weir.db-shm", "weir.db-wal"], Directory.GetFiles(_directory.File("data")).Select(Path.GetFileName).Order());
        Assert.Equal([], Open(_directory.File("data")));
    }

    [Fact]
    public void In_a_directory_that_others_may_read_the_database_is_closed_to_them()
    {
        Directory.CreateDirectory(_directory.File("data"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        using (var store = WeirStore.Open(_directory.File("data"), TimeProvider.System)) store.Settings.Set("a", "1", "anna");
        Assert.Equal([_directory.File("data")], Open(_directory.File("data")));
    }

    [Fact]
    public async Task Doctor_says_that_others_may_look_into_a_directory_and_how_to_close_it()
    {
        var data = _directory.File("data");
        using (WeirStore.Open(data, TimeProvider.System)) { }
        Assert.DoesNotContain("may look into", (await CommandRun.Of("doctor", "--data", data)).Output);
        File.SetUnixFileMode(data, File.GetUnixFileMode(data) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        Assert.Contains($"warning  directory  every user of this machine may look into '{data}'; `chmod 700 '{data}'` keeps", (await CommandRun.Of("doctor", "--data", data)).Output);
    }

    [Fact]
    public async Task Settings_and_restored_backups_are_for_their_owner_alone()
    {
        SettingsFile.Set(_directory.File("new"), "Features:Off", "");
        using (WeirStore.Open(_directory.File("data"), TimeProvider.System)) { }
        var copy = _directory.File("copy.tar.gz");
        Assert.Equal("", (await CommandRun.Of("backup", copy, "--data", _directory.File("data"))).Error);
        Assert.Equal("", (await CommandRun.Of("restore", copy, "--data", _directory.File("again"))).Error);
        Assert.Equal([], Open(_directory.File("new")).Concat(Open(_directory.File("again"))).Append(copy).Where(path => (File.GetUnixFileMode(path) & Others) != 0));
    }

    // What others could reach.
    private static List<string> Open(string directory) =>
        [.. Directory.GetFileSystemEntries(directory, "*", SearchOption.AllDirectories).Prepend(directory).Where(path => (File.GetUnixFileMode(path) & Others) != 0)];
}
