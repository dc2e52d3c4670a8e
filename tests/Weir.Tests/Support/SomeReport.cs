using Weir.Pipeline;
using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Registry;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Tests.Support;

/// <summary>Reports of models that find a share of the phishing, as the evaluation writes them.</summary>
internal static class SomeReport
{
    private static readonly List<EvaluationRow> Rows =
    [
        .. Enumerable.Range(0, 300).Select(i => new EvaluationRow(new LabelledUrl($"http://bad{i}.test/{(i % 3 == 0 ? "" : "x")}", true, null, "feed"), $"bad{i}.test")),
        .. Enumerable.Range(0, 300).Select(i => new EvaluationRow(new LabelledUrl($"http://good{i}.test/{(i % 3 == 0 ? "" : "x")}", false, null, "crawl"), $"good{i}.test")),
    ];

    private static readonly Evaluator Evaluator = new(Rows, [], _ => false);

    /// <summary>A report; beside another model when its share is given.</summary>
    public static EvaluationReport Of(string version, double finds, string? champion = null, double championFinds = 0)
    {
        var own = Run(version, finds);
        return champion is null ? own.Report : own.Report with { Comparison = Evaluator.Compare(own, Run(champion, championFinds)) };
    }

    /// <summary>Registers bytes as a version that was judged.</summary>
    public static ModelVersion Judged(WeirStore store, byte[] bytes, string version, EvaluationReport report, string parameters = "{}", bool passed = true)
    {
        var registry = new ModelRegistry(store);
        var model = registry.Register(bytes, new ModelOrigin("cycle", version) { Parameters = parameters, WindowTo = DateTimeOffset.UnixEpoch.AddYears(55) }, "test");
        registry.Judge(version, report with { Sha256 = model.Sha256 }, [new GateResult("recall", passed, 0.9, passed ? 0.8 : 0.95, passed ? "The recall is 0.9." : "The recall is 0.9; at least 0.95 is wanted.")], "test");
        return store.Models.Find(version)!;
    }

    private static Evaluated Run(string version, double finds)
    {
        var model = ToyModels.Open(ToyModels.File(version, finds, 0.02), version);
        return Evaluator.Run(model, "rows", DateTimeOffset.UnixEpoch);
    }
}
