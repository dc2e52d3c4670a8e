using Weir.Learning.Drift;

namespace Weir.Pipeline.Monitoring;

/// <summary>
/// One feature on both sides. Effects (PSI, Jensen-Shannon distance) decide, less what chance adds; the chance is corrected for the number
/// of features (Benjamini-Hochberg); Kolmogorov-Smirnov is information. Shares and importance lie in 0..1.
/// </summary>
public sealed record FeatureDrift(
    string Id, double Importance, DriftLevel Level, double Psi, double JensenShannon, double Chance, double Ks, double KsChance,
    double MissingReference, double MissingCurrent, IReadOnlyList<ColumnBin> Bins);

/// <summary>A category with its share on both sides.</summary>
public sealed record CategoryShare(string Name, double Reference, double Current);

/// <summary>Two sets of rows side by side.</summary>
/// <param name="Name">samples = newly collected and labelled, beside the rows that the model was judged on; traffic = checked by users, beside their own history.</param>
/// <param name="ReferenceRows">Rows to compare with.</param>
/// <param name="CurrentRows">Rows that are compared.</param>
/// <param name="IsJudged">Whether both are enough to speak of drift; else the figures are information.</param>
/// <param name="ShiftedImportance">Share of the model's gain that the shifted features carry.</param>
/// <param name="Score">The model's scores.</param>
/// <param name="TopLevels">The top-level domains, with <paramref name="TopLevelDrift"/> over them.</param>
/// <param name="TopLevelDrift">Drift of the top-level domains.</param>
/// <param name="Features">The features that the model uses, those that moved most first.</param>
public sealed record DriftView(
    string Name, int ReferenceRows, int CurrentRows, bool IsJudged, double ShiftedImportance, FeatureDrift Score,
    IReadOnlyList<CategoryShare> TopLevels, BinDrift TopLevelDrift, IReadOnlyList<FeatureDrift> Features);

/// <summary>The share of phishing among labelled samples, 0..1: in the window, in the time before, and in the rows the model was judged on.</summary>
public sealed record LabelDrift(long CurrentRows, double? Current, long HistoryRows, double? History, double? Judged, BinDrift Effect, DriftLevel Level);

/// <summary>
/// Stated and observed probability on samples that were labelled after the training. Ece is corrected to the base rate of the rows;
/// Beyond is what is left of it when chance is taken off.
/// </summary>
public sealed record CalibrationDrift(int Rows, int Phishing, double? Ece, double? Beyond, double? JudgedEce, IReadOnlyList<CalibrationBin> Bins, bool HasDrifted);

/// <summary>Rows of about the same stated probability: mean stated, and share of phishing.</summary>
public sealed record CalibrationBin(long Rows, double Stated, double Observed);

/// <summary>Phishing that came in one week after the training: how much of it scores above the threshold of 1 % false alarms.</summary>
public sealed record AgeingWeek(int Week, DateTimeOffset From, int Rows, int Domains, double Tpr, double Low, double High);

/// <summary>How the model ages. Judged is the TPR at 1 % FPR of the rows it was judged on, Recent that of the newest four weeks together.</summary>
public sealed record AgeingCurve(double Threshold, double Judged, AgeingWeek? Recent, IReadOnlyList<AgeingWeek> Weeks, bool HasAged);

/// <summary>
/// Rows unlike all that the model was trained on: the share above the 99 % quantile of the training rows, of samples, of traffic and of
/// the rows it was judged on. Null without enough rows.
/// </summary>
public sealed record AnomalyShares(double Threshold, double Judged, double? Samples, double? Traffic, bool IsAlarm);

/// <summary>Verdicts of the last day beside their own history; shares in 0..1.</summary>
public sealed record VerdictShares(
    long Day, double Phishing, double Unknown, int HistoryDays, double UsualPhishing, double UsualUnknown, bool IsHighRisk, bool IsUnknownHigh, IReadOnlyList<VerdictDay> Days);

/// <summary>The verdicts of 24 hours.</summary>
public sealed record VerdictDay(DateTimeOffset From, long Phishing, long Suspicious, long Benign, long Unknown);

/// <summary>What the watch saw at one time.</summary>
public sealed record DriftReport
{
    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The version that was watched; none without a champion.</summary>
    public required string Model { get; init; }

    /// <summary>First moment of the window.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>What could not be looked at, and why: one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Sets of rows side by side.</summary>
    public IReadOnlyList<DriftView> Views { get; init; } = [];

    /// <summary>Labels; null without any.</summary>
    public LabelDrift? Labels { get; init; }

    /// <summary>Calibration; null without a model.</summary>
    public CalibrationDrift? Calibration { get; init; }

    /// <summary>Ageing; null without a reference.</summary>
    public AgeingCurve? Ageing { get; init; }

    /// <summary>Anomalies; null without a reference.</summary>
    public AnomalyShares? Anomalies { get; init; }

    /// <summary>Verdicts; null before the first.</summary>
    public VerdictShares? Verdicts { get; init; }

    /// <summary>What a person should know.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Whether a training may help: the samples, their calibration or the model's age say so.</summary>
    public bool AsksForTraining { get; init; }
}
