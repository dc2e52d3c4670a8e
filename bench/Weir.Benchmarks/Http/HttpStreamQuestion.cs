using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;

namespace Weir.Benchmarks.Http;

/// <summary>POST /v1/check/stream with a million addresses: addresses a second, and whether ten times the lines take more memory.</summary>
internal sealed class HttpStreamQuestion : IQuestion
{
    private const int Few = 200_000;
    private const int Many = 2_000_000;
    private const int Runs = 3;

    public string Name => "http-stream";

    public string About => "POST /v1/check/stream over loopback: addresses a second, memory of the server";

    public Answer Ask(Bench bench)
    {
        var data = Directory.CreateTempSubdirectory("weir-bench-stream").FullName;
        using var server = LoadedServer.Weir(bench, data, ("WEIR__Verdicts__Share", "0"));
        var (start, many) = (Lines(bench, data, Few), Lines(bench, data, Many));
        bench.Say("warming");
        Stream(server, start, Few);
        Stream(server, start, Few);
        var few = server.ResidentMiB;
        var rates = new List<double>();
        var peak = 0.0;
        for (var run = 0; run < Runs; run++)
        {
            var (seconds, resident) = Stream(server, many, Many);
            rates.Add(Many / seconds);
            peak = Math.Max(peak, resident);
            bench.Say($"{rates[^1]:F0} URLs/s, {resident:F0} MiB");
        }

        var rate = rates.Order().ElementAt(Runs / 2);
        server.Stop();
        Directory.Delete(data, recursive: true);
        var figures = new JsonObject { ["urls_per_s"] = Figure.Of(rate, 0), ["resident_mib_few"] = Figure.Of(few, 0), ["resident_mib_many"] = Figure.Of(peak, 0), ["memory_growth"] = Figure.Of(peak / few, 3) };
        return new Answer(figures, null, $"| figure | value |\n|---|---|\n| addresses a second, median of {Runs} streams of {Many} | {Figure.Text(rate, 0)} |\n"
            + $"| resident after streams of {Few} | {Figure.Text(few, 0)} MiB |\n| resident at most during streams of {Many} | {Figure.Text(peak, 0)} MiB |\n\nThe peer offers no streams.\n");
    }

    // As many lines as asked, over and over the same addresses, in a file that curl sends.
    private static string Lines(Bench bench, string directory, int count)
    {
        var lines = bench.Set("calibrate_test").Rows.Take(50_000).Select(row => JsonSerializer.Serialize(new { subject = row.Url })).ToArray();
        var path = Path.Combine(directory, $"{count}.ndjson");
        File.WriteAllLines(path, Enumerable.Range(0, count).Select(i => lines[i % lines.Length]));
        return path;
    }

    // curl sends and reads at once; a client that sends everything before it reads would wait for ever.
    private static (double Seconds, double Resident) Stream(LoadedServer server, string lines, int count)
    {
        var answers = lines + ".answers";
        var watch = Stopwatch.StartNew();
        using var curl = Process.Start("curl", ["-s", "--fail", "-X", "POST", "-H", "Content-Type: application/x-ndjson", "-T", lines, "-o", answers, new Uri(server.Address, "/v1/check/stream").ToString()]);
        var peak = 0.0;
        while (!curl.WaitForExit(250)) peak = Math.Max(peak, server.ResidentMiB);
        var seconds = watch.Elapsed.TotalSeconds;
        var answered = File.ReadLines(answers).Count();
        return answered == count ? (seconds, peak) : throw new BenchException($"{count} lines got {answered} answers.");
    }
}
