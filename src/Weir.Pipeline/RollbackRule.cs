using System.Globalization;
using Weir.Learning;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Registry;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Pipeline;

/// <summary>
/// Takes a failing champion back to the version before it: when it answers with more failures or much slower, or when its figures on rows
/// that were first labelled after its promotion break a gate's limit and the version before does better on the same rows, both beyond
/// noise. After a rollback it rests, so that versions do not bounce. For one thread.
/// </summary>
public sealed class RollbackRule(WeirStore store, DeploymentPlan plan, GateLimits limits, Func<byte[], string, ScoringModel> open)
{
    private const string Actor = "weir";
    private const double Growth = 1.2;
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);
    private static readonly TimeSpan Pause = TimeSpan.FromHours(6);

    private readonly ModelRegistry _registry = new(store);
    private readonly TrainingDomains _training = new(store);
    private (string Version, DateTimeOffset Since, DateTimeOffset At, long Added) _measured;

    /// <summary>One look; findings when a champion was taken back, or fails and nothing better is there to go back to.</summary>
    public IReadOnlyList<Finding> Look(DateTimeOffset now, CancellationToken ct = default)
    {
        if (!plan.Rollback || store.Models.Champion() is not { } champion || IsResting(now)) return [];
        if (store.Models.Below().FirstOrDefault(_registry.IsWhole) is not { } before) return [];
        return Serving(champion, before, now) is { } complaint ? TakeBack(champion, before, complaint) : Labelled(champion, before, now, ct);
    }

    private List<Finding> TakeBack(Champion champion, string before, string complaint)
    {
        var result = _registry.Rollback(Actor, complaint, before);
        return result.Done
            ? [new Finding(FindingKind.RolledBack, FindingLevel.Critical, champion.Version, $"{champion.Version} was taken back and {before} is the champion again: {complaint}.")]
            : [new Finding(FindingKind.RolledBack, FindingLevel.Critical, champion.Version, $"{champion.Version} should be taken back ({complaint}), but cannot be: {result.Reason}")];
    }

    private bool IsResting(DateTimeOffset now) => store.Reigns.LastRollback() is { } last && last.At + plan.CoolDown > now;

    private string? Serving(Champion champion, string before, DateTimeOffset now)
    {
        var from = champion.Since > now - Window ? champion.Since : now - Window;
        // The steps before a promotion may be far back, when the server stood still; they tell of the same machine all the same.
        return ServedComparison.Complaint(store.Served.Read(champion.Version, from, now.AddSeconds(1)), store.Served.Read(before, champion.Since - 30 * Window, champion.Since));
    }

    private List<Finding> Labelled(Champion champion, string before, DateTimeOffset now, CancellationToken ct)
    {
        if (!IsWorthALook(champion, now)) return [];
        var rows = LaterRows.Since(store, _training, champion.Since, champion.Version, before);
        if (TryOpen(champion.Version) is not { } one || TryOpen(before) is not { } other) return [];
        var breaches = Breaches(rows, rows.Measure(one, ct)).ToList();
        if (breaches.Count == 0) return [];
        var difference = rows.Compare(one, other, ct);
        if (breaches.Find(breach => breach.IsWorse(difference)) is { } worse)
            return TakeBack(champion, before, $"{worse.Sentence}, and {before} does better on the same rows");
        return [new Finding(FindingKind.Drift, FindingLevel.Warning, champion.Version, $"{champion.Version} stays the champion, but {breaches[0].Sentence}; {before} does no better on the same rows: a training is due.")];
    }

    // Reading and scoring costs seconds, so it waits for enough that is new.
    private bool IsWorthALook(Champion champion, DateTimeOffset now)
    {
        var isSame = _measured.Version == champion.Version && _measured.Since == champion.Since;
        if (isSame && now - _measured.At < Pause && now >= _measured.At) return false;
        var added = store.LaterLabels.CountAdded(champion.Since);
        if (added < plan.LeastLabelled || (isSame && added < Growth * _measured.Added)) return false;
        _measured = (champion.Version, champion.Since, now, added);
        return true;
    }

    private IEnumerable<Breach> Breaches(LaterRows rows, LaterFigures figures)
    {
        if (rows.Benign < plan.LeastLabelled) yield break;
        if (figures.FalsePositiveRate.Low > limits.FalsePositiveRate)
            yield return Of("false positive rate", rows, figures.FalsePositiveRate, limits.FalsePositiveRate, "at most", difference => difference.FalsePositiveRate.Low > 0);
        if (rows.Phishing < plan.LeastLabelled) yield break;
        if (figures.TprAt1Percent.High < limits.TruePositiveRate)
            yield return Of("TPR at 1 % FPR", rows, figures.TprAt1Percent, limits.TruePositiveRate, "at least", difference => difference.TprAt1Percent.High < 0);
        if (figures.Accuracy.High < limits.Accuracy)
            yield return Of("accuracy", rows, figures.Accuracy, limits.Accuracy, "at least", difference => difference.Accuracy.High < 0);
        if (figures.F1.High < limits.F1)
            yield return Of("F1", rows, figures.F1, limits.F1, "at least", difference => difference.F1.High < 0);
    }

    private static Breach Of(string name, LaterRows rows, Figure figure, double limit, string bound, Func<LaterDifference, bool> isWorse) => new(
        string.Create(CultureInfo.InvariantCulture,
            $"its {name} on {rows.All.Count:N0} rows that were labelled after its promotion is {figure.Value:0.####} (95 % interval {figure.Low:0.####} to {figure.High:0.####}), {bound} {limit:0.####} is wanted"),
        isWorse);

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

    private sealed record Breach(string Sentence, Func<LaterDifference, bool> IsWorse);
}
