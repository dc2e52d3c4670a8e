using System.Text;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Benchmarks.Kill;

namespace Weir.Benchmarks;

/// <summary>SIGKILL in every stage of a cycle and at random moments: is anything lost, doubled, left behind?</summary>
internal sealed class KillQuestion : IQuestion
{
    private const int AtRandom = 50;
    private const ulong Seed = 1;

    public string Name => "kill";

    public string About => "Writes lost, champions damaged and files left behind after SIGKILL in every stage and at random";

    public Answer Ask(Bench bench)
    {
        using var run = new KillRun(bench.Weir, Seed, bench.Say);
        var report = run.RunAsync(AtRandom).GetAwaiter().GetResult();
        var figures = new JsonObject
        {
            ["stages"] = report.Stages.Count,
            ["stages_missed"] = KillPoint.OfCycle.Count - report.Stages.Count,
            ["random_kills"] = report.Random,
            ["import_kills"] = report.Imports,
            ["faults"] = report.Faults.Count,
            ["growth_bytes"] = report.Growth,
        };
        var text = new StringBuilder("| stage | kills |\n|---|---|\n");
        foreach (var point in KillPoint.OfCycle) text.Append($"| {point.Stage} | {report.Stages.GetValueOrDefault(point.Stage)} |\n");
        text.Append($"| at random, in a cycle | {report.Random} |\n| at random, in an import | {report.Imports} |\n\n");
        text.Append($"Faults: {report.Faults.Count}. Bytes left behind by {AtRandom} rounds: {report.Growth}.\n\nThere is no peer for this question.\n");
        foreach (var fault in report.Faults) text.Append($"- {fault}\n");
        return new Answer(figures, null, text.ToString());
    }
}
