using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Learning;
using Weir.Learning.Splitting;
using Weir.Pipeline.Tables.Training;

namespace Weir.Benchmarks;

/// <summary>
/// The choice of a learner for the three published tables beside scikit-learn's usual five over a grid: figures by cross-validation on the
/// same folds of de-duplicated rows, rows of equal features on one side, and the time of the whole search.
/// </summary>
internal sealed class TablesQuestion : IQuestion
{
    private const int Folds = 5;

    private static readonly PublishedTable[] Tables =
    [
        new("uci-30", "phisingData.csv.gz", "Result", "-1", []),
        new("mendeley-48", "Phishing_Legitimate_full.csv.gz", "CLASS_LABEL", "1", ["id"]),
        new("hannousse-87", "hannousse_dataset_phishing_87.csv.gz", "status", "1", ["url"]),
    ];

    public string Name => "tables";

    public string About => "Choosing a learner for three tables: figures and time beside scikit-learn's grid search";

    /// <summary><c>--only NAME</c> runs one table, <c>--trials</c> prints every candidate, <c>--kept-peer</c> takes the peer's answer of the last run.</summary>
    public Answer Ask(Bench bench)
    {
        var (figures, text, slowest) = (new JsonObject(), "| table | figure | ours | scikit-learn's best | gain |\n|---|---|---|---|---|\n", 0.0);
        foreach (var table in Tables.Where(table => bench.Value("--only") is not { } only || only == table.Name))
        {
            bench.Say(table.Name);
            var data = table.Read(bench);
            var folds = Fold.Grouped(data.Groups, Folds, 1);
            var peer = Peer(bench, table, data, folds);
            var watch = Stopwatch.StartNew();
            var choice = new TableSearch([.. folds.Select(fold => new FoldRows(data.Take(fold.Train), data.Take(fold.Test)))], TimeProvider.System).Run(CandidateGrid.For(data.FeatureCount));
            var (seconds, peerSeconds) = (watch.Elapsed.TotalSeconds, peer["seconds"]!.GetValue<double>());
            if (bench.Has("--trials")) Print(bench, choice);
            slowest = Math.Max(slowest, seconds / peerSeconds);
            figures[table.Name] = Compare(choice, peer, seconds, table.Name, ref text);
        }

        return new Answer(figures, slowest, text);
    }

    private static JsonObject Compare(TableChoice choice, JsonObject peer, double seconds, string table, ref string text)
    {
        var tried = peer["configurations"]!.AsArray();
        var peerSeconds = peer["seconds"]!.GetValue<double>();
        var figures = new JsonObject
        {
            ["winner"] = choice.Winner.Candidate.ToString(),
            ["candidates"] = choice.Trials.Count,
            ["peer_candidates"] = tried.Count,
            ["seconds"] = Figure.Of(seconds, 1),
            ["peer_seconds"] = Figure.Of(peerSeconds, 1),
            ["time_ratio"] = Figure.Of(seconds / peerSeconds),
        };
        foreach (var (name, ours) in new[] { ("accuracy", choice.Winner.Accuracy), ("f1", choice.Winner.F1), ("auc", choice.Winner.Auc) })
        {
            var best = tried.MaxBy(one => one![name]!.GetValue<double>())!;
            var theirs = best[name]!.GetValue<double>();
            (figures[name], figures["peer_" + name], figures[name + "_gain"]) = (Figure.Of(ours.Mean, 5), Figure.Of(theirs, 5), Figure.Of(ours.Mean - theirs, 5));
            text += $"| {table} | {name} | {Figure.Text(ours.Mean, 5)} | {Figure.Text(theirs, 5)} ({best["learner"]}) | {Figure.Text(ours.Mean - theirs, 5)} |\n";
        }

        text += $"| {table} | seconds | {seconds.ToString("F1", CultureInfo.InvariantCulture)} ({choice.Trials.Count} candidates, {choice.GivenUp} given up early; {choice.Winner.Candidate}) | {peerSeconds.ToString("F1", CultureInfo.InvariantCulture)} ({tried.Count}) | {Figure.Text(seconds / peerSeconds, 3)} |\n";
        return figures;
    }

    private static JsonObject Peer(Bench bench, PublishedTable table, Dataset data, Fold[] folds)
    {
        var folder = Path.Combine(bench.Cache, "tables", table.Name);
        var kept = Path.Combine(folder, "peer.json");
        if (bench.Has("--kept-peer") && File.Exists(kept)) return (JsonObject)JsonNode.Parse(File.ReadAllText(kept))!;
        Directory.CreateDirectory(folder);
        var fold = new float[data.Rows];
        for (var f = 0; f < folds.Length; f++) Array.ForEach(folds[f].Test, row => fold[row] = f);
        DenseRows.WriteMatrix(Path.Combine(folder, "x.npy"), data);
        DenseRows.Write(Path.Combine(folder, "y.npy"), Array.ConvertAll(data.Labels, label => (float)label));
        DenseRows.Write(Path.Combine(folder, "fold.npy"), fold);
        var output = Child.Run("/usr/bin/python3", Path.Combine(bench.Root, "bench", "peers", "tables.py"), folder).Output;
        File.WriteAllText(kept, output);
        return (JsonObject)JsonNode.Parse(output)!;
    }

    private static void Print(Bench bench, TableChoice choice)
    {
        foreach (var trial in choice.Trials)
            bench.Say(string.Create(CultureInfo.InvariantCulture, $"{trial.Mean.Mean:F5} acc {trial.Accuracy.Mean:F5} f1 {trial.F1.Mean:F5} auc {trial.Auc.Mean:F5} gap {trial.Gap:F3} {trial.Folds.Count} folds {trial.Seconds:F1} s  {trial.Candidate}"));
    }
}
