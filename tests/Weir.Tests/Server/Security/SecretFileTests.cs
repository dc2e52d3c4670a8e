using Weir.Server.Security;
using Weir.Server.Settings;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Security;

public sealed class SecretFileTests
{
    [Fact]
    public void A_secret_is_read_again_and_stands_nowhere_in_the_clear()
    {
        using var directory = new TempDirectory();
        SecretFile.Set(directory.Path, "SMTP_PASSWORD", "hunter2-hunter2");
        var faults = new List<string>();
        Assert.Equal([new KeyValuePair<string, string>("Alerts:Email:Password", "hunter2-hunter2")], SecretFile.Read(directory.Path, faults));
        Assert.Empty(faults);
        foreach (var file in Directory.EnumerateFiles(directory.Path, "*", SearchOption.AllDirectories)) Assert.DoesNotContain("hunter2", File.ReadAllText(file));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SecretFile.PathIn(directory.Path)));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(SecretBox.FolderIn(directory.Path)));
        }

        Assert.True(SecretFile.Remove(directory.Path, "Alerts:Email:Password"));
        Assert.Empty(SecretFile.Names(directory.Path));
    }

    [Fact]
    public void What_stands_in_the_clear_is_sealed_and_all_else_stays()
    {
        using var directory = new TempDirectory();
        SettingsFile.Set(directory.Path, "Feeds", "phishtank", [new("Kind", "phishtank"), new("Key", "hunter2-hunter2")]);
        SettingsFile.Set(directory.Path, "Alerts", "Email", [new("Password", "hunter2-hunter2")]);
        Assert.Equal(["Alerts:Email:Password", "Feeds:phishtank:Key"], SecretSeal.Seal(directory.Path));
        Assert.Empty(SecretSeal.Open(directory.Path));
        Assert.Equal([new KeyValuePair<string, string>("Feeds:phishtank:Kind", "phishtank")], SettingsFile.Values(directory.Path));
        Assert.DoesNotContain("hunter2", File.ReadAllText(SettingsFile.PathIn(directory.Path)));
        Assert.Equal(2, SecretFile.Read(directory.Path, []).Count(pair => pair.Value == "hunter2-hunter2"));
        SecretSeal.Forget(directory.Path, "Feeds:phishtank");
        Assert.Equal(["Alerts:Email:Password"], SecretFile.Names(directory.Path));
    }

    [Fact]
    public void Secrets_without_their_keys_are_told_with_the_way_out()
    {
        using var directory = new TempDirectory();
        SecretFile.Set(directory.Path, "SMTP_PASSWORD", "hunter2-hunter2");
        Directory.Delete(SecretBox.FolderIn(directory.Path), recursive: true);
        var faults = new List<string>();
        Assert.Empty(SecretFile.Read(directory.Path, faults));
        Assert.Contains("weir secrets set Alerts:Email:Password", Assert.Single(faults));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("{\"Alerts:Email:Password\":\"CfDJ8\"}")]
    public void A_broken_file_is_a_fault_and_no_crash(string text)
    {
        using var directory = new TempDirectory();
        File.WriteAllText(SecretFile.PathIn(directory.Path), text);
        var faults = new List<string>();
        Assert.Empty(SecretFile.Read(directory.Path, faults));
        Assert.Single(faults);
    }
}
