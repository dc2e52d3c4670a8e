using System.Globalization;

namespace Weir.Pipeline.Monitoring;

/// <summary>Turns the figures of a report into what a person should know, one sentence each.</summary>
internal static class DriftFindings
{
    private const int Named = 3;

    /// <summary>The report with its findings, and with the question for a training when one may help.</summary>
    public static DriftReport Of(DriftReport report, MonitoringSettings settings)
    {
        var findings = new List<Finding>();
        var asks = false;
        foreach (var view in report.Views.Where(view => view.IsJudged))
        {
            if (view.Score.Level == DriftLevel.Shifted) Add("scores " + view.Name, Scores(report, view), view.Name == "samples");
            if (view.ShiftedImportance >= settings.Importance) Add("features " + view.Name, Features(report, view), view.Name == "samples");
        }

        if (report.Labels is { Level: DriftLevel.Shifted } labels)
            Add("labels", $"Of {labels.CurrentRows:N0} samples labelled since {report.From:yyyy-MM-dd}, {Percent(labels.Current)} are phishing, after {Percent(labels.History)} in the time before: look whether a feed stopped or grew.", false);
        if (report.Calibration is { HasDrifted: true } calibration)
            Add("calibration", $"The probabilities of {report.Model} are off by {Percent(calibration.Ece)} on {calibration.Rows:N0} samples labelled since its training, after {Percent(calibration.JudgedEce)} when it was judged.", true);
        if (report.Ageing is { HasAged: true, Recent: { } recent } ageing)
            Add("ageing", $"{report.Model} finds {Percent(recent.Tpr)} of the phishing of the newest four weeks at 1 % false alarms, after {Percent(ageing.Judged)} when it was judged.", true);
        if (report.Anomalies is { IsAlarm: true } anomalies)
            Add("anomalies", $"Unusually many URLs are unlike everything that {report.Model} was trained on: {Percent(anomalies.Samples)} of the new samples and {Percent(anomalies.Traffic)} of the checked URLs, where {Percent(anomalies.Judged)} is usual.", false);
        if (report.Verdicts is { IsUnknownHigh: true } unknown)
            Add("unknown", $"{Percent(unknown.Unknown)} of the last day's {unknown.Day:N0} verdicts are unknown, where {Percent(unknown.UsualUnknown)} is usual: look at what cannot be read.", false);
        if (report.Verdicts is { IsHighRisk: true } high)
            findings.Add(new Finding(FindingKind.HighRisk, FindingLevel.Critical, "verdicts", Invariant($"{Percent(high.Phishing)} of the last day's {high.Day:N0} verdicts are phishing, where {Percent(high.UsualPhishing)} is usual: an attack, or a model that errs.")));
        return report with { Findings = findings, AsksForTraining = asks };

        void Add(string subject, FormattableString sentence, bool asksForTraining)
        {
            findings.Add(new Finding(FindingKind.Drift, FindingLevel.Warning, subject, Invariant(sentence)));
            asks |= asksForTraining;
        }
    }

    private static FormattableString Scores(DriftReport report, DriftView view) =>
        $"The scores of {report.Model} on {What(view, report)} have shifted from {Than(view)} (PSI {view.Score.Psi:F2}, {view.CurrentRows:N0} rows).";

    private static FormattableString Features(DriftReport report, DriftView view)
    {
        var names = view.Features.Where(feature => feature.Level == DriftLevel.Shifted).OrderByDescending(feature => feature.Importance).Take(Named)
            .Select(feature => Invariant($"{feature.Id} (PSI {feature.Psi:F2})"));
        return $"{What(view, report)} differ from {Than(view)} in features that carry {Percent(view.ShiftedImportance)} of {report.Model}: {string.Join(", ", names)}.";
    }

    private static string What(DriftView view, DriftReport report) => Invariant($"URLs {(view.Name == "samples" ? "collected" : "checked")} since {report.From:yyyy-MM-dd}");

    private static string Than(DriftView view) => view.Name == "samples" ? "all that it was trained and judged on" : "those of the time before";

    private static string Percent(double? share) => share is { } some && double.IsFinite(some) ? (100 * some).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "n/a";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
