using Weir.Learning;
using Weir.Pipeline.Datasets;
using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Registry;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Pipeline;

/// <summary>Report, comparison and gate results of one version; the comparison is null without a champion.</summary>
public sealed record Judged(EvaluationReport Report, Comparison? Comparison, IReadOnlyList<GateResult> Gates);

/// <summary>Evaluates a registered model on the test rows of a snapshot, beside the champion, asks the gates, and keeps the answer.</summary>
public sealed class ModelJudgement(WeirStore store, CycleParts parts, CycleOptions options)
{
    private readonly ModelRegistry _registry = new(store);

    /// <summary>Judges one version.</summary>
    public Judged Run(ModelVersion model, DatasetSnapshot snapshot, CancellationToken ct = default)
    {
        var evaluator = EvaluatorFor(snapshot);
        var now = store.Time.GetUtcNow();
        var file = _registry.Read(model);
        var challenger = evaluator.Run(parts.Open(file, model.Version), snapshot.Hash, now, ct);
        var champion = store.Models.Champion();
        var rival = champion?.Version == model.Version ? null : (champion is null ? null : TryOpen(champion)) ?? Baseline(snapshot);
        var comparison = rival is null ? null : evaluator.Compare(challenger, evaluator.Run(rival, snapshot.Hash, now, ct));
        // The shipped baseline is as old as the release: who is not worse on what is seen here may take its place.
        var isOld = champion is null || now - champion.Since > options.TrainingInterval;
        // The registry's hash, not the scorer's word for it: this names the bytes that were judged.
        var report = challenger.Report with { Model = model.Version, Sha256 = model.Sha256, ModelBytes = file.Length, Comparison = comparison };
        var gates = GateSet.Judge(new GateInput(report, comparison, isOld, options.Limits));
        _registry.Judge(model.Version, report, gates, options.Actor);
        return new Judged(report, comparison, gates);
    }

    // A champion that this version of Weir cannot load does not serve either: it must not keep a new one out.
    private ScoringModel? TryOpen(Champion champion)
    {
        try
        {
            return parts.Open(_registry.Read(store.Models.Find(champion.Version)!), champion.Version);
        }
        catch (ModelFileException)
        {
            return null;
        }
    }

    // An undated row may be one that the baseline knows.
    private ScoringModel? Baseline(DatasetSnapshot snapshot)
    {
        var times = snapshot.Rows.Where(pair => pair.Part == Part.Test).Select(pair => pair.Row.SeenAt).ToList();
        return times.Count > 0 && times.TrueForAll(time => time is not null) ? parts.Baseline(times.Min()!.Value) : null;
    }

    private Evaluator EvaluatorFor(DatasetSnapshot snapshot)
    {
        var rows = snapshot.Rows.Where(pair => pair.Part == Part.Test)
            .Select(pair => new EvaluationRow(new LabelledUrl(pair.Row.Url, pair.Row.IsPhishing, pair.Row.SeenAt, pair.Row.Source), pair.Row.Domain)).ToList();
        var homepages = snapshot.Rows.Select(pair => pair.Row.Domain).Concat(parts.KnownDomains).Where(parts.IsHomepageDomain)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(domain => $"https://{domain}/").ToList();
        return new Evaluator(rows, homepages, parts.IsSharedHost)
        {
            Gold = [.. store.Gold.All().Select(subject => new GoldRow(subject.Subject, subject.IsPhishing))],
            TriesEvasion = parts.JudgesEvasion,
        };
    }
}
