using Weir.Learning.Calibration;
using Weir.Learning.Metrics;
using Weir.Learning.Numerics;
using Weir.Storage.Monitoring;

namespace Weir.Pipeline.Monitoring;

/// <summary>What samples that were labelled after the training say about a model: whether its probabilities still hold, and how it ages.</summary>
internal sealed class LaterWatch(double baseRate, MonitoringSettings settings)
{
    private const int LeastOfClass = 50;
    private const int LeastBenign = 500;
    private const int LeastOfWeek = 20;
    private const int RecentWeeks = 4;
    private const double FalseAlarms = 0.01;
    private const int Draws = 50;

    /// <summary>Stated and observed; the judged rows stand beside them when there are any.</summary>
    public CalibrationDrift Calibration(RowFrame later, RowFrame? judged)
    {
        var (scores, labels) = Corrected(later);
        var phishing = labels.Count(label => label == 1);
        var isEnough = labels.Length >= settings.LeastRows && Math.Min(phishing, labels.Length - phishing) >= LeastOfClass;
        if (!isEnough) return new CalibrationDrift(labels.Length, phishing, null, null, null, [], false);
        var ece = CalibrationMetrics.Ece(scores, labels);
        var (usual, most) = Chance(scores);
        var beyond = Math.Max(0, ece - usual);
        List<CalibrationBin> bins = [.. CalibrationMetrics.Reliability(scores, labels).Where(bin => bin.Rows > 0).Select(bin => new CalibrationBin(bin.Rows, bin.Stated, bin.Observed))];
        double? before = judged is null || judged.PhishingShare is not (> 0 and < 1) ? null : Ece(judged);
        // A fault that the model had when it was judged is not drift.
        return new CalibrationDrift(labels.Length, phishing, ece, beyond, before, bins, ece > most && beyond - Math.Max(0, (before ?? 0) - usual) >= settings.Calibration);
    }

    /// <summary>Shares found of each week's phishing at the threshold that 1 % of the judged benign rows pass; null when those are too few.</summary>
    public AgeingCurve? Ageing(IReadOnlyList<WatchedSample> samples, double[] scores, RowFrame judged, DateTimeOffset trained)
    {
        if (judged.Labels.Count(label => label == 0) < LeastBenign || judged.Labels.All(label => label != 1)) return null;
        var ranked = new RankedRows(judged.Scores, [.. judged.Labels.Select(label => (byte)(label & 1))]);
        var (threshold, first) = (ranked.ThresholdAtFpr(FalseAlarms), ranked.TprAtFpr(FalseAlarms));
        var rows = samples.Select((sample, i) => (Sample: sample, Found: scores[i] > threshold, Week: (int)((sample.AddedAt - trained).TotalDays / 7)))
            .Where(row => row.Sample.IsPhishing && row.Week >= 0).ToList();
        var weeks = rows.GroupBy(row => row.Week).OrderBy(week => week.Key).Select(week => Week(week.Key, trained, [.. week.Select(row => (row.Sample.Registrable, row.Found))]))
            .Where(week => week.Rows >= LeastOfWeek).ToList();
        var last = weeks.Count == 0 ? 0 : weeks[^1].Week;
        var newest = rows.Where(row => row.Week <= last && row.Week > last - RecentWeeks).Select(row => (row.Sample.Registrable, row.Found)).ToList();
        var recent = newest.Count < LeastOfWeek ? null : Week(Math.Max(0, last - RecentWeeks + 1), trained, newest);
        return new AgeingCurve(threshold, first, recent, weeks, recent is { Domains: >= LeastOfClass } && recent.High < first - settings.Ageing);
    }

    // Rows of one domain stand or fall together, so the interval counts domains.
    private static AgeingWeek Week(int week, DateTimeOffset trained, IReadOnlyList<(string Domain, bool Found)> rows)
    {
        var domains = rows.Select(row => row.Domain).Distinct(StringComparer.Ordinal).Count();
        var share = rows.Count(row => row.Found) / (double)rows.Count;
        var (low, high) = Proportion.Bounds(share * domains, domains, 1.96);
        return new AgeingWeek(week, trained + week * TimeSpan.FromDays(7), rows.Count, domains, share, low, high);
    }

    private double Ece(RowFrame frame)
    {
        var (scores, labels) = Corrected(frame);
        return CalibrationMetrics.Ece(scores, labels);
    }

    private (double[] Scores, byte[] Labels) Corrected(RowFrame frame)
    {
        int[] kept = [.. Enumerable.Range(0, frame.Rows).Where(i => frame.Labels[i] < 2)];
        var rate = frame.PhishingShare;
        return (Array.ConvertAll(kept, i => rate is > 0 and < 1 ? PriorCorrection.Adjust(Math.Clamp(frame.Scores[i], 1e-12, 1 - 1e-12), baseRate, rate) : frame.Scores[i]),
            Array.ConvertAll(kept, i => frame.Labels[i]));
    }

    /// <summary>Mean and most of the error that probabilities show which hold exactly, for so many rows.</summary>
    private static (double Mean, double Most) Chance(double[] scores)
    {
        var (random, sum, most, labels) = (new Xoshiro256(1), 0.0, 0.0, new byte[scores.Length]);
        for (var draw = 0; draw < Draws; draw++)
        {
            for (var i = 0; i < labels.Length; i++) labels[i] = random.NextDouble() < scores[i] ? (byte)1 : (byte)0;
            var ece = CalibrationMetrics.Ece(scores, labels);
            (sum, most) = (sum + ece, Math.Max(most, ece));
        }
        return (sum / Draws, most);
    }
}
