using Weir.Pipeline.Monitoring;

namespace Weir.Server.Metrics;

/// <summary>The newest drift report as gauges. Features are those that the model uses, so that their number is bounded.</summary>
internal static class DriftMetrics
{
    public static void Write(MetricText text, DriftReport? report)
    {
        var views = report?.Views ?? [];
        text.Gauge("weir_drift_report_timestamp_seconds", "When drift was last looked at, Unix time.").Time(report?.At);
        text.Gauge("weir_drift_psi_ratio", "Population stability index of a feature; above 0.25 it has shifted.");
        foreach (var view in views)
            foreach (var feature in view.Features) text.Sample(feature.Psi, ("view", view.Name), ("feature", feature.Id));
        text.Gauge("weir_drift_score_psi_ratio", "Population stability index of the scores.");
        foreach (var view in views) text.Sample(view.Score.Psi, ("view", view.Name));
        text.Gauge("weir_drift_shifted_importance_ratio", "Share of the model's gain that features carry which have shifted.");
        foreach (var view in views) text.Sample(view.ShiftedImportance, ("view", view.Name));
        text.Gauge("weir_drift_asks_for_training", "1 when the last report says that a training may help.").Sample(report?.AsksForTraining == true ? 1 : 0);
        text.Gauge("weir_ageing_recall_ratio", "Phishing of the newest four weeks that the champion finds at 1 % false alarms; NaN when not known.").Sample(report?.Ageing?.Recent?.Tpr ?? double.NaN);
    }
}
