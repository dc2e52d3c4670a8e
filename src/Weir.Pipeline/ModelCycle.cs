using Weir.Pipeline.Datasets;
using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Keeping;
using Weir.Pipeline.Registry;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Pipeline;

/// <summary>
/// How Weir learns: collect, label, dataset, train, evaluate, gate, promote. The result of each stage is on the disk before the next
/// begins, so a cycle that was stopped at any point goes on where it stood, or is abandoned by name when its parts are damaged.
/// </summary>
public sealed class ModelCycle(WeirStore store, CycleParts parts, CycleOptions options, Action<CycleProgress>? progress = null)
{
    private readonly ModelRegistry _registry = new(store);

    /// <summary>Runs one cycle to its end, or on from where the last one was stopped.</summary>
    public CycleResult Run(CancellationToken ct = default)
    {
        using var hold = CycleLock.TryTake(store.DataDirectory);
        if (hold is null) return new CycleResult("", "busy", "another cycle runs on this data directory");
        TemporaryFiles.Clean(store.DataDirectory);
        var cycle = Resume() ?? store.Cycles.Begin();
        try
        {
            return Stages(cycle, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && TryFail(cycle, fault))
        {
            throw;
        }
    }

    private CycleResult Stages(CycleRecord cycle, CancellationToken ct)
    {
        Collect();
        Label(ct);
        if (Snapshot(ref cycle, out var snapshot, ct) is { } early) return early;
        var challenger = Train(ref cycle, snapshot, ct);
        var refusals = Judge(ref cycle, challenger, snapshot, ct);
        return Promote(cycle, challenger, refusals, ct);
    }

    private CycleRecord? Resume()
    {
        if (store.Cycles.Unfinished() is not { } cycle) return null;
        if (cycle.DatasetHash is { } hash && SnapshotFile.Read(store.DataDirectory, hash) is null)
            return Abandon(cycle, $"its dataset {hash[..12]} is missing or damaged");
        if (cycle.Challenger is { } version && !IsWhole(version)) return Abandon(cycle, $"its challenger {version} is missing or damaged");
        Say("resume", $"{cycle.Name} was stopped after the stage '{cycle.Stage}'; going on from there");
        return cycle;
    }

    private CycleRecord? Abandon(CycleRecord cycle, string why)
    {
        store.Cycles.Finish(cycle.Id, "abandoned", why);
        Say("abandon", $"{cycle.Name} was stopped half-way and is abandoned: {why}");
        return null;
    }

    private bool IsWhole(string version)
    {
        try
        {
            return store.Models.Find(version) is { } model && _registry.Read(model).Length > 0;
        }
        catch (Learning.ModelFileException)
        {
            return false;
        }
    }

    private void Collect()
    {
        var feeds = store.Samples.Feeds();
        Say("collect", $"{feeds.Sum(feed => feed.Observations):N0} observations of {feeds.Count:N0} feeds have been imported");
    }

    private void Label(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var (decided, findings) = LabelStage.Run(store, parts, options.Labels, ct);
        foreach (var finding in findings) Say("label", finding.Sentence);
        var counts = store.Samples.CountLabels();
        Say("label", $"{decided:N0} labels decided; {counts.Phishing:N0} phishing, {counts.Benign:N0} benign, {counts.Unknown:N0} contested and left out");
    }

    private CycleResult? Snapshot(ref CycleRecord cycle, out DatasetSnapshot snapshot, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        snapshot = cycle.DatasetHash is { } known ? SnapshotFile.Read(store.DataDirectory, known)! : CycleData.Build(store, parts, options);
        if (CycleData.Shortage(snapshot, options.LeastRows) is { } shortage) return End(cycle, "skipped", shortage);
        var before = CycleData.LastTrained(store, cycle.Id);
        if (!options.Force && cycle.DatasetHash is null && before?.DatasetHash == snapshot.Hash)
            return End(cycle, "skipped", $"nothing new since {before.Name}; --force trains all the same");
        SnapshotFile.Write(store.DataDirectory, snapshot);
        store.Datasets.Add(CycleData.Record(snapshot));
        cycle = Advance(cycle with { Stage = "snapshot", DatasetHash = snapshot.Hash });
        Say("dataset", $"{snapshot.Hash[..12]}: {snapshot.Count(Part.Train):N0} rows to train on, {snapshot.Count(Part.Calibrate):N0} to calibrate, {snapshot.Count(Part.Test):N0} to judge");
        return null;
    }

    private ModelVersion Train(ref CycleRecord cycle, DatasetSnapshot snapshot, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (cycle.Challenger is { } version) return store.Models.Find(version)!;
        Say("train", "fitting the challenger");
        var trained = parts.Train(snapshot.Urls(Part.Train), snapshot.Urls(Part.Calibrate), text => Say("train", text), ct);
        var model = _registry.Register(trained.File, new ModelOrigin("cycle", cycle.Name)
        {
            DatasetHash = snapshot.Hash,
            WindowFrom = snapshot.WindowFrom,
            WindowTo = snapshot.WindowTo,
            Parameters = trained.Parameters,
        }, options.Actor);
        if (parts.Reference is { } reference) store.Watch.KeepReference(model.Sha256, reference(trained.File, snapshot.Urls(Part.Train), snapshot.Urls(Part.Test), ct));
        cycle = Advance(cycle with { Stage = "trained", Challenger = model.Version });
        Say("train", $"challenger {model.Version}: {trained.Summary}");
        return model;
    }

    private IReadOnlyList<GateResult> Judge(ref CycleRecord cycle, ModelVersion challenger, DatasetSnapshot snapshot, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (cycle.Stage == "gated" && challenger.Gates is { } kept) return GateSet.Parse(kept);
        var judgement = new ModelJudgement(store, parts, options).Run(challenger, snapshot, ct);
        Say("evaluate", ReportText.Text(judgement.Report).TrimEnd());
        if (judgement.Comparison is { } comparison) Say("evaluate", $"compared with the champion {comparison.Champion} on the same rows");
        foreach (var gate in judgement.Gates) Say("gate", $"{(gate.Passed ? "passed " : "REFUSED")} {gate.Name}: {gate.Sentence}");
        cycle = Advance(cycle with { Stage = "gated" });
        return judgement.Gates;
    }

    private CycleResult Promote(CycleRecord cycle, ModelVersion challenger, IReadOnlyList<GateResult> gates, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (gates.Where(gate => !gate.Passed).Select(gate => gate.Sentence).ToList() is { Count: > 0 } refusals)
            return End(cycle, "refused", $"{challenger.Version} is not promoted. " + string.Join(" ", refusals));
        var deployed = new Deployer(store, options.Deployment).Deploy(challenger.Version, options.Actor);
        return End(cycle, deployed.Outcome, deployed.Sentence);
    }

    private CycleRecord Advance(CycleRecord cycle)
    {
        store.Cycles.Advance(cycle);
        return cycle;
    }

    private CycleResult End(CycleRecord cycle, string outcome, string reason)
    {
        store.Cycles.Finish(cycle.Id, outcome, reason);
        Say(outcome, reason);
        return new CycleResult(cycle.Name, outcome, reason);
    }

    private bool TryFail(CycleRecord cycle, Exception fault)
    {
        try
        {
            store.Cycles.Finish(cycle.Id, "failed", fault.Message);
        }
        catch (StoreException)
        {
            // The store is what failed: the cycle stays unfinished and goes on at the next start.
        }

        return true;
    }

    private void Say(string stage, string text) => progress?.Invoke(new CycleProgress(stage, text));
}
