using System.Xml.Linq;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Deploy;

/// <summary>The files that make Weir live under systemd and launchd.</summary>
public sealed class LivingFilesTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_systemd_unit_passes_its_own_checker()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "systemd-analyze is not installed.");
        // The checker wants the program to exist where the unit says.
        var unit = Unit().Replace("/opt/weir/weir", WeirProcess.Executable.Replace(" ", "\\x20", StringComparison.Ordinal), StringComparison.Ordinal);
        var run = await WeirProcess.Run("systemd-analyze", "verify", "--man=no", _directory.Write("weir.service", unit));
        Assert.Equal((0, ""), (run.ExitCode, string.Join('\n', run.Error.Split('\n').Where(line => line.Contains("weir.service", StringComparison.Ordinal)))));
    }

    [Fact]
    public void The_systemd_unit_waits_for_the_notice_and_stops_within_its_patience()
    {
        Assert.Contains("\nType=notify\n", Unit(), StringComparison.Ordinal);
        Assert.Contains("\nTimeoutStopSec=15\n", Unit(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_launchd_file_is_a_plist_of_keys_and_values_that_serves()
    {
        var plist = XDocument.Load(Path.Combine(Repository.Root, "deploy/launchd/weir.plist"));
        Assert.Equal("plist", plist.Root!.Name.LocalName);
        var dict = Assert.Single(plist.Root.Elements());
        var elements = dict.Elements().ToList();
        Assert.All(elements.Where((_, i) => i % 2 == 0), key => Assert.Equal("key", key.Name.LocalName));
        Assert.Equal(0, elements.Count % 2);
        var arguments = elements[elements.FindIndex(element => element.Value == "ProgramArguments") + 1];
        Assert.Equal(["weir", "serve"], arguments.Elements().Take(2).Select(word => Path.GetFileName(word.Value)));
    }

    private static string Unit() => File.ReadAllText(Path.Combine(Repository.Root, "deploy/systemd/weir.service"));
}
