using System.Diagnostics;
using System.Globalization;

namespace Weir.Benchmarks.Harness;

/// <summary>How a child process ended.</summary>
internal sealed record ChildRun(int ExitCode, string Output, double Seconds, double PeakMiB);

/// <summary>Runs other programs and watches their memory.</summary>
internal static class Child
{
    /// <summary>Runs to the end; stdout is returned, stderr passes through. A bad exit is an error.</summary>
    public static ChildRun Run(string program, params IReadOnlyList<string> arguments)
    {
        var watch = Stopwatch.StartNew();
        using var child = Start(program, arguments);
        var output = child.StandardOutput.ReadToEndAsync();
        var peak = 0.0;
        // The kernel keeps the high-water mark; it is read while the process lives.
        while (!child.WaitForExit(20)) peak = Math.Max(peak, MiB(child.Id, "VmHWM"));
        child.WaitForExit();
        var run = new ChildRun(child.ExitCode, output.Result, watch.Elapsed.TotalSeconds, peak);
        return run.ExitCode == 0 ? run : throw new BenchException($"{Path.GetFileName(program)} {string.Join(' ', arguments.Take(3))} … ended with code {run.ExitCode}; see above.");
    }

    /// <summary>Starts a program whose stdout the caller reads.</summary>
    public static Process Start(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            throw new BenchException($"{program} cannot be started: {fault.Message}.");
        }
    }

    /// <summary>A memory figure of a process (VmHWM = peak, VmRSS = resident now), MiB; 0 when the system does not tell.</summary>
    public static double MiB(int process, string field)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith(field, StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', '\t').First(part => part.Length > 0 && char.IsAsciiDigit(part[0])), CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException) // it has just ended
        {
            return 0;
        }
    }
}
