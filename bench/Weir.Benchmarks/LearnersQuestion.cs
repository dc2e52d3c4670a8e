using System.Diagnostics;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Learning;
using Weir.Learning.Anomaly;
using Weir.Learning.Forests;
using Weir.Learning.Linear;
using Weir.Learning.Metrics;

namespace Weir.Benchmarks;

/// <summary>A learner and the peer of the same name in <c>bench/peers/learners.py</c>.</summary>
/// <param name="Name">As in the figures.</param>
/// <param name="Fit">Learns; the result scores a row.</param>
/// <param name="OnOutliers">Judged by planted outliers instead of labels.</param>
internal sealed record Contest(string Name, Func<Dataset, Func<float[], double>> Fit, bool OnOutliers = false)
{
    public static Contest Of(string name, ILearner learner) => new(name, data =>
    {
        var model = learner.Fit(data);
        return row => model.Score(row);
    });
}

/// <summary>Every learner but the boosted trees beside the same one of scikit-learn: time to fit, AUC on domains never seen.</summary>
internal sealed class LearnersQuestion : IQuestion
{
    private const int Repeats = 5;

    // One row a learner, whose peer stands under the same name with the same settings in bench/peers/learners.py.
    private static readonly Contest[] Contests =
    [
        Contest.Of("tree", new DecisionTreeParameters()),
        Contest.Of("forest", new RandomForestParameters { Trees = 100 }),
        Contest.Of("extra", new ExtraTreesParameters { Trees = 100 }),
        Contest.Of("adaboost", new AdaBoostParameters { Rounds = 100, MaxDepth = 1 }),
        Contest.Of("logistic", new LogisticParameters()),
        Contest.Of("svm", new LinearSvmParameters()),
        new("isolation", data =>
        {
            var model = IsolationForestTrainer.Fit(data, new IsolationForestParameters { Trees = 100 });
            return row => model.Score(row);
        }, OnOutliers: true),
    ];

    public string Name => "learners";

    public string About => "Time to fit and AUC of each dense learner beside scikit-learn's, on 200,000 training rows";

    /// <summary><c>--rows N</c> learns from fewer rows, <c>--only NAME</c> runs one learner.</summary>
    public Answer Ask(Bench bench)
    {
        var rows = LearnerRows.Make(bench, int.Parse(bench.Value("--rows") ?? "200000", System.Globalization.CultureInfo.InvariantCulture));
        var figures = new JsonObject { ["rows"] = rows.Train.Rows, ["features"] = rows.Train.FeatureCount };
        var (ratios, text) = (new List<double>(), "| learner | s, ours | s, scikit-learn | ratio | AUC, ours | AUC, scikit-learn |\n|---|---|---|---|---|---|\n");
        foreach (var contest in Contests.Where(c => bench.Value("--only") is not { } only || only == c.Name))
        {
            bench.Say(contest.Name);
            var test = contest.OnOutliers ? rows.Outliers : rows.Test;
            var (peer, peerSeconds, peerScores) = Peer(bench, rows.Folder, contest.Name);
            var (seconds, scores) = Ours(contest, rows.Train, test);
            var (auc, peerAuc) = (RankingMetrics.RocAuc(scores, test.Labels), RankingMetrics.RocAuc(peerScores, test.Labels));
            figures[contest.Name] = new JsonObject
            {
                ["seconds"] = Figure.Of(seconds),
                ["peer_seconds"] = Figure.Of(peerSeconds),
                ["ratio"] = Figure.Of(seconds / peerSeconds),
                ["auc"] = Figure.Of(auc),
                ["peer_auc"] = Figure.Of(peerAuc),
                ["auc_gain"] = Figure.Of(auc - peerAuc),
            };
            ratios.Add(seconds / peerSeconds);
            text += $"| {contest.Name} ({peer}) | {Figure.Text(seconds, 3)} | {Figure.Text(peerSeconds, 3)} | {Figure.Text(seconds / peerSeconds, 3)} | {Figure.Text(auc)} | {Figure.Text(peerAuc)} |\n";
        }
        return new Answer(figures, ratios.DefaultIfEmpty(double.NaN).Max(), text + "\nThe ratio kept is that of the slowest beside its peer.");
    }

    private static (string Peer, double Seconds, double[] Scores) Peer(Bench bench, string folder, string name)
    {
        var run = Child.Run("/usr/bin/python3", Path.Combine(bench.Root, "bench", "peers", "learners.py"), folder, name, $"{Repeats}");
        var line = JsonNode.Parse(run.Output)!;
        return (line["peer"]!.GetValue<string>(), line["seconds"]!.GetValue<double>(), Npy.Read(Path.Combine(folder, name + ".npy")));
    }

    /// <summary>The median time of five fits, or of those that half a minute holds, and the scores of the last; a small fit before it wakes the compiler.</summary>
    private static (double Seconds, double[] Scores) Ours(Contest contest, Dataset train, Dataset test)
    {
        contest.Fit(Head(train, 5_000));
        var seconds = new List<double>();
        Func<float[], double> score = _ => 0;
        while (seconds.Count < Repeats && seconds.Sum() < 30)
        {
            var watch = Stopwatch.StartNew();
            score = contest.Fit(train);
            seconds.Add(watch.Elapsed.TotalSeconds);
        }
        var scores = Enumerable.Range(0, test.Rows).Select(i => score(Array.ConvertAll(test.Columns, column => column[i])));
        return (seconds.Order().ElementAt(seconds.Count / 2), [.. scores]);
    }

    private static Dataset Head(Dataset data, int rows) => new(
        data.FeatureNames, Array.ConvertAll(data.Columns, c => c[..Math.Min(rows, c.Length)]), data.Labels[..Math.Min(rows, data.Rows)],
        data.Weights[..Math.Min(rows, data.Rows)], data.Groups[..Math.Min(rows, data.Rows)]);
}
