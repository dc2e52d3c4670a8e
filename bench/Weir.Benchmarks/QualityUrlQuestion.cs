using System.Text;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Detection;
using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Learning.Metrics;
using Weir.Pipeline.Training;

namespace Weir.Benchmarks;

/// <summary>
/// Models trained on train and on each fold's training rows, calibrated on calibrate_fit, judged on rows of other domains,
/// sources and months, beside both peers. Options: <c>--without-test</c>, <c>--folds none|1,2,…</c>.
/// </summary>
internal sealed class QualityUrlQuestion : IQuestion
{
    public string Name => "quality-url";

    public string About => "How well the URL model judges rows it has not seen, on eight sets, beside both peers";

    public Answer Ask(Bench bench)
    {
        var (sets, text, slices) = (new JsonObject(), new StringBuilder(QualityTable.Head), new StringBuilder());
        var skipsTest = bench.Has("--without-test");
        Judge(bench, bench.Model, "train", Bench.MainTests, "calibrate_test", sets, text, slices);
        if (!skipsTest) Judge(bench, bench.Model, "train", Bench.MainTests, "test_2025", sets, text, slices);
        foreach (var fold in Folds(bench))
            Judge(bench, bench.Train($"fold_{fold}_train").Model, $"fold_{fold}_train", [$"fold_{fold}_test"], $"fold_{fold}_test", sets, text, slices);
        if (!skipsTest) bench.Log.TestRead(Name, $"{bench.Model.Version}: " + Reading(sets["test_2025"]!));
        var figures = new JsonObject { ["sets_ahead"] = sets.Count(set => set.Value!["ahead"]!.GetValue<bool>()), ["sets"] = sets };
        var shown = sets[skipsTest ? "calibrate_test" : "test_2025"]!;
        var ratio = Figure.At(shown, "weir/tpr@0.01") / Math.Max(Figure.At(shown, "lexical/tpr@0.01"), Figure.At(shown, "char/tpr@0.01"));
        text.Append($"\nDeployed threshold of the main model {Figure.Text(bench.Model.Manifest.PhishingThreshold, 6)} (peers: 0.5); Brier and ECE after correction to each set's rate.\n")
            .Append("Intervals: 95 %, 200 bootstrap draws over registrable domains. Lead: ours less the better peer's.\n")
            .Append("Fold models are calibrated on calibrate_fit, which holds rows of the left-out sources: on folds only the three rankings and PR-AUC are free of them.\n");
        return new Answer(figures, ratio, text.Append('\n').Append(slices).ToString());
    }

    private static string[] Folds(Bench bench) => bench.Value("--folds") switch
    {
        null => ["1", "2", "3", "4", "5", "6"],
        "none" => [],
        var some => some.Split(','),
    };

    private static void Judge(Bench bench, UrlModel model, string train, string[] tests, string test, JsonObject sets, StringBuilder text, StringBuilder slices)
    {
        bench.Say($"judging {test}");
        var set = bench.Set(test);
        var scores = new UrlScorer(model, new UrlFeatureReader(ReferenceLists.Embedded)).Scores(set.Rows);
        var ours = new Scored(set, scores, model.Manifest.BaseRate, model.Manifest.PhishingThreshold);
        var peers = bench.Peers.On(train, tests, test);
        var figures = new JsonObject { ["rows"] = set.Rows.Count, ["phishing"] = set.Phishing, ["domains"] = set.Domains, ["weir"] = ours.Figures(true) };
        foreach (var peer in peers) figures[peer.Key] = new Scored(set, peer.Scores, bench.Rate(train), Math.BitDecrement(0.5)).Figures(false);
        figures["lead"] = Lead(ours, peers);
        figures["ahead"] = Scored.Rankings.All(metric => Figure.At(figures, $"lead/{metric.Name}") > 0);
        sets[test] = figures;
        text.Append(QualityTable.Rows(test, figures));
        slices.Append(QualitySlices.Of(test, ours, peers));
    }

    /// <summary>Our figure less that of the better peer, with the interval of the paired difference.</summary>
    private static JsonObject Lead(Scored ours, IReadOnlyList<PeerScores> peers)
    {
        var lead = new JsonObject();
        foreach (var (name, metric) in Scored.Rankings)
        {
            var best = peers.MaxBy(peer => metric(new RankedRows(peer.Scores, ours.Set.Labels), default))!;
            var difference = GroupBootstrap.Difference(metric, ours.Scores, best.Scores, ours.Set.Labels, ours.Set.Groups, new());
            lead[name] = Figure.Of(difference.Value);
            lead[name + "_interval"] = Scored.Pair(difference);
        }
        return lead;
    }

    private static string Reading(JsonNode set) => string.Join("; ", new[] { "weir", "lexical", "char" }.Select(side =>
        $"{side} AUC {Figure.Text(Figure.At(set, side + "/auc"), 5)}, TPR {Figure.Percent(Figure.At(set, side + "/tpr@0.01"))} / {Figure.Percent(Figure.At(set, side + "/tpr@0.001"))}"));
}
