using Weir.Learning.Metrics;

namespace Weir.Pipeline.Evaluation;

/// <summary>A figure with its 95 % interval over domains; null where the rows do not allow it (a class is missing, too few rows).</summary>
public sealed record Figure(double? Value, double? Low, double? High)
{
    /// <summary>From a bootstrap.</summary>
    public static Figure Of(Interval interval) => new(Number(interval.Value), Number(interval.Low), Number(interval.High));

    /// <summary>Six digits, or null for what is not a number.</summary>
    public static double? Number(double value) => double.IsFinite(value) ? Math.Round(value, 6) : null;
}

/// <summary>How the model does when scores at or above the threshold raise an alarm; rates in 0..1.</summary>
public sealed record OperatingPoint(double Threshold, double? Accuracy, double? Precision, double? Recall, double? F1, double? FalsePositiveRate)
{
    /// <summary>From the counts at a threshold.</summary>
    public static OperatingPoint Of(double threshold, in Confusion counts) => new(threshold, Figure.Number(counts.Accuracy),
        Figure.Number(counts.Precision), Figure.Number(counts.Recall), Figure.Number(counts.F1), Figure.Number(counts.FalsePositiveRate));
}

/// <summary>A part of the rows, judged alone. Flagged = called phishing or suspicious, of the phishing rows and of the benign ones.</summary>
public sealed record Slice(
    string Kind, string Name, int Rows, int Phishing, double? RocAuc, double? TprAt1Percent, double? PhishingFlagged, double? BenignFlagged);

/// <summary>Popular homepages that no training row came from: how many are called phishing, and how many at least suspicious.</summary>
public sealed record HomepageFigures(int Homepages, int CalledPhishing, int Flagged)
{
    /// <summary>Share called phishing, 0..1.</summary>
    public double PhishingShare => Homepages == 0 ? 0 : Math.Round((double)CalledPhishing / Homepages, 6);
}

/// <summary>What becomes of phishing that the model catches when it is spelt or wrapped in another way.</summary>
public sealed record EvasionFigures(int Variants, int Flipped, string? WorstForm, double WorstShare)
{
    /// <summary>Share of the variants that are called benign, 0..1.</summary>
    public double FlipRate => Variants == 0 ? 0 : Math.Round((double)Flipped / Variants, 6);
}

/// <summary>The gold set: how many subjects it holds, and how many the model has right (phishing raises an alarm, benign none).</summary>
public sealed record GoldFigures(int Subjects, int Right);

/// <summary>
/// Everything that is measured about one model on rows that it has not seen, and that no domain of its training occurs in. The
/// base rate is the share of phishing among these rows; the model's own is the one that its scores are calibrated to.
/// </summary>
public sealed record EvaluationReport
{
    /// <summary>The version that was judged.</summary>
    public required string Model { get; init; }

    /// <summary>SHA-256 of its file.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The snapshot of the rows; null for a file.</summary>
    public string? Dataset { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset EvaluatedAt { get; init; }

    /// <summary>Rows that were scored.</summary>
    public int Rows { get; init; }

    /// <summary>Of them phishing.</summary>
    public int Phishing { get; init; }

    /// <summary>Registrable domains among them.</summary>
    public int Domains { get; init; }

    /// <summary>Share of phishing among the rows.</summary>
    public double? BaseRate { get; init; }

    /// <summary>The base rate that the scores are calibrated to.</summary>
    public double ModelBaseRate { get; init; }

    /// <summary>Area under the ROC curve.</summary>
    public required Figure RocAuc { get; init; }

    /// <summary>Area under the precision-recall curve.</summary>
    public required Figure PrAuc { get; init; }

    /// <summary>Share of phishing found when 1 % of the benign rows raise an alarm.</summary>
    public required Figure TprAt1Percent { get; init; }

    /// <summary>The same at 0.1 %.</summary>
    public required Figure TprAt01Percent { get; init; }

    /// <summary>The same at 0.01 %; null with fewer than 100,000 benign rows.</summary>
    public double? TprAt001Percent { get; init; }

    /// <summary>At the threshold from which a URL is called phishing.</summary>
    public required OperatingPoint AtPhishing { get; init; }

    /// <summary>At the threshold from which a URL is called suspicious.</summary>
    public required OperatingPoint AtSuspicious { get; init; }

    /// <summary>Expected calibration error over 15 bins, as scored.</summary>
    public double? Ece { get; init; }

    /// <summary>The same after correction from the model's base rate to that of the rows.</summary>
    public double? EceCorrected { get; init; }

    /// <summary>Mean squared difference of score and label.</summary>
    public double? Brier { get; init; }

    /// <summary>False alarms on popular homepages; null when none could be held out.</summary>
    public HomepageFigures? Homepages { get; init; }

    /// <summary>How well a probe guesses the source of benign rows (0..1; a source's quirk that a model could learn); null when not run.</summary>
    public double? SourceProbeAccuracy { get; init; }

    /// <summary>Verdicts that a change of spelling or wrapping turns; null when not run.</summary>
    public EvasionFigures? Evasion { get; init; }

    /// <summary>How the model does on the gold set; null when that is empty.</summary>
    public GoldFigures? Gold { get; init; }

    /// <summary>Size of the model file; null for a model that is not in a file.</summary>
    public long? ModelBytes { get; init; }

    /// <summary>Time to judge one URL on one thread, microseconds: the best of several blocks.</summary>
    public double? Microseconds { get; init; }

    /// <summary>Parts of the rows.</summary>
    public IReadOnlyList<Slice> Slices { get; init; } = [];

    /// <summary>The curves behind the figures; null in reports of earlier versions.</summary>
    public ReportCurves? Curves { get; init; }

    /// <summary>Beside the model that served then, on the same rows; null when there was none, and in reports of earlier versions.</summary>
    public Comparison? Comparison { get; init; }
}
