using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Learning;
using Weir.Learning.Metrics;
using Weir.Learning.Trees;

namespace Weir.Benchmarks;

/// <summary>
/// Boosted trees beside XGBoost's and scikit-learn's histogram trees: seconds from the float matrix in memory to the model
/// (binning included, two threads each) and AUC on held-out rows, on Weir's train rows and on generated ones.
/// </summary>
internal sealed class TreesTrainQuestion : IQuestion
{
    private const int Trees = 300;
    private const int Most = 5;

    private static readonly string[] Sets = ["urls", "generated"];
    private static readonly int[] Leaves = [255, 31];
    private static readonly string[] Peers = ["xgboost", "hist"];

    public string Name => "trees-train";

    public string About => $"Seconds to train {Trees} trees and their AUC beside XGBoost's and scikit-learn's, on URLs and on 2M x 28 generated rows";

    /// <summary><c>--only urls|generated</c>, <c>--leaves N</c> and <c>--peer NAME</c> ask for less; <c>--kept-peers</c> takes their last figures.</summary>
    public Answer Ask(Bench bench)
    {
        var figures = new JsonObject();
        var text = $"{Trees} trees, learning rate 0.1, L2 1, least hessian 1, 255 bins, two threads.\n\n| set | leaves | learner | s | ours to it | AUC | ours less it |\n|---|---|---|---|---|---|---|\n";
        var worst = 0.0;
        foreach (var set in Sets.Where(s => bench.Value("--only") is not { } only || only == s))
        {
            var folder = Folder(bench, set);
            bench.Say($"reading {set}");
            var (train, test) = Split(DenseRows.Read(folder));
            foreach (var leaves in Leaves.Where(n => bench.Value("--leaves") is not { } only || only == $"{n}"))
            {
                var name = $"{set}-{leaves}";
                bench.Say(name);
                var (seconds, auc) = Ours(train, test, leaves);
                var mine = new JsonObject { ["rows"] = train.Rows, ["features"] = train.FeatureCount, ["seconds"] = Figure.Of(seconds, 2), ["auc"] = Figure.Of(auc) };
                text += $"| {set}, {train.Rows} x {train.FeatureCount} | {leaves} | weir | {Figure.Text(seconds, 2)} | | {Figure.Text(auc, 5)} | |\n";
                foreach (var peer in Peers.Where(p => bench.Value("--peer") is not { } only || only == p))
                {
                    bench.Say($"  {peer}");
                    var (peerSeconds, scores) = Peer(bench, peer, folder, leaves);
                    var peerAuc = RankingMetrics.RocAuc(scores, test.Labels);
                    mine[peer] = new JsonObject
                    {
                        ["seconds"] = Figure.Of(peerSeconds, 2),
                        ["ratio"] = Figure.Of(seconds / peerSeconds, 3),
                        ["auc"] = Figure.Of(peerAuc),
                        ["auc_gain"] = Figure.Of(auc - peerAuc),
                    };
                    text += $"| | | {peer} | {Figure.Text(peerSeconds, 2)} | {Figure.Text(seconds / peerSeconds, 3)} | {Figure.Text(peerAuc, 5)} | {Figure.Text(auc - peerAuc, 5)} |\n";
                    if (peer == Peers[0]) worst = Math.Max(worst, seconds / peerSeconds);
                }
                figures[name] = mine;
            }
        }
        return new Answer(figures, worst, text + "\nThe ratio kept is the worst beside XGBoost.\n");
    }

    private static string Folder(Bench bench, string set)
    {
        if (set == Sets[0]) return DenseRows.Folder(bench);
        var folder = Path.Combine(bench.Cache, "higgs-shape");
        if (File.Exists(Path.Combine(folder, "g.npy"))) return folder;
        bench.Say("generating rows");
        Child.Run("/usr/bin/python3", Script(bench), "make", folder);
        return folder;
    }

    /// <summary>Rows of groups that ten divides are held out.</summary>
    private static (Dataset Train, Dataset Test) Split(Dataset all)
    {
        var rows = Enumerable.Range(0, all.Rows).ToLookup(i => all.Groups[i] % 10 == 0);
        return (all.Take([.. rows[false]]), all.Take([.. rows[true]]));
    }

    private static (double Seconds, double Auc) Ours(Dataset train, Dataset test, int leaves)
    {
        var p = new BoostedTreesParameters { Trees = Trees, MaxLeaves = leaves, MinRowsInLeaf = 1, Threads = 2 };
        // The compiler sees the code before the clock starts.
        BoostedTreesTrainer.Fit(test, p with { Trees = 20 });
        BoostedTrees? model = null;
        var seconds = Median(() =>
        {
            var watch = Stopwatch.StartNew();
            model = BoostedTreesTrainer.Fit(train, p);
            return watch.Elapsed.TotalSeconds;
        });
        var scores = new double[test.Rows];
        Parallel.For(0, test.Rows, i => scores[i] = model!.Score(Array.ConvertAll(test.Columns, column => column[i])));
        return (seconds, RankingMetrics.RocAuc(scores, test.Labels));
    }

    private static (double Seconds, double[] Scores) Peer(Bench bench, string peer, string folder, int leaves)
    {
        var kept = Path.Combine(folder, $"{peer}-{leaves}");
        if (!bench.Has("--kept-peers") || !File.Exists(kept + ".json"))
        {
            var line = "";
            var seconds = Median(() =>
            {
                line = Child.Run("/usr/bin/python3", Script(bench), peer, folder, $"{Trees}", $"{leaves}", kept + ".npy").Output;
                return Seconds(line);
            });
            File.WriteAllText(kept + ".json", string.Create(CultureInfo.InvariantCulture, $"{{\"seconds\": {seconds}}}"));
        }
        return (Seconds(File.ReadAllText(kept + ".json")), Npy.Read(kept + ".npy"));
    }

    private static double Seconds(string line) => JsonNode.Parse(line)!["seconds"]!.GetValue<double>();

    private static string Script(Bench bench) => Path.Combine(bench.Root, "bench", "peers", "trees_train.py");

    /// <summary>Of as many runs as a minute holds, five at most.</summary>
    private static double Median(Func<double> run)
    {
        var seconds = new List<double>();
        while (seconds.Count < Most && seconds.Sum() < 60) seconds.Add(run());
        return seconds.Order().ElementAt(seconds.Count / 2);
    }
}
