using System.Diagnostics;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Benchmarks.Http;
using Weir.Learning.Numerics;

namespace Weir.Benchmarks;

/// <summary>
/// <c>POST /predict</c> over loopback and <c>weir check --channel table:…</c> as a user runs it, by the model that <c>weir tables train</c>
/// makes of the published table of thirty columns: upload, start, model and all. Each row is a real one with two cells of others, so that few
/// are equal. <c>--fresh</c> trains anew.
/// </summary>
internal sealed class PredictTableQuestion : IQuestion
{
    private const int Many = 1_000_000;
    private const int Few = 100_000;
    private const int Runs = 3;
    private const string Table = "uci";

    public string Name => "predict-table";

    public string About => "POST /predict and weir check on a table of 1,000,000 rows x 30 columns, CSV to CSV";

    public Answer Ask(Bench bench)
    {
        var data = Data(bench);
        var (few, many) = (Make(bench, Few), Make(bench, Many));
        var served = Serve(bench, data, few, many);
        var small = Check(bench, data, few, Few);
        var runs = Enumerable.Range(0, Runs).Select(_ => Check(bench, data, many, Many)).OrderBy(run => run.Seconds).ToList();
        var large = runs[Runs / 2];
        var figures = new JsonObject
        {
            ["rows"] = Many,
            ["seconds"] = Figure.Of(served.Seconds, 2),
            ["cpu_s"] = Figure.Of(served.CpuSeconds, 2),
            ["rows_per_s"] = Figure.Of(Many / served.Seconds, 0),
            ["resident_mib_few"] = Figure.Of(served.FewMiB, 0),
            ["resident_mib_many"] = Figure.Of(served.ManyMiB, 0),
            ["memory_growth"] = Figure.Of(served.ManyMiB / served.FewMiB, 3),
            ["command_seconds"] = Figure.Of(large.Seconds, 2),
            ["command_cpu_s"] = Figure.Of(large.CpuSeconds, 2),
            ["command_peak_mib_100k"] = Figure.Of(small.PeakMiB, 0),
            ["command_peak_mib_1m"] = Figure.Of(large.PeakMiB, 0),
            ["command_memory_growth"] = Figure.Of(large.PeakMiB / small.PeakMiB, 3),
        };
        var text = "| door | rows | seconds | CPU s | MiB at most |\n|---|---|---|---|---|\n"
            + $"| POST /predict | {Many}, median of {Runs} | {Figure.Text(served.Seconds, 2)} | {Figure.Text(served.CpuSeconds, 1)} | {Figure.Text(served.ManyMiB, 0)} |\n"
            + $"| POST /predict | {Few} | | | {Figure.Text(served.FewMiB, 0)} |\n"
            + $"| weir check | {Many}, median of {Runs} | {Figure.Text(large.Seconds, 2)} | {Figure.Text(large.CpuSeconds, 1)} | {Figure.Text(large.PeakMiB, 0)} |\n"
            + $"| weir check | {Few} | {Figure.Text(small.Seconds, 2)} | {Figure.Text(small.CpuSeconds, 1)} | {Figure.Text(small.PeakMiB, 0)} |\n";
        return new Answer(figures, null, text);
    }

    private static (double Seconds, double CpuSeconds, double FewMiB, double ManyMiB) Serve(Bench bench, string data, string few, string many)
    {
        using var server = LoadedServer.Weir(bench, data);
        bench.Say("POST /predict, warming");
        var fewest = Math.Max(Post(server, few, Few).Resident, Post(server, few, Few).Resident);
        var runs = new List<(double Seconds, double Cpu, double Resident)>();
        for (var run = 0; run < Runs; run++)
        {
            var cpu = server.CpuSeconds;
            var (seconds, resident) = Post(server, many, Many);
            runs.Add((seconds, server.CpuSeconds - cpu, resident));
            bench.Say($"POST /predict on {Many} rows: {Figure.Text(seconds, 2)} s, {Figure.Text(resident, 0)} MiB");
        }

        var median = runs.OrderBy(run => run.Seconds).ElementAt(Runs / 2);
        return (median.Seconds, median.Cpu, fewest, runs.Max(run => run.Resident));
    }

    // The output goes to a file, as that of the command does.
    private static (double Seconds, double Resident) Post(LoadedServer server, string input, int rows)
    {
        var output = input + ".answers";
        var watch = Stopwatch.StartNew();
        using var curl = Process.Start("curl", ["-sS", "--fail-with-body", "-X", "POST", "-H", $"Authorization: {server.Client.DefaultRequestHeaders.Authorization}", "-H", "Content-Type: text/csv",
            "-H", "Accept: text/csv", "-T", input, "-o", output, new Uri(server.Address, "/predict?channel=table:" + Table).ToString()]);
        var peak = server.ResidentMiB;
        while (!curl.WaitForExit(100)) peak = Math.Max(peak, server.ResidentMiB);
        var seconds = watch.Elapsed.TotalSeconds;
        var lines = File.ReadLines(output).Count();
        return lines == rows + 1 ? (seconds, peak) : throw new BenchException($"/predict answered {lines} lines for {rows} rows and a header: {File.ReadLines(output).FirstOrDefault()}");
    }

    private static string Data(Bench bench)
    {
        var folder = Path.Combine(bench.Cache, "predict-table");
        if (bench.Has("--fresh") && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        if (Directory.Exists(folder)) return folder;
        bench.Say("training the table");
        Child.Run(bench.Weir, "tables", "load", bench.SharedFile("data/tabular/phisingData.csv.gz"), "--table", Table, "--data", folder);
        bench.Say(Child.Run(bench.Weir, "tables", "train", Table, "--data", folder).Output);
        return folder;
    }

    private static string Make(Bench bench, int rows)
    {
        var path = Path.Combine(bench.Cache, $"predict-table-{rows}.csv");
        if (File.Exists(path)) return path;
        var data = new PublishedTable(Table, "phisingData.csv.gz", "Result", "-1", []).Read(bench);
        var random = new Xoshiro256(1);
        using (var to = new StreamWriter(path + ".new"))
        {
            to.WriteLine(string.Join(',', data.FeatureNames));
            var cells = new float[data.FeatureCount];
            for (var i = 0; i < rows; i++)
            {
                data.Read(random.NextInt(data.Rows), cells);
                for (var other = 0; other < 2; other++)
                {
                    var column = random.NextInt(cells.Length);
                    cells[column] = data.Columns[column][random.NextInt(data.Rows)];
                }

                to.WriteLine(string.Join(',', cells));
            }
        }

        File.Move(path + ".new", path);
        return path;
    }

    private static ChildRun Check(Bench bench, string data, string input, int rows)
    {
        var output = Path.Combine(bench.Cache, $"predict-table-{Environment.ProcessId}.csv");
        bench.Say($"weir check on {rows} rows");
        var run = Child.Run(bench.Weir, "check", "--channel", "table:" + Table, "--input", input, "--output", output, "--data", data);
        var lines = File.ReadLines(output).Count();
        File.Delete(output);
        return lines == rows + 1 ? run : throw new BenchException($"weir check wrote {lines} lines for {rows} rows and a header.");
    }
}
