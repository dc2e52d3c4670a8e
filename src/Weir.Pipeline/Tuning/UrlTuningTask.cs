using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Learning.Splitting;
using Weir.Learning.Tuning;
using Weir.Pipeline.Training;

namespace Weir.Pipeline.Tuning;

/// <summary>Tunes the whole URL model: every fit is a training, the resource is the share of the domains that it learns from.</summary>
public sealed class UrlTuningTask : ITuningTask
{
    private const int CalibrationRows = 200;

    private readonly IReadOnlyList<LabelledUrl> _rows;
    private readonly int[] _groups;
    private readonly Fold[] _folds;
    private readonly ReferenceLists _reference;
    private readonly UrlTrainingParameters _defaults;

    /// <summary>Cuts the rows into folds.</summary>
    /// <param name="rows">Rows to learn from and to judge on; rows that will judge the model in the end are not among them.</param>
    /// <param name="domains">The registrable domain of each row.</param>
    /// <param name="reference">Lists that features are read by.</param>
    /// <param name="defaults">Parameters of the default candidate.</param>
    /// <param name="folds">2 or more; the last judges the winner.</param>
    public UrlTuningTask(
        IReadOnlyList<LabelledUrl> rows, IReadOnlyList<string> domains, ReferenceLists reference, UrlTrainingParameters defaults, int folds)
    {
        if (rows.Count != domains.Count) throw new ArgumentException($"There are {rows.Count} rows and {domains.Count} domains.");
        (_rows, _reference, _defaults) = (rows, reference, defaults);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        _groups = new int[rows.Count];
        for (var i = 0; i < _groups.Length; i++)
            if (!numbers.TryGetValue(domains[i], out _groups[i])) numbers[domains[i]] = _groups[i] = numbers.Count;
        (_folds, Order) = UrlTuningFolds.Of(rows, _groups, folds, defaults.Seed);
    }

    /// <summary>By what the folds stand in order: time, time for phishing alone, or only domains.</summary>
    public string Order { get; }

    /// <inheritdoc/>
    public int FoldCount => _folds.Length;

    /// <inheritdoc/>
    public JudgedRows Judged(int fold) => new(
        Array.ConvertAll(_folds[fold].Test, i => _rows[i].IsPhishing ? (byte)1 : (byte)0), Array.ConvertAll(_folds[fold].Test, i => _groups[i]));

    /// <inheritdoc/>
    public double[] Scores(Candidate candidate, int fold, double share, CancellationToken ct)
    {
        var train = Array.FindAll(_folds[fold].Train, i => DatasetTask.IsWithin(_groups[i], share));
        var rows = Array.ConvertAll(train, i => _rows[i]);
        // Raw scores are compared, which no calibration moves: a few rows are enough for it.
        LabelledUrl[] calibrate = [.. rows.Where(row => row.IsPhishing).Take(CalibrationRows), .. rows.Where(row => !row.IsPhishing).Take(CalibrationRows)];
        var trained = UrlModelTrainer.Train(rows, calibrate, _reference, UrlSearchSpace.Apply(_defaults, candidate), null, ct);
        return new UrlScorer(trained.Model, new UrlFeatureReader(_reference)).Raw(Array.ConvertAll(_folds[fold].Test, i => _rows[i]), ct);
    }
}
