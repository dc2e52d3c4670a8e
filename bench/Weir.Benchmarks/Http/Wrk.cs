using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;

namespace Weir.Benchmarks.Http;

/// <summary>What a load did: requests a second, milliseconds, errors, and the server's processor time a request.</summary>
internal sealed record Load(double RequestsPerS, double P50Ms, double P99Ms, long Requests, long Errors, double CpuMicros)
{
    public JsonObject Figures => new()
    {
        ["requests_per_s"] = Figure.Of(RequestsPerS, 0),
        ["p50_ms"] = Figure.Of(P50Ms, 2),
        ["p99_ms"] = Figure.Of(P99Ms, 2),
        ["errors"] = Errors,
        ["cpu_us_per_request"] = Figure.Of(CpuMicros, 1),
    };

    public string Row(string name) => FormattableString.Invariant($"| {name} | {RequestsPerS:F0} | {P50Ms:F2} | {P99Ms:F2} | {CpuMicros:F1} | {Errors} |\n");

    public const string Head = "| what | requests/s | p50 ms | p99 ms | server CPU us/request | errors |\n|---|---|---|---|---|---|\n";
}

/// <summary>Debian's wrk, with a script that asks about many different addresses.</summary>
internal static class Wrk
{
    private const int Bodies = 50_000;

    /// <summary>A file with one JSON body a line, of addresses that no training saw; made once.</summary>
    public static string BodyFile(Bench bench, string name, Func<string, object> body)
    {
        var path = Path.Combine(bench.Cache, $"bodies-{name}.txt");
        if (!File.Exists(path)) File.WriteAllLines(path, bench.Set("calibrate_test").Rows.Take(Bodies).Select(row => JsonSerializer.Serialize(body(row.Url))));
        return path;
    }

    /// <summary>Loads a server for some seconds; with a pause, each connection waits so many milliseconds on average before its next request (0 to 1).</summary>
    public static Load Run(Bench bench, LoadedServer server, string bodies, int connections, int seconds, string path = "/v1/check", double pause = 0)
    {
        var start = new ProcessStartInfo("wrk", ["-t2", $"-c{connections}", $"-d{seconds}s", "--timeout", "10s", "-s", Path.Combine(bench.Root, "bench", "peers", "check.lua"), server.Address.ToString()]) { RedirectStandardOutput = true, UseShellExecute = false };
        (start.Environment["WEIR_URLS"], start.Environment["WEIR_PATH"], start.Environment["WEIR_PAUSE"]) = (bodies, path, pause.ToString(CultureInfo.InvariantCulture));
        var cpu = server.CpuSeconds;
        try
        {
            using var wrk = Process.Start(start)!;
            var output = wrk.StandardOutput.ReadToEnd();
            wrk.WaitForExit();
            return Read(output, server.CpuSeconds - cpu);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new BenchException("wrk is missing: apt-get install wrk.");
        }
    }

    private static Load Read(string output, double cpu)
    {
        var line = output.Split('\n').FirstOrDefault(line => line.StartsWith("RESULT ", StringComparison.Ordinal)) ?? throw new BenchException("wrk gave no figures: " + output);
        var numbers = line.Split(' ').Skip(1).Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new Load(numbers[0] / numbers[1] * 1e6, numbers[2] / 1000, numbers[3] / 1000, (long)numbers[0], (long)numbers[4], cpu / Math.Max(1, numbers[0]) * 1e6);
    }
}
