using Weir.Detection;
using Weir.Learning;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Registry;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Pipeline;

/// <summary>
/// Looks after the challenger that runs beside the champion: gathers what speaks for and against it, and promotes or drops it by
/// <see cref="ShadowRule"/>. Opens models by the function that it is given. For one thread.
/// </summary>
public sealed class ShadowJudge(WeirStore store, DeploymentPlan plan, Func<byte[], string, ScoringModel> open)
{
    private const string Actor = "weir";

    private readonly ModelRegistry _registry = new(store);
    private readonly TrainingDomains _training = new(store);

    /// <summary>One look; the findings say what was done. Nothing is done while the challenger's time goes on.</summary>
    public IReadOnlyList<Finding> Look(DateTimeOffset now, CancellationToken ct = default)
    {
        if (store.Deployments.Running() is not { } running) return [];
        if (_registry.WhyNot(running.Version) is { } refusal) return Drop(running, refusal.TrimEnd('.'));
        var evidence = Live(running, now);
        if (ShadowRule.IsDue(evidence, plan, now)) evidence = evidence with { Traffic = Traffic(running), Later = Later(running, ct) };
        var decision = ShadowRule.Decide(evidence, plan, now);
        return decision.Step switch
        {
            ShadowStep.Promote => Promote(running, decision.Reason),
            ShadowStep.Drop => Drop(running, decision.Reason),
            _ => [],
        };
    }

    private List<Finding> Promote(DeploymentRecord running, string reason)
    {
        var result = _registry.Promote(running.Version, Actor, reason);
        return result.Done ? [new Finding(FindingKind.Promoted, FindingLevel.Information, running.Version, result.Reason)] : Drop(running, result.Reason.TrimEnd('.'));
    }

    private List<Finding> Drop(DeploymentRecord running, string reason) => store.Deployments.Drop(running.Id, Actor, reason)
        ? [new Finding(FindingKind.ShadowDropped, FindingLevel.Warning, running.Version, $"{running.Version} is dropped and {running.Champion} stays the champion: {reason}.")]
        : [];

    private ShadowEvidence Live(DeploymentRecord running, DateTimeOffset now) => running.Mode != DeploymentPlan.Ab
        ? new ShadowEvidence(running)
        : new ShadowEvidence(running)
        {
            Champion = store.Served.Read(running.Champion, running.StartedAt, now.AddSeconds(1)),
            Challenger = store.Served.Read(running.Version, running.StartedAt, now.AddSeconds(1)),
        };

    private LabelledTraffic Traffic(DeploymentRecord running)
    {
        var pairs = store.Deployments.Pairs(running.Id);
        if (pairs.Count == 0) return LabelledTraffic.None;
        var (rows, onlyChampion, onlyChallenger) = (0, 0, 0);
        store.LaterLabels.Read(running.StartedAt, later =>
        {
            if (!pairs.TryGetValue(SubjectHash.Of(later.Sample.Canonical), out var pair)) return;
            var champion = IsRight(pair.ChampionDecision, later.Sample.IsPhishing);
            var challenger = IsRight(pair.ChallengerDecision, later.Sample.IsPhishing);
            rows++;
            if (champion && !challenger) onlyChampion++;
            if (challenger && !champion) onlyChallenger++;
        });
        return new LabelledTraffic(rows, onlyChampion, onlyChallenger);
    }

    private LaterAccuracy? Later(DeploymentRecord running, CancellationToken ct)
    {
        var rows = LaterRows.Since(store, _training, running.StartedAt, running.Version, running.Champion);
        if (rows.All.Count < plan.LeastLabelled || TryOpen(running.Champion) is not { } champion || TryOpen(running.Version) is not { } challenger) return null;
        var difference = rows.Compare(challenger, champion, ct).Accuracy;
        return difference is { Low: { } low, High: { } high }
            ? new LaterAccuracy(rows.All.Count, rows.Measure(champion, ct).Accuracy.Value ?? 0, rows.Measure(challenger, ct).Accuracy.Value ?? 0, low, high)
            : null;
    }

    // A model that this version of Weir cannot load is not measured; whether it may serve is asked elsewhere.
    private ScoringModel? TryOpen(string version)
    {
        try
        {
            return open(_registry.Read(store.Models.Find(version)!), version);
        }
        catch (ModelFileException)
        {
            return null;
        }
    }

    private static bool IsRight(int decision, bool isPhishing) => (decision is (int)Decision.Phishing or (int)Decision.Suspicious) == isPhishing;
}
