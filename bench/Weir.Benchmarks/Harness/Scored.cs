using System.Text.Json.Nodes;
using Weir.Learning.Calibration;
using Weir.Learning.Metrics;

namespace Weir.Benchmarks.Harness;

/// <summary>A set under the scores of one model: the figures of the protocol.</summary>
/// <param name="Set">Rows and labels.</param>
/// <param name="Scores">Probabilities, in the order of the rows.</param>
/// <param name="Rate">Share of phishing at which the scores are probabilities.</param>
/// <param name="Threshold">Scores above it are alarms.</param>
internal sealed record Scored(LabelledSet Set, double[] Scores, double Rate, double Threshold)
{
    public static readonly (string Name, RankedMetric Metric)[] Rankings =
    [
        ("auc", (rows, counts) => rows.RocAuc(counts)),
        ("tpr@0.01", (rows, counts) => rows.TprAtFpr(0.01, counts)),
        ("tpr@0.001", (rows, counts) => rows.TprAtFpr(0.001, counts)),
    ];

    /// <summary>All figures; the three rankings with 95 % intervals over registrable domains.</summary>
    public JsonObject Figures(bool withIntervals)
    {
        if (Scores.Length != Set.Rows.Count) throw new BenchException($"{Set.Name} has {Set.Rows.Count} rows and {Scores.Length} scores; make the split and the peers anew.");
        var ranked = new RankedRows(Scores, Set.Labels);
        var figures = new JsonObject();
        foreach (var (name, metric) in Rankings) figures[name] = Figure.Of(metric(ranked, default));
        if (withIntervals)
            foreach (var (name, metric) in Rankings) figures[name + "_interval"] = Pair(GroupBootstrap.Interval(metric, Scores, Set.Labels, Set.Groups, new()));
        figures["pr_auc"] = Figure.Of(ranked.PrAuc());
        var at = ranked.ConfusionAt(Math.BitIncrement(Threshold));
        figures["accuracy"] = Figure.Of(at.Accuracy);
        figures["precision"] = Figure.Of(at.Precision);
        figures["recall"] = Figure.Of(at.Recall);
        figures["f1"] = Figure.Of(at.F1);
        figures["fpr"] = Figure.Of(at.FalsePositiveRate);
        var corrected = Corrected();
        figures["brier"] = Figure.Of(CalibrationMetrics.Brier(corrected, Set.Labels));
        figures["ece"] = Figure.Of(CalibrationMetrics.Ece(corrected, Set.Labels));
        return figures;
    }

    /// <summary>Scores carried to the set's own rate of phishing.</summary>
    public double[] Corrected() => Array.ConvertAll(Scores, score => PriorCorrection.Adjust(score, Rate, Set.Rate));

    public static JsonArray Pair(Interval interval) => [Figure.Of(interval.Low), Figure.Of(interval.High)];
}
