using Weir.Detection;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Registry;
using Weir.Pipeline.Tables;
using Weir.Storage;
using Weir.Storage.Models;
using Weir.Storage.Tables;

namespace Weir.Pipeline;

/// <summary>
/// Looks after the challengers that run beside the champions of tables: gathers what speaks for and against each, from judged rows and from rows
/// that came with labels since, and promotes or drops it by <see cref="ShadowRule"/>. For one thread.
/// </summary>
/// <param name="store">Keeps the records.</param>
/// <param name="plan">How challengers get to work.</param>
public sealed class TableShadowJudge(WeirStore store, DeploymentPlan plan)
{
    private const string Actor = "weir";

    /// <summary>One look at every table; the findings say what was done.</summary>
    public IReadOnlyList<Finding> Look(DateTimeOffset now, CancellationToken ct = default) => [.. store.Tables.All().SelectMany(table => Look(table, now, ct))];

    private List<Finding> Look(TableRecord table, DateTimeOffset now, CancellationToken ct)
    {
        var (deployments, registry) = (store.Deployments.On(table.ChannelNumber), new ModelRegistry(store, table.ChannelNumber));
        if (deployments.Running() is not { } running) return [];
        if (registry.WhyNot(running.Version) is { } refusal) return Drop(deployments, running, refusal.TrimEnd('.'));
        var evidence = new ShadowEvidence(running);
        if (ShadowRule.IsDue(evidence, plan, now)) evidence = evidence with { Traffic = Traffic(table, running, ct), Later = Later(table, running, ct) };
        var decision = ShadowRule.Decide(evidence, plan, now);
        if (decision.Step == ShadowStep.Drop) return Drop(deployments, running, decision.Reason);
        if (decision.Step != ShadowStep.Promote) return [];
        var result = registry.Promote(running.Version, Actor, decision.Reason);
        return result.Done ? [new Finding(FindingKind.Promoted, FindingLevel.Information, running.Version, result.Reason)] : Drop(deployments, running, result.Reason.TrimEnd('.'));
    }

    private static List<Finding> Drop(DeploymentStore deployments, DeploymentRecord running, string reason) => deployments.Drop(running.Id, Actor, reason)
        ? [new Finding(FindingKind.ShadowDropped, FindingLevel.Warning, running.Version, $"{running.Version} is dropped and {running.Champion} stays the champion: {reason}.")]
        : [];

    private LabelledTraffic Traffic(TableRecord table, DeploymentRecord running, CancellationToken ct)
    {
        var pairs = store.Deployments.On(table.ChannelNumber).Pairs(running.Id);
        if (pairs.Count == 0) return LabelledTraffic.None;
        var (seen, onlyChampion, onlyChallenger) = (new HashSet<long>(), 0, 0);
        foreach (var row in store.Tables.Rows.Of(table.Id, afterLoad: store.Tables.Loads.LastBefore(table.Id, running.StartedAt)))
        {
            ct.ThrowIfCancellationRequested();
            if (!pairs.TryGetValue(row.Hash, out var pair) || !seen.Add(row.Hash)) continue;
            var (champion, challenger) = (IsRight(pair.ChampionDecision, row.IsPhishing), IsRight(pair.ChallengerDecision, row.IsPhishing));
            if (champion && !challenger) onlyChampion++;
            if (challenger && !champion) onlyChallenger++;
        }

        return new LabelledTraffic(seen.Count, onlyChampion, onlyChallenger);
    }

    private LaterAccuracy? Later(TableRecord record, DeploymentRecord running, CancellationToken ct)
    {
        if (new TableCatalog(store).Find(record.Name) is not { } table) return null;
        var after = Math.Max(store.Tables.Loads.LastBefore(record.Id, running.StartedAt), Math.Max(LaterTableRows.LastLoad(store, running.Version), LaterTableRows.LastLoad(store, running.Champion)));
        var rows = LaterTableRows.Since(store, table, after, ct);
        if (rows.Labels.Length < plan.LeastLabelled || LaterTableRows.TryOpen(store, table, running.Champion) is not { } champion || LaterTableRows.TryOpen(store, table, running.Version) is not { } challenger) return null;
        var scores = rows.Scores(challenger);
        return TableJudgement.Compare(rows, scores, challenger, champion).Accuracy is { Low: { } low, High: { } high }
            ? new LaterAccuracy(rows.Labels.Length, TableAccuracy.Of(rows.Labels, rows.Scores(champion), champion), TableAccuracy.Of(rows.Labels, scores, challenger), low, high)
            : null;
    }

    // As the gates of tables: what is called phishing counts.
    private static bool IsRight(int decision, bool isPhishing) => (decision == (int)Decision.Phishing) == isPhishing;
}
