using Weir.Detection;
using Weir.Learning.Drift;

namespace Weir.Pipeline.Monitoring;

/// <summary>From rows to figures: all of a report that needs neither store nor clock.</summary>
public static class DriftAnalysis
{
    /// <summary>The views, calibration, ageing and anomalies of a model.</summary>
    public static DriftReport Of(DriftInput input, ModelManifest model, MonitoringSettings settings, CancellationToken ct = default)
    {
        var comparison = new FrameComparison(model, settings);
        var views = new List<DriftView>();
        if (input.Reference is { } reference && input.Samples.Rows > 0) views.Add(comparison.Compare("samples", reference.Judged, input.Samples, byClass: true, reference.Trained, ct));
        if (input.Traffic.Rows > 0 && input.History.Rows > 0) views.Add(comparison.Compare("traffic", input.History, input.Traffic, byClass: false, ct: ct));
        var later = new LaterWatch(model.BaseRate, settings);
        return new DriftReport
        {
            At = input.At,
            Model = input.Model,
            From = input.From,
            Views = views,
            Calibration = later.Calibration(input.LaterFrame, input.Reference?.Judged),
            Ageing = input.Reference is null ? null : later.Ageing(input.Later, input.LaterFrame.Scores, input.Reference.Judged, input.Trained),
            Anomalies = input.Reference is null || input.Reference.Trained.Rows < settings.LeastRows ? null : Anomalies(input, input.Reference, settings),
            Notes = Notes(input, settings),
        };
    }

    /// <summary>The labels of the window beside those of the time before; null without any.</summary>
    public static LabelDrift? Labels(WindowLabels counts, RowFrame? judged, MonitoringSettings settings)
    {
        var (rows, past) = (counts.Phishing + counts.Benign, counts.PhishingBefore + counts.BenignBefore);
        if (rows + past == 0) return null;
        var effect = BinDrift.Of([counts.PhishingBefore, counts.BenignBefore], [counts.Phishing, counts.Benign]);
        var level = Math.Min(rows, past) < settings.LeastRows ? DriftLevel.None : settings.LevelOf(effect, effect.Chance);
        return new LabelDrift(rows, rows == 0 ? null : (double)counts.Phishing / rows, past, past == 0 ? null : (double)counts.PhishingBefore / past,
            judged is { Rows: > 0 } ? judged.PhishingShare : null, effect, level);
    }

    private static AnomalyShares Anomalies(DriftInput input, ModelReference reference, MonitoringSettings settings)
    {
        var watch = new AnomalyWatch(reference.Trained);
        var judged = watch.Share(reference.Judged).Share;
        (double Share, double Low)? Of(RowFrame frame) => frame.Rows < settings.LeastRows ? null : watch.Share(frame);
        bool IsAlarm((double Share, double Low)? share) => share is { } some && some.Low > Math.Max(settings.Anomalies, 2 * judged);
        var (samples, traffic) = (Of(input.Samples), Of(input.Traffic));
        return new AnomalyShares(watch.Threshold, judged, samples?.Share, traffic?.Share, IsAlarm(samples) || IsAlarm(traffic));
    }

    private static List<string> Notes(DriftInput input, MonitoringSettings settings)
    {
        var notes = new List<string>();
        if (input.Reference is null)
            notes.Add($"No rows are kept of the data of {input.Model}, so that samples cannot be compared with them, nor its age and anomalies told; each model that the cycle trains from now on has them.");
        if (input.Samples.Rows < settings.LeastRows)
            notes.Add(FormattableString.Invariant($"{input.Samples.Rows:N0} labelled samples of the window came in after the model was trained; {settings.LeastRows:N0} are needed to speak of drift."));
        if (Math.Min(input.Traffic.Rows, input.History.Rows) < settings.LeastRows)
            notes.Add(FormattableString.Invariant($"{input.Traffic.Rows:N0} checked URLs are kept of the window and {input.History.Rows:N0} of the time before; {settings.LeastRows:N0} of each are needed to speak of drift."));
        return notes;
    }
}
