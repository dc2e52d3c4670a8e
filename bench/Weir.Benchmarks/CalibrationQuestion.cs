using System.Text;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Learning.Calibration;
using Weir.Learning.Metrics;
using Weir.Pipeline.Training;

namespace Weir.Benchmarks;

/// <summary>
/// Whether a stated probability happens as often as stated: on calibrate_test at the calibrator's own rate of phishing, on
/// test_2025 after correction to its rate; and whether different raw scores stay different. <c>--without-test</c> skips the latter.
/// </summary>
internal sealed class CalibrationQuestion : IQuestion
{
    private const int Bins = 15;

    public string Name => "calibration";

    public string About => "How far stated probabilities are from what happens, with base rates and reliability tables";

    public Answer Ask(Bench bench)
    {
        var (figures, text) = (new JsonObject(), new StringBuilder());
        var manifest = bench.Model.Manifest;
        figures["calibration_rate"] = Figure.Of(manifest.CalibrationRate);
        figures["base_rate"] = Figure.Of(manifest.BaseRate);
        text.Append($"Rate of phishing where the calibrator was fitted {Figure.Percent(manifest.CalibrationRate)}; rate at which scores are given out {Figure.Percent(manifest.BaseRate)}.\n\n");
        string[] tests = bench.Has("--without-test") ? ["calibrate_test"] : ["calibrate_test", "test_2025"];
        foreach (var test in tests) Judge(bench, test, figures, text);
        if (tests.Length > 1) bench.Log.TestRead(Name, $"{bench.Model.Version}: ECE after prior correction {Figure.Text(Figure.At(figures, "test_2025/weir/ece_corrected"))}");
        var judged = figures[tests[^1]]!;
        var best = Math.Min(Figure.At(judged, "lexical/ece_corrected"), Figure.At(judged, "char/ece_corrected"));
        return new Answer(figures, Figure.At(judged, "weir/ece_corrected") / best, text.ToString());
    }

    private static void Judge(Bench bench, string test, JsonObject figures, StringBuilder text)
    {
        var (set, manifest) = (bench.Set(test), bench.Model.Manifest);
        var raw = new UrlScorer(bench.Model, new UrlFeatureReader(ReferenceLists.Embedded)).Raw(set.Rows);
        var scores = Array.ConvertAll(raw, bench.Model.Probability);
        // The scores at the rate of the calibration rows: nothing of the judged set is used.
        var stated = Array.ConvertAll(scores, score => PriorCorrection.Adjust(score, manifest.BaseRate, manifest.CalibrationRate));
        var corrected = Array.ConvertAll(scores, score => PriorCorrection.Adjust(score, manifest.BaseRate, set.Rate));
        var of = new JsonObject { ["rate"] = Figure.Of(set.Rate), ["merged_scores"] = raw.Distinct().Count() - scores.Distinct().Count(), ["weir"] = Errors(set, stated, corrected) };
        text.Append($"### {test}: {set.Rows.Count} rows, {Figure.Percent(set.Rate)} phishing\n\n| model | ECE as stated | ECE after prior correction | equal-mass ECE | Brier |\n|---|---|---|---|---|\n");
        foreach (var peer in bench.Peers.On("train", Bench.MainTests, test))
            of[peer.Key] = Errors(set, peer.Scores, Array.ConvertAll(peer.Scores, p => PriorCorrection.Adjust(p, bench.Rate("train"), set.Rate)));
        foreach (var side in new[] { "weir", "lexical", "char" })
            text.Append($"| {side} | {Value(of, side, "ece")} | {Value(of, side, "ece_corrected")} | {Value(of, side, "ece_equal_mass")} | {Value(of, side, "brier")} |\n");
        text.Append($"\n{raw.Distinct().Count()} different raw scores, {scores.Distinct().Count()} different probabilities.\n\n").Append(Reliability(corrected, set.Labels));
        figures[test] = of;
    }

    private static JsonObject Errors(LabelledSet set, double[] stated, double[] corrected) => new()
    {
        ["ece"] = Figure.Of(CalibrationMetrics.Ece(stated, set.Labels, Bins)),
        ["ece_corrected"] = Figure.Of(CalibrationMetrics.Ece(corrected, set.Labels, Bins)),
        ["ece_equal_mass"] = Figure.Of(CalibrationMetrics.EceEqualMass(corrected, set.Labels, Bins)),
        ["brier"] = Figure.Of(CalibrationMetrics.Brier(corrected, set.Labels)),
    };

    private static string Value(JsonObject of, string side, string name) => Figure.Text(Figure.At(of, $"{side}/{name}"));

    private static string Reliability(double[] p, byte[] labels)
    {
        var text = new StringBuilder("| stated (after correction) | rows | mean stated | phishing |\n|---|---|---|---|\n");
        for (var b = 0; b < Bins; b++)
        {
            var rows = Enumerable.Range(0, p.Length).Where(i => Math.Min((int)(p[i] * Bins), Bins - 1) == b).ToList();
            if (rows.Count == 0) continue;
            text.Append($"| {Figure.Text(b / (double)Bins, 2)} .. {Figure.Text((b + 1) / (double)Bins, 2)} | {rows.Count} | {Figure.Text(rows.Average(i => p[i]))} | {Figure.Text(rows.Average(i => (double)labels[i]))} |\n");
        }
        return text.Append('\n').ToString();
    }
}
