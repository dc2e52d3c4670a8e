using System.Diagnostics;

namespace Weir.Benchmarks.Harness;

/// <summary>Where and on what a measurement ran.</summary>
internal sealed record Machine(string Date, string Cpu, int Cores, string Commit)
{
    public static Machine Read(string root) => new(
        TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture) + " UTC",
        CpuModel(), Environment.ProcessorCount, CommitOf(root));

    public override string ToString() => $"{Date}, {Cpu}, {Cores} cores, commit {Commit}";

    private static string CpuModel()
    {
        if (!File.Exists("/proc/cpuinfo")) return System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();
        var line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
        return line is null ? "unknown processor" : line[(line.IndexOf(':') + 1)..].Trim();
    }

    /// <summary>Short hash; a plus says that sources were changed since.</summary>
    private static string CommitOf(string root)
    {
        var head = Git(root, "rev-parse", "--short", "HEAD");
        if (head.Length == 0) return "unknown";
        return Git(root, "status", "--porcelain", "--", "src", "bench/Weir.Benchmarks").Length == 0 ? head : head + "+";
    }

    private static string Git(string root, params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = root };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            using var git = Process.Start(start)!;
            var text = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? text : "";
        }
        catch (System.ComponentModel.Win32Exception) // no git: a source archive
        {
            return "";
        }
    }
}
