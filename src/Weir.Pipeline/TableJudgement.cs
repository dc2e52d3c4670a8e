using System.Diagnostics;
using Weir.Detection.Tables;
using Weir.Learning;
using Weir.Learning.Metrics;
using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Registry;
using Weir.Pipeline.Tables.Training;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Pipeline;

/// <summary>Judges a registered model of a table on the rows that were kept back, beside the champion of the table, asks the gates, and keeps the answer.</summary>
/// <param name="store">Keeps the records.</param>
/// <param name="channel">The channel of the table.</param>
/// <param name="limits">What a challenger must reach.</param>
public sealed class TableJudgement(WeirStore store, int channel, GateLimits limits)
{
    private const int Blocks = 5;
    private static readonly double[] Rates = [0.0001, 0.001, 0.01];

    private readonly ModelRegistry _registry = new(store, channel);

    /// <summary>Judges one version.</summary>
    public Judged Run(ModelVersion version, JudgedRows rows, string actor)
    {
        var file = _registry.Read(version);
        var model = TableModel.Read(file, version.Version, version.Version);
        var scores = rows.Scores(model);
        var comparison = Champion(version, model) is { } champion ? Compare(rows, scores, model, champion) : null;
        var report = Report(model, rows, scores, store.Time.GetUtcNow()) with { Sha256 = version.Sha256, Dataset = version.DatasetHash, ModelBytes = file.Length, Comparison = comparison };
        var gates = TableGates.Judge(new GateInput(report, comparison, IsChampionOld: true, limits) { Copies = TargetCopies.Of(model, rows) });
        _registry.Judge(version.Version, report, gates, actor);
        return new Judged(report, comparison, gates);
    }

    // A champion that cannot be loaded, or reads other columns, does not serve either.
    private TableModel? Champion(ModelVersion challenger, TableModel model)
    {
        if (store.Models.On(channel).Champion() is not { } champion || champion.Version == challenger.Version) return null;
        try
        {
            var held = TableModel.Read(_registry.Read(store.Models.Find(champion.Version)!), champion.Version, champion.Version);
            return held.Schema.Fingerprint == model.Schema.Fingerprint ? held : null;
        }
        catch (ModelFileException)
        {
            return null;
        }
    }

    /// <summary>The figures of a model on labelled rows.</summary>
    public static EvaluationReport Evaluate(TableModel model, JudgedRows rows, DateTimeOffset now) => Report(model, rows, rows.Scores(model), now);

    private static EvaluationReport Report(TableModel model, JudgedRows rows, double[] scores, DateTimeOffset now)
    {
        var (manifest, labels) = (model.Manifest, rows.Labels);
        var figures = ModelFigures.Of(scores, labels, rows.Groups, Math.BitIncrement(manifest.PhishingThreshold), new BootstrapParameters());
        var ranked = new RankedRows(scores, labels);
        return new EvaluationReport
        {
            Model = model.Version,
            Sha256 = model.Sha256,
            EvaluatedAt = now,
            Rows = labels.Length,
            Phishing = labels.Count(label => label == 1),
            Domains = rows.Groups.Distinct().Count(),
            BaseRate = Figure.Number(labels.Average(label => (double)label)),
            ModelBaseRate = manifest.BaseRate,
            RocAuc = Figure.Of(figures.RocAuc),
            PrAuc = Figure.Of(figures.PrAuc),
            TprAt1Percent = Figure.Of(figures.TprAt1Percent),
            TprAt01Percent = Figure.Of(figures.TprAt01Percent),
            AtPhishing = OperatingPoint.Of(manifest.PhishingThreshold, ranked.ConfusionAt(Math.BitIncrement(manifest.PhishingThreshold))),
            AtSuspicious = OperatingPoint.Of(manifest.SuspiciousThreshold, ranked.ConfusionAt(Math.BitIncrement(manifest.SuspiciousThreshold))),
            Ece = Figure.Number(figures.Ece.Value),
            EceCorrected = Figure.Number(figures.Ece.Value),
            Brier = Figure.Number(figures.Brier.Value),
            Curves = ReportCurves.Of(scores, labels),
            Microseconds = Figure.Number(Microseconds(model, rows)),
        };
    }

    internal static Comparison Compare(JudgedRows rows, double[] challenger, TableModel model, TableModel champion)
    {
        // One threshold for both: scores are moved so that phishing begins at 0.
        var (mine, his) = (Moved(challenger, model), Moved(rows.Scores(champion), champion));
        var differences = GroupBootstrap.Differences(4, Measure, mine, his, rows.Labels, rows.Groups, new BootstrapParameters());
        return new Comparison(champion.Version, Figure.Of(differences[2]), Figure.Of(differences[0])) { TprAt01Percent = Figure.Of(differences[1]), Accuracy = Figure.Of(differences[3]) };
    }

    private static double[] Moved(double[] scores, TableModel model) => Array.ConvertAll(scores, score => score - model.Manifest.PhishingThreshold);

    private static void Measure(RankedRows rows, ReadOnlySpan<int> counts, Span<double> figures)
    {
        Span<double> found = stackalloc double[Rates.Length];
        (figures[0], _) = rows.Curves(Rates, counts, found);
        (figures[1], figures[2], figures[3]) = (found[1], found[2], rows.ConfusionAt(double.Epsilon, counts).Accuracy);
    }

    /// <summary>Microseconds a row on one thread, the best of several passes: what else the machine does only slows a pass down.</summary>
    private static double Microseconds(TableModel model, JudgedRows rows)
    {
        // A whole block of known rows would be remembered, not judged.
        var (scorer, count, best) = (new TableScorer(model), Math.Min(TableScorer.BlockRows - 1, rows.Labels.Length), double.MaxValue);
        var scores = new double[count];
        for (var block = 0; block < Blocks; block++)
        {
            var start = Stopwatch.GetTimestamp();
            scorer.Score(rows.Values.AsSpan(0, count * model.Schema.Features.Count), scores);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return best / count;
    }
}
