using Weir.Learning.Calibration;
using Weir.Learning.Metrics;

namespace Weir.Pipeline.Evaluation;

/// <summary>Judges a model on rows: every figure of the protocol.</summary>
public sealed class Evaluator
{
    private const int NegativesForTenThousandth = 100_000;

    private readonly IReadOnlyList<EvaluationRow> _rows;
    private readonly IReadOnlyList<string> _homepages;
    private readonly IReadOnlyList<RowGroup> _groups;
    private readonly byte[] _labels;
    private readonly int[] _domains;

    /// <summary>Takes the rows; homepages are benign URLs judged beside them, shared hosts are told by registrable domain.</summary>
    public Evaluator(IReadOnlyList<EvaluationRow> rows, IReadOnlyList<string> homepages, Func<string, bool> isSharedHost)
    {
        (_rows, _homepages, _groups) = (rows, homepages, Slicing.Groups(rows, isSharedHost));
        _labels = [.. rows.Select(row => row.Url.IsPhishing ? (byte)1 : (byte)0)];
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        _domains = new int[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            if (!numbers.TryGetValue(rows[i].Domain, out _domains[i])) numbers[rows[i].Domain] = _domains[i] = numbers.Count;
        }

        Domains = numbers.Count;
    }

    /// <summary>Registrable domains among the rows.</summary>
    public int Domains { get; }

    /// <summary>Subjects whose label is settled, judged beside the rows.</summary>
    public IReadOnlyList<GoldRow> Gold { get; init; } = [];

    /// <summary>Whether the catalogue of evasions is tried on phishing that the model catches.</summary>
    public bool TriesEvasion { get; init; }

    /// <summary>Scores the rows and measures.</summary>
    public Evaluated Run(ScoringModel model, string? dataset, DateTimeOffset now, CancellationToken ct = default)
    {
        var scores = RowScoring.Score(model, [.. _rows.Select(row => row.Url.Url)], ct);
        var ranked = new RankedRows(scores, _labels);
        var ranking = Ranking(scores);
        var goldRight = GoldRight(model, ct);
        var rate = (double)_labels.Count(label => label == 1) / Math.Max(1, _rows.Count);
        var report = new EvaluationReport
        {
            Model = model.Version,
            Sha256 = model.Sha256,
            Dataset = dataset,
            EvaluatedAt = now,
            Rows = _rows.Count,
            Phishing = _labels.Count(label => label == 1),
            Domains = Domains,
            BaseRate = Figure.Number(rate),
            ModelBaseRate = model.BaseRate,
            RocAuc = ranking[0],
            PrAuc = ranking[1],
            TprAt01Percent = ranking[2],
            TprAt1Percent = ranking[3],
            TprAt001Percent = _labels.Count(label => label == 0) >= NegativesForTenThousandth ? Figure.Number(ranked.TprAtFpr(0.0001)) : null,
            AtPhishing = OperatingPoint.Of(model.PhishingThreshold, ranked.ConfusionAt(model.PhishingThreshold)),
            AtSuspicious = OperatingPoint.Of(model.SuspiciousThreshold, ranked.ConfusionAt(model.SuspiciousThreshold)),
            Ece = Figure.Number(CalibrationMetrics.Ece(scores, _labels)),
            EceCorrected = Figure.Number(CalibrationMetrics.Ece(Corrected(scores, model.BaseRate, rate), _labels)),
            Brier = Figure.Number(CalibrationMetrics.Brier(scores, _labels)),
            Homepages = Homepages(model, ct),
            Slices = Slicing.Of(_groups, _rows, scores, model),
            Gold = Gold.Count == 0 ? null : new GoldFigures(Gold.Count, goldRight.Count(isRight => isRight)),
            Evasion = TriesEvasion ? EvasionTrial.Run(model, _rows, scores, ct) : null,
            Curves = ReportCurves.Of(scores, _labels),
            Microseconds = Figure.Number(ScoringSpeed.Microseconds(model, _rows)),
        };
        return new Evaluated(report, scores, goldRight);
    }

    /// <summary>Challenger less champion on these rows.</summary>
    public Comparison Compare(Evaluated challenger, Evaluated champion)
    {
        var differences = _rows.Count == 0 ? [.. Enumerable.Repeat(new Figure(null, null, null), 3)] : Array.ConvertAll(GroupBootstrap.Differences(3,
            (rows, counts, figures) => (figures[0], _) = rows.Curves([0.001, 0.01], counts, figures[1..]),
            challenger.Scores, champion.Scores, _labels, _domains, new BootstrapParameters()), Figure.Of);
        return new Comparison(champion.Report.Model, differences[2], differences[0])
        {
            TprAt01Percent = differences[1],
            GoldLost = [.. Gold.Where((_, i) => champion.GoldRight[i] && !challenger.GoldRight[i]).Select(subject => subject.Url)],
            Slices = SliceComparison.Of(_groups, challenger.Scores, champion.Scores, _labels, _domains),
        };
    }

    /// <summary>ROC-AUC, PR-AUC, and the shares found at false positive rates of 0.1 % and 1 %.</summary>
    private Figure[] Ranking(double[] scores) => _rows.Count == 0
        ? [.. Enumerable.Repeat(new Figure(null, null, null), 4)]
        : Array.ConvertAll(GroupBootstrap.Intervals(4, Curves, scores, _labels, _domains, new BootstrapParameters()), Figure.Of);

    private static void Curves(RankedRows rows, ReadOnlySpan<int> counts, Span<double> figures) =>
        (figures[0], figures[1]) = rows.Curves([0.001, 0.01], counts, figures[2..]);

    private bool[] GoldRight(ScoringModel model, CancellationToken ct)
    {
        var scores = RowScoring.Score(model, [.. Gold.Select(subject => subject.Url)], ct);
        return [.. Gold.Select((subject, i) => subject.IsPhishing == scores[i] >= model.SuspiciousThreshold)];
    }

    private HomepageFigures? Homepages(ScoringModel model, CancellationToken ct)
    {
        if (_homepages.Count == 0) return null;
        var scores = RowScoring.Score(model, _homepages, ct);
        return new HomepageFigures(scores.Length,
            scores.Count(score => score >= model.PhishingThreshold), scores.Count(score => score >= model.SuspiciousThreshold));
    }

    private static double[] Corrected(double[] scores, double from, double to) => from is > 0 and < 1 && to is > 0 and < 1
        ? [.. scores.Select(score => PriorCorrection.Adjust(Math.Clamp(score, 1e-12, 1 - 1e-12), from, to))]
        : scores;
}
