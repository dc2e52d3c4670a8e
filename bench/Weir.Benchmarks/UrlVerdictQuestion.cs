using System.Diagnostics;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Detection.Reference;

namespace Weir.Benchmarks;

/// <summary>What one verdict costs in process on one thread: without reasons, with the top ones, with all.</summary>
internal sealed class UrlVerdictQuestion : IQuestion
{
    private const int Urls = 20_000;
    private const int UrlsWithReasons = 2_000;
    private const int Passes = 5;

    public string Name => "url-verdict";

    public string About => "Time and memory of one verdict in process, one thread, with and without reasons";

    public Answer Ask(Bench bench)
    {
        var detector = new Detector(bench.Model, ReferenceLists.Embedded, AccessLists.Empty, TimeProvider.System);
        var urls = bench.Set("calibrate_test").Rows.Take(Urls).Select(row => row.Url).ToArray();
        var scratch = new DetectorScratch();
        var figures = new JsonObject
        {
            ["none"] = Measure(urls, url => detector.Check(url, scratch)),
            ["top"] = Measure(urls[..UrlsWithReasons], url => detector.Check(url, Explain.Top)),
            ["full"] = Measure(urls[..UrlsWithReasons], url => detector.Check(url, Explain.Full)),
        };
        var text = "| what | median us | p99 us | bytes a verdict |\n|---|---|---|---|\n";
        foreach (var (name, of) in figures)
            text += $"| reasons: {name} | {Figure.Text(Figure.At(of!, "median_ns") / 1000, 2)} | {Figure.Text(Figure.At(of!, "p99_ns") / 1000, 2)} | {Figure.Text(Figure.At(of!, "bytes"), 0)} |\n";
        var best = 0.0;
        foreach (var peer in bench.Peers.On("train", Bench.MainTests, "calibrate_test"))
        {
            var rate = Figure.At(peer.Figures, "urls_per_s");
            best = Math.Max(best, rate);
            figures[peer.Key] = new JsonObject { ["batch_ns"] = Figure.Of(1e9 / rate, 0) };
            text += $"| {peer.Name}, in one batch | {Figure.Text(1e6 / rate, 2)} | | |\n";
        }
        return new Answer(figures, Figure.At(figures, "none/median_ns") / (1e9 / best), text);
    }

    /// <summary>Warms up once; the figures are those of the median pass.</summary>
    private static JsonObject Measure(string[] urls, Action<string> check)
    {
        foreach (var url in urls) check(url);
        // Tiered compilation replaces hot methods a moment after they became hot.
        Task.Delay(300).Wait();
        foreach (var url in urls) check(url);
        var passes = Enumerable.Range(0, Passes).Select(_ => Pass(urls, check)).OrderBy(pass => pass.Median).ToList();
        var (median, p99, bytes) = passes[Passes / 2];
        return new JsonObject { ["median_ns"] = Figure.Of(median, 0), ["p99_ns"] = Figure.Of(p99, 0), ["bytes"] = Figure.Of(bytes, 1) };
    }

    private static (double Median, double P99, double Bytes) Pass(string[] urls, Action<string> check)
    {
        var times = new double[urls.Length];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < urls.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            check(urls[i]);
            times[i] = Stopwatch.GetTimestamp() - start;
        }
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Array.Sort(times);
        var tick = 1e9 / Stopwatch.Frequency;
        return (times[times.Length / 2] * tick, times[(int)(times.Length * 0.99)] * tick, bytes / (double)urls.Length);
    }
}
