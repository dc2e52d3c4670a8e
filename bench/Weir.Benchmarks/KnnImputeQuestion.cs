using System.Diagnostics;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Learning.Neighbours;
using Weir.Learning.Preparation;

namespace Weir.Benchmarks;

/// <summary>
/// Holes filled by the nearest rows beside scikit-learn's KNNImputer in the same run: the largest difference over tables with 5 to 40 %
/// holes, and the time at 20,000 x 50.
/// </summary>
internal sealed class KnnImputeQuestion : IQuestion
{
    private static readonly int[] Percent = [5, 10, 20, 40];
    private static readonly (int Neighbours, NeighbourWeights Weights)[] Ways = [(5, NeighbourWeights.Uniform), (3, NeighbourWeights.Uniform), (5, NeighbourWeights.Distance)];

    public string Name => "knn-impute";

    public string About => "Holes filled by the nearest rows beside scikit-learn's KNNImputer: largest difference, and time at 20,000 x 50";

    /// <summary><c>--rows N</c> times fewer rows; <c>--most N</c> compares that many rows a table (default 1,500; 0 = all).</summary>
    public Answer Ask(Bench bench)
    {
        var folder = Path.Combine(bench.Cache, "knn-impute");
        Directory.CreateDirectory(folder);
        var (largest, text) = (0.0, "| table | rows x columns | compared cells | largest difference |\n|---|---|---|---|\n");
        foreach (var (name, table) in HoledTables.All(bench, Number(bench, "--most", 1500)))
        {
            bench.Say(name);
            var (difference, cells) = Compare(bench, folder, name, table);
            largest = Math.Max(largest, difference);
            text += FormattableString.Invariant($"| {name} | {table[0].Length:N0} x {table.Length} | {cells:N0} | {difference:E1} |\n");
        }
        var (ours, theirs, timed) = Time(bench, folder, Number(bench, "--rows", 20_000));
        var figures = new JsonObject
        {
            ["difference"] = Math.Max(largest, timed),
            ["seconds"] = Figure.Of(ours.Seconds),
            ["peer_seconds"] = Figure.Of(theirs.Seconds),
            ["cpu_seconds"] = Figure.Of(ours.Cpu),
            ["peer_cpu_seconds"] = Figure.Of(theirs.Cpu),
            ["ratio"] = Figure.Of(ours.Seconds / theirs.Seconds),
        };
        text += FormattableString.Invariant($"""

            Each with 5, 10, 20 and 40 % holes, five and three neighbours of equal weight and five weighed by distance. The
            numbers of the third table reach 10 million. Peer: {theirs.Name}.

            | 20,000 x 50 normal numbers, 10 % holes, five neighbours | seconds | of the processors |
            |---|---|---|
            | Weir | {ours.Seconds:F3} | {ours.Cpu:F3} |
            | scikit-learn | {theirs.Seconds:F3} | {theirs.Cpu:F3} |
            """);
        return new Answer(figures, ours.Seconds / theirs.Seconds, text);
    }

    private static (double Difference, long Cells) Compare(Bench bench, string folder, string name, double[][] table)
    {
        var jobs = (from percent in Percent from way in Ways select (Holed: HoledTables.WithHoles(table, percent / 100.0, (ulong)percent), way.Neighbours, way.Weights)).ToArray();
        for (var j = 0; j < jobs.Length; j++) Npy.Write(Path.Combine(folder, $"{j}.npy"), jobs[j].Holed);
        Peer(bench, folder, [.. jobs.Select((job, j) => $"{j}:{job.Neighbours}:{Word(job.Weights)}")]);
        var (largest, cells) = (0.0, 0L);
        for (var j = 0; j < jobs.Length; j++)
        {
            var filled = new KnnImputerParameters { Neighbours = jobs[j].Neighbours, Weights = jobs[j].Weights }.Fit(jobs[j].Holed).Transform(jobs[j].Holed);
            largest = Math.Max(largest, Difference(filled, Npy.Read(Path.Combine(folder, $"{j}.out.npy"))));
            cells += jobs[j].Holed.Sum(column => (long)column.Count(double.IsNaN));
        }
        return (largest, cells);
    }

    private static (Run Ours, Run Theirs, double Difference) Time(Bench bench, string folder, int rows)
    {
        bench.Say($"{rows:N0} x 50 (scikit-learn needs minutes)");
        var table = HoledTables.WithHoles(HoledTables.Normal(rows, 50, 1), 0.1, 2);
        Npy.Write(Path.Combine(folder, "time.npy"), table);
        new KnnImputerParameters().Fit(table).Transform(Array.ConvertAll(table, column => column[..200]));
        var runs = new List<Run>();
        var filled = table;
        while (runs.Count < 3)
        {
            var (watch, used) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            filled = new KnnImputerParameters().Fit(table).Transform(table);
            runs.Add(new Run("Weir", watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - used).TotalSeconds));
        }
        var theirs = Peer(bench, folder, "time:5:uniform");
        return (runs.OrderBy(run => run.Seconds).ElementAt(1), theirs, Difference(filled, Npy.Read(Path.Combine(folder, "time.out.npy"))));
    }

    private static Run Peer(Bench bench, string folder, params string[] jobs)
    {
        var run = Child.Run("/usr/bin/python3", [Path.Combine(bench.Root, "bench", "peers", "knn_impute.py"), folder, .. jobs]);
        var line = JsonNode.Parse(run.Output)!;
        return new Run(line["peer"]!.GetValue<string>(), line["seconds"]![0]!.GetValue<double>(), line["cpu_seconds"]![0]!.GetValue<double>());
    }

    private static double Difference(double[][] ours, double[] theirs)
    {
        if (ours.Length * ours[0].Length != theirs.Length) throw new BenchException($"scikit-learn filled {theirs.Length} cells, we {ours.Length * ours[0].Length}.");
        var largest = 0.0;
        for (var i = 0; i < theirs.Length; i++)
            largest = Math.Max(largest, Math.Abs(ours[i / ours[0].Length][i % ours[0].Length] - theirs[i]));
        return largest;
    }

    private static int Number(Bench bench, string option, int fallback) =>
        bench.Value(option) is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : fallback;

    private static string Word(NeighbourWeights weights) => weights == NeighbourWeights.Uniform ? "uniform" : "distance";

    /// <summary>Time by the clock and of the processors, of the first table.</summary>
    private sealed record Run(string Name, double Seconds, double Cpu);
}
