using Weir.Pipeline.Triggers;
using Weir.Storage;

namespace Weir.Pipeline;

/// <summary>
/// The turn to learn: a cycle that was stopped half-way goes on at once; otherwise it is looked at on a beat whether to train, the decision is
/// recorded with its reason, and a cycle runs when it says so.
/// </summary>
/// <param name="store">Where samples, cycles and decisions are kept.</param>
/// <param name="settings">When to learn.</param>
/// <param name="cycle">Makes the cycle; true trains also when nothing is new.</param>
public sealed class LearnStation(WeirStore store, TrainingSettings settings, Func<bool, ModelCycle> cycle)
{
    /// <summary>Looks, and learns when it is time; <paramref name="now"/> does not ask whether it is.</summary>
    public (CycleResult? Result, IReadOnlyList<Finding> Findings) Run(bool now = false, bool force = false, CancellationToken ct = default)
    {
        var isHalfDone = store.Cycles.Unfinished() is not null;
        if (!isHalfDone && !now && (!TrainingTrigger.IsDue(store, settings) || !TrainingTrigger.Look(store, settings).Train)) return (null, []);
        var result = cycle(force).Run(ct);
        return (result, Findings(result));
    }

    private static IReadOnlyList<Finding> Findings(CycleResult result) => result.Outcome switch
    {
        "promoted" => [new Finding(FindingKind.Promoted, FindingLevel.Information, result.Cycle, result.Reason)],
        "refused" => [new Finding(FindingKind.GateRefused, FindingLevel.Warning, result.Cycle, result.Reason)],
        _ => [],
    };
}
