using System.Diagnostics;
using System.Globalization;

namespace Weir.Benchmarks.Harness;

/// <summary>How a child process ended.</summary>
/// <param name="ExitCode">0 when it did its work.</param>
/// <param name="Output">What it wrote to stdout.</param>
/// <param name="Seconds">From start to end.</param>
/// <param name="PeakMiB">Largest resident memory.</param>
/// <param name="CpuSeconds">Processor time of all threads, up to 20 ms before the end.</param>
internal sealed record ChildRun(int ExitCode, string Output, double Seconds, double PeakMiB, double CpuSeconds);

/// <summary>Runs other programs and watches their memory.</summary>
internal static class Child
{
    /// <summary>Runs to the end; stdout is returned, stderr passes through. A bad exit is an error.</summary>
    public static ChildRun Run(string program, params IReadOnlyList<string> arguments)
    {
        var watch = Stopwatch.StartNew();
        using var child = Start(program, arguments);
        var output = child.StandardOutput.ReadToEndAsync();
        var (peak, cpu) = (0.0, 0.0);
        // The kernel keeps the high-water mark; it is read while the process lives.
        while (!child.WaitForExit(20)) (peak, cpu) = (Math.Max(peak, MiB(child.Id, "VmHWM")), Math.Max(cpu, CpuOf(child)));
        child.WaitForExit();
        var run = new ChildRun(child.ExitCode, output.Result, watch.Elapsed.TotalSeconds, peak, cpu);
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

    private static double CpuOf(Process child)
    {
        try
        {
            return child.TotalProcessorTime.TotalSeconds;
        }
        catch (Exception ended) when (ended is InvalidOperationException or System.ComponentModel.Win32Exception) // it has just ended
        {
            return 0;
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
