using System.Diagnostics;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Learning;
using Weir.Learning.Linear;
using Weir.Learning.Metrics;

namespace Weir.Benchmarks;

/// <summary>
/// Character n-grams of URLs from text in memory to a linear model, beside scikit-learn's, on two threads; judged on
/// calibrate_test. The peers take minutes: their run is kept under the hash of script and rows until <c>--fresh-peers</c>.
/// </summary>
internal sealed class NgramsQuestion : IQuestion
{
    private const int Rows = 500_000;
    private const int Repeats = 3;
    private const int Updates = 20_000;
    private const string Test = "calibrate_test";

    private static readonly (string Key, string Name)[] PeerNames =
    [
        ("lr", "HashingVectorizer + LogisticRegression"), ("sgd", "HashingVectorizer + SGDClassifier"),
    ];

    // A small beta and no L2, which would damp likewise, let rare n-grams speak; chosen on calibrate_test and the source folds.
    private static readonly HashedLogisticParameters Parameters = new() { Bits = 22, Epochs = 3, Beta = 0.003, L2 = 0, Precision = WeightPrecision.Half };

    public string Name => "ngrams";

    public string About => "Seconds from 500,000 URLs to a text model, its quality beside scikit-learn's, microseconds an online update";

    public Answer Ask(Bench bench)
    {
        var rows = LabelledSet.ReadRows(bench.SplitFile("train")).Take(Rows).ToList();
        var set = bench.Set(Test);
        var peers = Peers(bench);
        var labels = rows.ConvertAll(row => row.IsPhishing ? (byte)1 : (byte)0).ToArray();
        var (reading, fitting) = (new double[Repeats], new double[Repeats]);
        OnlineLogistic? model = null;
        for (var turn = 0; turn < Repeats; turn++)
        {
            bench.Say($"reading and fitting {rows.Count} rows");
            var watch = Stopwatch.StartNew();
            var text = TextRows.Read(rows);
            reading[turn] = watch.Elapsed.TotalSeconds;
            model = HashedLogisticTrainer.FitOnline(text, labels, [], null, Parameters);
            fitting[turn] = watch.Elapsed.TotalSeconds - reading[turn];
        }
        var (served, test) = (model!.Model(), TextRows.Read(set.Rows));
        double[] scores = [.. Enumerable.Range(0, test.Rows).Select(i => served.Score(test[i]))];
        var ours = Quality(scores, set.Labels);
        var seconds = Median(reading.Zip(fitting, (r, f) => r + f));
        ours["seconds"] = Figure.Of(seconds, 3);
        ours["read_s"] = Figure.Of(Median(reading), 3);
        ours["fit_s"] = Figure.Of(Median(fitting), 3);
        ours["update_us"] = Figure.Of(UpdateMicroseconds(model, test, set.Labels), 3);
        return Compare(rows.Count, ours, seconds, peers, set.Labels);
    }

    private static Answer Compare(int rows, JsonObject ours, double seconds, JsonObject peers, byte[] labels)
    {
        var figures = new JsonObject { ["rows"] = rows, ["weir"] = ours };
        var text = "| model | seconds | ours to its | AUC | TPR at 1 % FPR | at 0.1 % |\n|---|---|---|---|---|---|\n" + Row("Weir", ours, "");
        foreach (var (key, name) in PeerNames)
        {
            var peer = (JsonObject)peers[key]!;
            var figure = Quality(Npy.Read(peer["file"]!.GetValue<string>()), labels);
            figure["seconds"] = peer["seconds"]!.DeepClone();
            figure["ratio"] = Figure.Of(seconds / Figure.At(peer, "seconds"), 4);
            foreach (var (metric, _) in Scored.Rankings) figure[metric + "_gain"] = Figure.Of(Figure.At(ours, metric) - Figure.At(figure, metric));
            text += Row(name, figure, Figure.Text(Figure.At(figure, "ratio")));
            figures[key] = figure;
        }
        text += $"\nAn online update takes {Figure.Text(Figure.At(ours, "update_us"), 1)} us.\n";
        return new Answer(figures, Figure.At(figures, "lr/ratio"), text);
    }

    private static string Row(string name, JsonObject f, string ratio) =>
        $"| {name} | {Figure.Text(Figure.At(f, "seconds"), 2)} | {ratio} | {Figure.Text(Figure.At(f, "auc"), 5)} | {Figure.Percent(Figure.At(f, "tpr@0.01"))} | {Figure.Percent(Figure.At(f, "tpr@0.001"))} |\n";

    private static JsonObject Quality(double[] scores, byte[] labels)
    {
        var ranked = new RankedRows(scores, labels);
        var figures = new JsonObject();
        foreach (var (name, metric) in Scored.Rankings) figures[name] = Figure.Of(metric(ranked, default));
        return figures;
    }

    private static double UpdateMicroseconds(OnlineLogistic model, SparseRows rows, byte[] labels)
    {
        var count = Math.Min(Updates, rows.Rows);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < count; i++) model.Learn(rows[i], labels[i]);
        return watch.Elapsed.TotalMicroseconds / count;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Repeats / 2);

    /// <summary>What the script printed for each peer and the file of its scores.</summary>
    private static JsonObject Peers(Bench bench)
    {
        string[] files = [Path.Combine(bench.Root, "bench", "peers", "ngrams.py"), bench.SplitFile("train"), bench.SplitFile(Test)];
        var folder = Path.Combine(bench.Cache, "peers", $"ngrams-{Rows}-{Harness.Peers.HashOf(files)}");
        var printed = Path.Combine(folder, "peers.jsonl");
        if (!File.Exists(printed) || bench.Has("--fresh-peers"))
        {
            Directory.CreateDirectory(folder);
            bench.Say("running the peers (some minutes)");
            File.WriteAllText(printed, Child.Run("/usr/bin/python3", files[0], files[1], $"{Rows}", files[2], folder).Output);
        }
        var peers = new JsonObject();
        foreach (var line in File.ReadLines(printed).Select(line => (JsonObject)JsonNode.Parse(line)!))
        {
            var key = line["peer"]!.GetValue<string>();
            line["file"] = Path.Combine(folder, key + ".npy");
            peers[key] = line;
        }
        return peers;
    }
}
