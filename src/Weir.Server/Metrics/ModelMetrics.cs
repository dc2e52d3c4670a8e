using Weir.Server.Models;

namespace Weir.Server.Metrics;

/// <summary>Which models there are, and how good the champion was on rows it had not seen.</summary>
internal static class ModelMetrics
{
    public static void Write(MetricText text, ServedDetector serving, StoreSnapshot? store)
    {
        text.Gauge("weir_ready", "1 while checks are judged by a model.").Sample(serving.NotReady is null ? 1 : 0);
        text.Gauge("weir_model_info", "Models by what they are: serving, champion, challenger.");
        if (serving.Model is { } model) text.Sample(1, ("version", model.Version), ("alias", "serving"));
        if (store?.Champion is { } champion) text.Sample(1, ("version", champion.Version), ("alias", "champion"));
        if (store?.Challenger is { } challenger) text.Sample(1, ("version", challenger), ("alias", "challenger"));
        text.Gauge("weir_model_promoted_timestamp_seconds", "When the champion was promoted, Unix time.").Time(store?.Champion?.Since);
        // A model that was not judged here has no figures: not a number, rather than a flattering one.
        var report = store?.Report;
        text.Gauge("weir_model_accuracy_ratio", "Accuracy of the champion when it was judged, suspicious counting as an alarm; NaN when it was not.")
            .Sample(report?.AtSuspicious.Accuracy ?? double.NaN);
        text.Gauge("model_accuracy", "The same as weir_model_accuracy_ratio.").Sample(report?.AtSuspicious.Accuracy ?? double.NaN);
        text.Gauge("weir_model_f1_ratio", "F1 of the champion, counted likewise.").Sample(report?.AtSuspicious.F1 ?? double.NaN);
        text.Gauge("weir_model_false_positive_ratio", "Share of benign rows that the champion calls phishing.").Sample(report?.AtPhishing.FalsePositiveRate ?? double.NaN);
        text.Gauge("weir_model_recall_ratio", "Share of phishing that the champion finds at 1 % false alarms.").Sample(report?.TprAt1Percent.Value ?? double.NaN);
        text.Gauge("weir_model_calibration_error_ratio", "Expected calibration error of the champion.").Sample(report?.Ece ?? double.NaN);
    }
}
