using System.Text;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Detection;
using Weir.Learning.Metrics;

namespace Weir.Benchmarks;

/// <summary>
/// Does a character network earn its place as a second stage? On calibrate_test and the folds: the network alone, the shipped
/// stack alone, and both together in three ways, as paired differences to the stack. Never reads the judging rows. Options:
/// <c>--folds none|1,2,…</c>, <c>--stacks DIR</c> (models of the stack already trained, SET.weir).
/// </summary>
internal sealed class CnnQuestion : IQuestion
{
    private const string Head = "| set | scores | AUC | TPR at 1 % FPR | TPR at 0.1 % FPR | AUC inside `suspicious` |\n|---|---|---|---|---|---|\n";

    public string Name => "cnn";

    public string About => "What a character network adds to the stack, alone and as a second stage for suspicious subjects";

    public Answer Ask(Bench bench)
    {
        var main = new SecondStage(bench, "train");
        var blend = Blend.Fit(main, bench.Set("calibrate_fit"));
        bench.Say($"blend: {blend}");
        var (sets, text) = (new JsonObject(), new StringBuilder(Head));
        Judge(main, blend, bench.Set("calibrate_test"), sets, text);
        foreach (var fold in Folds(bench))
            Judge(new SecondStage(bench, $"fold_{fold}_train"), blend, bench.Set($"fold_{fold}_test"), sets, text);
        var figures = new JsonObject
        {
            ["training_s"] = Figure.Of(main.Seconds, 1),
            ["training_cpu_s"] = Figure.Of(main.CpuSeconds, 1),
            ["model_bytes"] = main.Bytes,
            ["us_per_url"] = Figure.Of(main.MicrosecondsPerUrl(bench.Set("calibrate_test")), 2),
            ["blend_weight"] = Figure.Of(blend.Network / blend.Stack, 3),
            ["sets"] = sets,
        };
        foreach (var way in new[] { "blend", "second stage" })
        {
            var (gains, losses) = (Count(sets, way, difference => difference > 0), Count(sets, way, difference => difference < 0));
            figures[way] = new JsonObject { ["gains"] = gains, ["losses"] = losses };
            text.Append($"\nBeyond chance the {way} gains in {gains} and loses in {losses} of {Scored.Rankings.Length * sets.Count} figures: as a {way} the network {(gains > 0 && losses == 0 ? "earns its place" : "stays out of the shipped model")}.\n");
        }
        text.Append($"\nNetwork: trained on {main.Rows:N0} rows of train in {main.Seconds:F1} s ({main.CpuSeconds:F1} s of processor time), {main.Bytes / 1024.0:F0} KiB, ")
            .Append(FormattableString.Invariant($"{Figure.At(figures, "us_per_url"):F1} us of processor time a URL. Shape: {SecondStage.Parameters}.\n"))
            .Append($"Blend fitted on calibrate_fit: log-odds = {blend}; on the folds the same weights. `second stage`: the blend ranks subjects that the stack calls suspicious, inside that band.\n")
            .Append("Differences to the stack: 95 % intervals, 200 paired bootstrap draws over registrable domains; AUC inside `suspicious` ranks only rows that the stack calls so.\n");
        return new Answer(figures, null, text.ToString());
    }

    private static string[] Folds(Bench bench) => bench.Value("--folds") switch
    {
        null => ["1", "2", "3", "4", "5", "6"],
        "none" => [],
        var some => some.Split(','),
    };

    private static void Judge(SecondStage stage, Blend blend, LabelledSet set, JsonObject sets, StringBuilder text)
    {
        var start = text.Length;
        var (stack, network) = (stage.Stack(set), stage.Network(set));
        var isSuspicious = Array.ConvertAll(stack, raw => stage.Model.Decide(stage.Model.Probability(raw)) == Decision.Suspicious);
        var figures = sets[set.Name] = new JsonObject { ["suspicious"] = isSuspicious.Count(is_ => is_) };
        foreach (var (name, scores) in new (string, double[])[]
        {
            ("stack", stack), ("cnn", network),
            ("mean", [.. stack.Zip(network, (s, n) => blend.Alone(s) + blend.NetworkAlone(n))]),
            ("blend", [.. stack.Zip(network, blend.Of)]),
            ("second stage", blend.Inside(stack, network, isSuspicious)),
        })
        {
            var row = figures[name] = Row(set, scores, stack, isSuspicious);
            text.Append($"| {set.Name} | {name} | {Cell(row, "auc", value => Figure.Text(value))} | {Cell(row, "tpr@0.01", Figure.Percent)} | {Cell(row, "tpr@0.001", Figure.Percent)} | {Figure.Text(Figure.At(row, "suspicious_auc"))} |\n");
        }
        Console.Error.Write(text.ToString(start, text.Length - start));
    }

    private static JsonObject Row(LabelledSet set, double[] scores, double[] stack, bool[] isSuspicious)
    {
        var (row, ranked) = (new JsonObject(), new RankedRows(scores, set.Labels));
        foreach (var (name, metric) in Scored.Rankings)
        {
            row[name] = Figure.Of(metric(ranked, default));
            if (ReferenceEquals(scores, stack)) continue;
            var difference = GroupBootstrap.Difference(metric, scores, stack, set.Labels, set.Groups, new());
            row[name + "_gain"] = new JsonArray(Figure.Of(difference.Value), Figure.Of(difference.Low), Figure.Of(difference.High));
        }
        var band = Enumerable.Range(0, scores.Length).Where(i => isSuspicious[i]).ToArray();
        row["suspicious_auc"] = Figure.Of(RankingMetrics.RocAuc([.. band.Select(i => scores[i])], [.. band.Select(i => set.Labels[i])]));
        return row;
    }

    private static string Cell(JsonNode row, string metric, Func<double, string> show) =>
        row[metric + "_gain"] is JsonArray gain
            ? $"{show(Figure.At(row, metric))} ({Signed(gain[0])}: {Signed(gain[1])} .. {Signed(gain[2])})"
            : show(Figure.At(row, metric));

    // Adding zero turns the -0 of a rounded loss into 0.
    private static string Signed(JsonNode? value) => value is null ? "n/a" : FormattableString.Invariant($"{Math.Round(value.GetValue<double>(), 4) + 0.0:+0.0000;-0.0000;0.0000}");

    /// <summary>Figures of sets in which one way differs from the stack beyond chance.</summary>
    private static int Count(JsonObject sets, string way, Func<double, bool> holds) => sets.Sum(set => Scored.Rankings.Count(metric =>
    {
        var gain = (JsonArray)set.Value![way]![metric.Name + "_gain"]!;
        return holds(gain[1]?.GetValue<double>() ?? 0) && holds(gain[2]?.GetValue<double>() ?? 0);
    }));
}
