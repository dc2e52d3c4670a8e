using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Learning.Metrics;
using Weir.Learning.Numerics;

namespace Weir.Benchmarks;

/// <summary>A million scores, half of them tied, in a quarter of a million groups: all figures, with and without intervals.</summary>
internal sealed class MetricsQuestion : IQuestion
{
    private const int Rows = 1_000_000;
    private const double Threshold = 0.6;
    private static readonly double[] Rates = [0.0001, 0.001, 0.01];

    public string Name => "metrics";

    public string About => "Every figure of the protocol on a million scores, and scikit-learn's ranking figures on the same";

    public Answer Ask(Bench bench)
    {
        var (scores, labels, groups) = Some();
        var (ranking, (roc, pr, tprs)) = Best(() => Rank(scores, labels));
        var (all, _) = Best(() => All(scores, labels));
        var watch = Stopwatch.StartNew();
        var figures = ModelFigures.Of(scores, labels, groups, Threshold, new BootstrapParameters());
        var intervals = watch.Elapsed.TotalSeconds;
        var peer = Peer(bench, scores, labels);
        var theirs = Figure.At(peer, "seconds");
        var difference = Math.Max(Math.Abs(roc - Figure.At(peer, "roc_auc")), Math.Abs(pr - Figure.At(peer, "pr_auc")));
        for (var r = 0; r < Rates.Length; r++)
            difference = Math.Max(difference, Math.Abs(tprs[r] - peer["tpr"]![FormattableString.Invariant($"{Rates[r]}")]!.GetValue<double>()));
        var answer = new JsonObject
        {
            ["ranking_s"] = Figure.Of(ranking),
            ["sklearn_ranking_s"] = Figure.Of(theirs),
            ["ranking_ratio"] = Figure.Of(ranking / theirs),
            ["difference"] = Figure.Of(difference, 15),
            ["all_s"] = Figure.Of(all),
            ["all_with_intervals_s"] = Figure.Of(intervals),
        };
        var text = FormattableString.Invariant($"""
            | a million scores, a quarter of a million groups | seconds |
            |---|---|
            | ROC-AUC, PR-AUC, TPR at three false positive rates, one thread | {ranking:F3} |
            | the same by scikit-learn (roc_auc_score, average_precision_score, roc_curve) | {theirs:F3} |
            | those and accuracy, precision, recall, F1, FPR, ECE, equal-mass ECE, Brier, log loss, one thread | {all:F3} |
            | twelve figures with intervals of 200 draws over groups, two threads | {intervals:F3} |

            Largest difference to scikit-learn's values: {difference:E1}. TPR at 1 % FPR here {figures.TprAt1Percent.Value:F4} ({figures.TprAt1Percent.Low:F4}-{figures.TprAt1Percent.High:F4}).
            """);
        return new Answer(answer, ranking / theirs, text);
    }

    private static (double Roc, double Pr, double[] Tprs) Rank(double[] scores, byte[] labels)
    {
        var tprs = new double[Rates.Length];
        var (roc, pr) = new RankedRows(scores, labels).Curves(Rates, default, tprs);
        return (roc, pr, tprs);
    }

    private static double All(double[] scores, byte[] labels) => Rank(scores, labels).Roc
        + ThresholdMetrics.At(scores, labels, Threshold).F1 + CalibrationMetrics.Ece(scores, labels)
        + CalibrationMetrics.EceEqualMass(scores, labels) + CalibrationMetrics.Brier(scores, labels) + CalibrationMetrics.LogLoss(scores, labels);

    private static (double Seconds, T Value) Best<T>(Func<T> work)
    {
        var (best, value) = (double.MaxValue, work());
        for (var round = 0; round < 5; round++)
        {
            var watch = Stopwatch.StartNew();
            value = work();
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }
        return (best, value);
    }

    private static JsonObject Peer(Bench bench, double[] scores, byte[] labels)
    {
        var (scoreFile, labelFile) = (Path.Combine(bench.Cache, "metrics-scores.bin"), Path.Combine(bench.Cache, "metrics-labels.bin"));
        File.WriteAllBytes(scoreFile, MemoryMarshal.AsBytes(scores.AsSpan()).ToArray());
        File.WriteAllBytes(labelFile, labels);
        var run = Child.Run("/usr/bin/python3", Path.Combine(bench.Root, "bench", "peers", "metrics.py"), scoreFile, labelFile);
        return (JsonObject)JsonNode.Parse(run.Output)!;
    }

    private static (double[] Scores, byte[] Labels, int[] Groups) Some()
    {
        var random = new Xoshiro256(1);
        var (scores, labels, groups) = (new double[Rows], new byte[Rows], new int[Rows]);
        for (var i = 0; i < Rows; i++)
        {
            (labels[i], groups[i]) = ((byte)(random.NextInt(5) < 2 ? 1 : 0), random.NextInt(1 + random.NextInt(Rows / 2)));
            var odds = 4 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) + (labels[i] == 1 ? 2 : -2);
            scores[i] = StableMath.Sigmoid(i % 2 == 0 ? odds : Math.Round(odds, 3));
        }
        return (scores, labels, groups);
    }
}
