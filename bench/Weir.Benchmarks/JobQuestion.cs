using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;

namespace Weir.Benchmarks;

/// <summary>A job of 1,000,000 rows over HTTP with a real <c>weir serve</c>: from the first byte of the upload to done, and its memory.</summary>
internal sealed class JobQuestion : IQuestion
{
    private const int Rows = 1_000_000;
    private const int Runs = 3;
    private const double GivenUpAfter = 300;

    public string Name => "job";

    public string About => "A batch job of 1,000,000 URLs over HTTP, CSV to CSV: seconds from the upload to done, and peak memory of weir serve";

    public Answer Ask(Bench bench)
    {
        var input = Make(bench);
        var runs = Enumerable.Range(0, Runs).Select(_ => Serve(bench, input)).OrderBy(run => run.Seconds).ToList();
        var (median, peak) = (runs[Runs / 2], runs.Max(run => run.PeakMiB));
        var figures = new JsonObject
        {
            ["rows"] = Rows,
            ["seconds"] = Figure.Of(median.Seconds, 2),
            ["upload_s"] = Figure.Of(median.Upload, 2),
            ["cpu_s"] = Figure.Of(median.Cpu, 2),
            ["rows_per_s"] = Figure.Of(Rows / median.Seconds, 0),
            ["peak_mib"] = Figure.Of(peak, 0),
        };
        var text = $"| figure | value |\n|---|---|\n| upload to done, median of {Runs} | {Figure.Text(median.Seconds, 2)} s |\n| of it the upload | {Figure.Text(median.Upload, 2)} s |\n"
            + $"| processor time of the server, all threads, from the upload to done | {Figure.Text(median.Cpu, 2)} s |\n| rows a second | {Figure.Text(Rows / median.Seconds, 0)} |\n| peak memory of the server, largest | {Figure.Text(peak, 0)} MiB |\n\nThere is no peer for this question.\n";
        return new Answer(figures, null, text);
    }

    private static (double Seconds, double Upload, double Cpu, double PeakMiB) Serve(Bench bench, string input)
    {
        bench.Say("a job of a server of its own");
        var data = Directory.CreateTempSubdirectory("weir-bench-job").FullName;
        var key = Child.Run(bench.Weir, "keys", "add", "bench", "--role", "analyst", "--data", data).Output.Split('\n')[0];
        using var server = Child.Start(bench.Weir, ["serve", "--role", "all", "--urls", "http://127.0.0.1:0", "--data", data]);
        try
        {
            var line = server.StandardOutput.ReadLine() ?? throw new BenchException("weir serve did not start; see above.");
            using var client = new HttpClient { BaseAddress = new Uri(line.Split(' ')[3].TrimEnd('.')), Timeout = TimeSpan.FromMinutes(5), DefaultRequestHeaders = { { "X-Api-Key", key } } };
            server.Refresh();
            var (before, watch) = (server.TotalProcessorTime, Stopwatch.StartNew());
            var id = Upload(client, input);
            var upload = watch.Elapsed.TotalSeconds;
            Wait(client, id, watch);
            server.Refresh();
            return (watch.Elapsed.TotalSeconds, upload, (server.TotalProcessorTime - before).TotalSeconds, Child.MiB(server.Id, "VmHWM"));
        }
        finally
        {
            if (!server.HasExited) server.Kill();
            server.WaitForExit();
            Directory.Delete(data, recursive: true);
        }
    }

    private static long Upload(HttpClient client, string input)
    {
        using var content = new StreamContent(File.OpenRead(input));
        content.Headers.ContentType = new("text/csv");
        using var answer = client.PostAsync("/v1/jobs?name=million.csv&start=true", content).GetAwaiter().GetResult();
        if (!answer.IsSuccessStatusCode) throw new BenchException($"POST /v1/jobs answered {(int)answer.StatusCode}: {answer.Content.ReadAsStringAsync().GetAwaiter().GetResult()}");
        return answer.Content.ReadFromJsonAsync<JsonObject>().GetAwaiter().GetResult()!["id"]!.GetValue<long>();
    }

    private static void Wait(HttpClient client, long id, Stopwatch watch)
    {
        while (watch.Elapsed.TotalSeconds < GivenUpAfter)
        {
            var job = client.GetFromJsonAsync<JsonObject>($"/v1/jobs/{id}").GetAwaiter().GetResult()!;
            var (state, rows) = (job["state"]!.GetValue<string>(), job["rows"]!.GetValue<long>());
            if (state == "done" && rows == Rows) return;
            if (state is "done" or "failed" or "paused") throw new BenchException($"The job is {state} after {rows} rows: {job["sentence"]}");
            Task.Delay(100).Wait();
        }
        throw new BenchException($"The job was not done within {GivenUpAfter} s.");
    }

    /// <summary>The rows of the question check-file, unpacked; made once.</summary>
    private static string Make(Bench bench)
    {
        var path = Path.Combine(bench.Cache, $"job-{Rows}.csv");
        if (File.Exists(path)) return path;
        using (var packed = new GZipStream(File.OpenRead(CheckFileQuestion.Make(bench, Rows)), CompressionMode.Decompress))
        using (var plain = File.Create(path + ".new")) packed.CopyTo(plain);
        File.Move(path + ".new", path);
        return path;
    }
}
