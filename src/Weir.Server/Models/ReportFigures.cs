using Weir.Pipeline.Evaluation;

namespace Weir.Server.Models;

/// <summary>One figure of a report as people and programs compare it.</summary>
/// <param name="Key">Its name for programs.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Unit">share (0..1, shown as percent), number, microseconds or bytes.</param>
/// <param name="IsHigherBetter">Whether more is better.</param>
/// <param name="Of">Reads it; without an interval where the report has none, null where it was not measured.</param>
internal sealed record ReportFigure(string Key, string Name, string Unit, bool IsHigherBetter, Func<EvaluationReport, Figure?> Of);

/// <summary>The figures of a report, in the order in which they are shown.</summary>
internal static class ReportFigures
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ReportFigure> All { get; } =
    [
        new("rocAuc", "ROC-AUC", "number", true, report => report.RocAuc),
        new("prAuc", "PR-AUC", "number", true, report => report.PrAuc),
        new("tprAt1Percent", "TPR at 1 % FPR", "share", true, report => report.TprAt1Percent),
        new("tprAt01Percent", "TPR at 0.1 % FPR", "share", true, report => report.TprAt01Percent),
        new("f1", "F1 at the threshold", "number", true, report => Plain(report.AtPhishing.F1)),
        new("precision", "Precision", "share", true, report => Plain(report.AtPhishing.Precision)),
        new("recall", "Recall", "share", true, report => Plain(report.AtPhishing.Recall)),
        new("accuracy", "Accuracy", "share", true, report => Plain(report.AtPhishing.Accuracy)),
        new("falsePositiveRate", "False alarms", "share", false, report => Plain(report.AtPhishing.FalsePositiveRate)),
        new("ece", "Calibration error (ECE)", "number", false, report => Plain(report.Ece)),
        new("brier", "Brier score", "number", false, report => Plain(report.Brier)),
        new("homepages", "Popular homepages called phishing", "share", false, report => Plain(report.Homepages?.PhishingShare)),
        new("evasion", "Turned by evasion", "share", false, report => Plain(report.Evasion?.FlipRate)),
        new("gold", "Gold set right", "share", true, report => report.Gold is { Subjects: > 0 } gold ? Plain((double)gold.Right / gold.Subjects) : null),
        new("microseconds", "Time for one address", "microseconds", false, report => Plain(report.Microseconds)),
        new("modelBytes", "Size of the file", "bytes", false, report => Plain(report.ModelBytes)),
    ];

    /// <summary>The figures that lists and histories show.</summary>
    public static IReadOnlyList<ReportFigure> Main { get; } = [.. All.Where(figure => figure.Key is "rocAuc" or "tprAt1Percent" or "tprAt01Percent" or "f1" or "ece")];

    /// <summary>The same for models of tables.</summary>
    public static IReadOnlyList<ReportFigure> OfTables { get; } = [.. ((string[])["accuracy", "f1", "rocAuc", "prAuc", "falsePositiveRate", "ece"]).Select(key => All.First(figure => figure.Key == key))];

    private static Figure? Plain(double? value) => value is null ? null : new Figure(value, null, null);
}
