using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Benchmarks.Kill;

namespace Weir.Benchmarks;

/// <summary>SIGKILL in every stage and at random moments: is anything lost, doubled, left behind? <c>--kills N</c> kills less often at random.</summary>
internal sealed class KillQuestion : IQuestion
{
    private const int AtRandom = 50;
    private const ulong Seed = 1;

    public string Name => "kill";

    public string About => "Writes lost, champions damaged and files left behind after SIGKILL in every stage and at random";

    public Answer Ask(Bench bench)
    {
        using var run = new KillRun(bench.Weir, Seed, bench.Say);
        var count = bench.Value("--kills") is { } kills ? int.Parse(kills, CultureInfo.InvariantCulture) : AtRandom;
        var report = run.RunAsync(count).GetAwaiter().GetResult();
        var figures = new JsonObject
        {
            ["stages"] = report.Stages.Count,
            ["stages_missed"] = KillPoint.Stages.Count - report.Stages.Count,
            ["random_kills"] = report.Random,
            ["faults"] = report.Faults.Count,
            ["growth_bytes"] = report.Growth,
        };
        var text = new StringBuilder("| stage | kills |\n|---|---|\n");
        foreach (var stage in KillPoint.Stages) text.Append($"| {stage} | {report.Stages.GetValueOrDefault(stage)} |\n");
        text.Append($"| at random, in a cycle | {report.Random} |\n\n");
        text.Append($"Faults: {report.Faults.Count}. Bytes left behind by all of them: {report.Growth}.\n\nThere is no peer for this question.\n");
        foreach (var fault in report.Faults) text.Append($"- {fault}\n");
        return new Answer(figures, null, text.ToString());
    }
}
