using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;

namespace Weir.Benchmarks;

/// <summary><c>weir check</c> from CSV.gz to CSV as a user runs it: start, model and all. Memory is flat when ten times the rows take no more.</summary>
internal sealed class CheckFileQuestion : IQuestion
{
    private const int Many = 1_000_000;
    private const int Few = 100_000;
    private const int Runs = 5;

    public string Name => "check-file";

    public string About => "weir check on a file of 1,000,000 URLs, CSV.gz to CSV, as a child process";

    public Answer Ask(Bench bench)
    {
        var (few, many) = (Make(bench, Few), Make(bench, Many));
        var model = bench.ModelFile();
        var small = Check(bench, few, model, Few);
        var runs = Enumerable.Range(0, Runs).Select(run => Check(bench, many, model, Many)).OrderBy(run => run.Seconds).ToList();
        var large = runs[Runs / 2];
        var rate = Many / large.Seconds;
        var figures = new JsonObject
        {
            ["rows"] = Many,
            ["seconds"] = Figure.Of(large.Seconds, 2),
            ["cpu_s"] = Figure.Of(large.CpuSeconds, 2),
            ["urls_per_s"] = Figure.Of(rate, 0),
            ["peak_mib_100k"] = Figure.Of(small.PeakMiB, 0),
            ["peak_mib_1m"] = Figure.Of(large.PeakMiB, 0),
            ["memory_growth"] = Figure.Of(large.PeakMiB / small.PeakMiB, 3),
        };
        var text = $"| what | URLs/s | peak MiB | CPU s |\n|---|---|---|---|\n| weir check, {Many} rows, median of {Runs} | {Figure.Text(rate, 0)} | {Figure.Text(large.PeakMiB, 0)} | {Figure.Text(large.CpuSeconds, 1)} |\n"
            + $"| weir check, {Few} rows | {Figure.Text(Few / small.Seconds, 0)} | {Figure.Text(small.PeakMiB, 0)} | {Figure.Text(small.CpuSeconds, 1)} |\n";
        var best = 0.0;
        foreach (var peer in bench.Peers.On("train", Bench.MainTests, "calibrate_test"))
        {
            var peerRate = Figure.At(peer.Figures, "urls_per_s");
            best = Math.Max(best, peerRate);
            figures[peer.Key] = new JsonObject { ["urls_per_s"] = peerRate };
            text += $"| {peer.Name}, features and scores in memory | {Figure.Text(peerRate, 0)} | | |\n";
        }
        return new Answer(figures, rate / best, text);
    }

    private static ChildRun Check(Bench bench, string input, string model, int rows)
    {
        var output = Path.Combine(bench.Cache, $"check-{Environment.ProcessId}.csv");
        bench.Say($"weir check on {rows} rows");
        var run = Child.Run(bench.Weir, "check", "--input", input, "--output", output, "--format", "csv", "--model", model, "--data", Path.Combine(bench.Cache, "no-data"));
        var lines = File.ReadLines(output).Count();
        File.Delete(output);
        // Quoted line ends would make more lines than rows, never fewer.
        return lines > rows ? run : throw new BenchException($"weir check wrote {lines} lines for {rows} rows and a header.");
    }

    /// <summary>Rows of train, made unique by a query parameter from the second round on; made once.</summary>
    internal static string Make(Bench bench, int rows)
    {
        var path = Path.Combine(bench.Cache, $"check-{rows}.csv.gz");
        if (File.Exists(path)) return path;
        bench.Say($"making {rows} rows");
        var urls = LabelledSet.ReadRows(bench.SplitFile("train"));
        using (var file = new StreamWriter(new GZipStream(File.Create(path + ".new"), CompressionLevel.Fastest), new UTF8Encoding(false)))
        {
            file.WriteLine("url,row");
            for (var i = 0; i < rows; i++)
            {
                var url = urls[i % urls.Count].Url;
                if (i >= urls.Count) url += (url.Contains('?', StringComparison.Ordinal) ? "&r=" : "?r=") + i;
                file.WriteLine($"\"{url.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{i}");
            }
        }
        File.Move(path + ".new", path);
        return path;
    }
}
