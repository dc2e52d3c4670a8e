using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Pipeline.Training;

namespace Weir.Benchmarks;

/// <summary>
/// A full retrain on 500,000 rows of train_all in a process of its own: read, features, learners, out-of-fold scores,
/// calibration, report. Only time and memory count: the judged rows are partly trained on.
/// </summary>
internal sealed class RetrainQuestion : IQuestion
{
    private const int Rows = 500_000;
    private const string Worker = "--worker";

    public string Name => "retrain";

    public string About => "Seconds and memory of training on 500,000 URLs, read to report, as a child process";

    public Answer Ask(Bench bench)
    {
        if (bench.Has(Worker)) return Work(bench);
        Make(bench);
        bench.Say($"training on {Rows} rows in a child process");
        var run = Child.Run("dotnet", typeof(RetrainQuestion).Assembly.Location, "--root", bench.Root, Name, Worker);
        var figures = new JsonObject { ["rows"] = Rows, ["seconds"] = Figure.Of(run.Seconds, 1), ["cpu_s"] = Figure.Of(run.CpuSeconds, 1), ["peak_mib"] = Figure.Of(run.PeakMiB, 0) };
        var peer = bench.Peers.On("train", Bench.MainTests, "calibrate_test").Single(peer => peer.Key == "char");
        var rows = bench.Set("train").Rows.Count;
        var seconds = (Figure.At(peer.Figures, "features_s") + Figure.At(peer.Figures, "train_s")) * Rows / rows;
        figures["char"] = new JsonObject { ["seconds"] = Figure.Of(seconds, 1), ["measured_rows"] = rows };
        var text = $"| what | seconds | peak MiB |\n|---|---|---|\n| weir, {Rows} rows, read to report | {Figure.Text(run.Seconds, 1)} | {Figure.Text(run.PeakMiB, 0)} |\n"
            + $"| {peer.Name}, features and training alone, {rows} rows scaled to {Rows} | {Figure.Text(seconds, 1)} | |\n";
        return new Answer(figures, run.Seconds / seconds, text);
    }

    private static Answer Work(Bench bench)
    {
        var rows = LabelledSet.ReadRows(PathIn(bench));
        var fit = LabelledSet.ReadRows(bench.SplitFile("calibrate_fit"));
        var trained = UrlModelTrainer.Train(rows, fit, ReferenceLists.Embedded, new UrlTrainingParameters(), text => bench.Say($"  {text}"));
        var set = bench.Set("calibrate_test");
        var scores = new UrlScorer(trained.Model, new UrlFeatureReader(ReferenceLists.Embedded)).Scores(set.Rows);
        return new Answer(new Scored(set, scores, trained.Model.Manifest.BaseRate, trained.Model.Manifest.PhishingThreshold).Figures(true), null, trained.Summary);
    }

    /// <summary>True for the child, whose answer is the parent's business and is not kept.</summary>
    public static bool IsWorker(Bench bench) => bench.Has(Worker);

    private static string PathIn(Bench bench) => Path.Combine(bench.Cache, $"retrain-{Rows}.csv.gz");

    /// <summary>The first rows of train_all, which is in random order; made once.</summary>
    private static void Make(Bench bench)
    {
        if (File.Exists(PathIn(bench))) return;
        using (var from = new StreamReader(new GZipStream(File.OpenRead(bench.SplitFile("train_all")), CompressionMode.Decompress)))
        using (var to = new StreamWriter(new GZipStream(File.Create(PathIn(bench) + ".new"), CompressionLevel.Fastest), new UTF8Encoding(false)))
            for (var i = 0; i <= Rows && from.ReadLine() is { } line; i++) to.WriteLine(line);
        File.Move(PathIn(bench) + ".new", PathIn(bench));
    }
}
