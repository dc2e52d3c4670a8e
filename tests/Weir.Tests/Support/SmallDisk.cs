using System.Diagnostics;
using Xunit;

namespace Weir.Tests.Support;

/// <summary>A disk of a few megabytes in memory. Only root may mount one: elsewhere the test is skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TempDirectory _directory = new();

    public SmallDisk(int mebibytes)
    {
        var isMounted = OperatingSystem.IsLinux() && Environment.UserName == "root" && Mount("-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", Path);
        if (isMounted) return;
        _directory.Dispose();
        Assert.Skip("Only root can mount a small disk.");
    }

    public string Path => _directory.Path;

    public string File(string name) => _directory.File(name);

    /// <summary>From now on nothing can be written, whoever tries.</summary>
    public void MakeReadOnly() => Assert.True(Mount("-o", "remount,ro", Path));

    /// <summary>Someone has freed space.</summary>
    public void Resize(int mebibytes) => Assert.True(Mount("-o", $"remount,size={mebibytes}m", Path));

    public void Dispose()
    {
        Run("umount", "-l", Path);
        _directory.Dispose();
    }

    private static bool Mount(params string[] arguments) => Run("mount", arguments);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
