using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Pipeline.Evaluation;

/// <summary>A report as JSON for programs and as text for people.</summary>
public static class ReportText
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>JSON with camelCase names.</summary>
    public static string Json(EvaluationReport report, bool indented = false) => JsonSerializer.Serialize(report, indented ? Readable : Options);

    /// <summary>The report that <see cref="Json"/> wrote.</summary>
    public static EvaluationReport Parse(string json) => JsonSerializer.Deserialize<EvaluationReport>(json, Options)!;

    /// <summary>The same; null without a text, and for one of another shape, as an imported model may bring.</summary>
    public static EvaluationReport? TryParse(string? json)
    {
        if (json is null) return null;
        try
        {
            return Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The report in lines of text.</summary>
    /// <param name="report">The report.</param>
    /// <param name="isOfTable">Whether rows of a table were judged, no addresses.</param>
    public static string Text(EvaluationReport report, bool isOfTable = false)
    {
        var text = new StringBuilder();
        Line($"model {report.Model} on {report.Rows:N0} rows ({report.Phishing:N0} phishing, {report.Domains:N0} {(isOfTable ? "groups" : "domains")}, base rate {Percent(report.BaseRate)})");
        Line($"  ROC-AUC        {Spread(report.RocAuc)}    PR-AUC {Spread(report.PrAuc)}");
        Line($"  TPR at FPR 1 %   {SpreadPercent(report.TprAt1Percent)}   at 0.1 % {SpreadPercent(report.TprAt01Percent)}   at 0.01 % {Percent(report.TprAt001Percent)}");
        Line($"  {Point("phishing  ", report.AtPhishing)}");
        Line($"  {Point("suspicious", report.AtSuspicious)}");
        Line($"  calibration error {Number(report.Ece)} as scored, {Number(report.EceCorrected)} at the base rate of the rows; Brier {Number(report.Brier)}");
        if (report.Homepages is { } pages)
            Line($"  popular homepages {pages.Homepages:N0}: {pages.CalledPhishing:N0} called phishing ({Percent(pages.PhishingShare)}), {pages.Flagged:N0} at least suspicious");
        if (report.SourceProbeAccuracy is { } probe) Line($"  source probe accuracy {Percent(probe)}");
        if (report.Evasion is { } evasion) Line($"  evasion turns {Percent(evasion.FlipRate)} of {evasion.Variants:N0} variants of caught phishing; worst: {evasion.WorstForm} ({Percent(evasion.WorstShare)})");
        if (report.Gold is { } gold) Line($"  gold set {gold.Right:N0} of {gold.Subjects:N0} right");
        if (report.Microseconds is { } time) Line($"  {time:0.0} microseconds a {(isOfTable ? "row" : "URL")}{(report.ModelBytes is { } bytes ? $", {bytes / 1048576.0:0.0} MiB" : "")}");
        if (report.Slices.Count > 0) Line($"  {"slice",-36}{"rows",9}{"phishing",10}{"AUC",8}{"TPR@1%",9}{"caught",9}{"alarms",9}");
        foreach (var slice in report.Slices)
            Line($"  {slice.Kind + " " + slice.Name,-36}{slice.Rows,9:N0}{slice.Phishing,10:N0}{Number(slice.RocAuc),8}{Percent(slice.TprAt1Percent),9}{Percent(slice.PhishingFlagged),9}{Percent(slice.BenignFlagged),9}");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Point(string name, OperatingPoint point) =>
        $"at {name} >= {Number(point.Threshold)}: accuracy {Percent(point.Accuracy)}, precision {Percent(point.Precision)}, "
        + $"recall {Percent(point.Recall)}, F1 {Number(point.F1)}, FPR {Percent(point.FalsePositiveRate)}";

    private static string Spread(Figure figure) => $"{Number(figure.Value)} ({Number(figure.Low)}-{Number(figure.High)})";

    private static string SpreadPercent(Figure figure) => $"{Percent(figure.Value)} ({Percent(figure.Low)}-{Percent(figure.High)})";

    private static string Number(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "n/a";

    private static string Percent(double? value) => value is null ? "n/a" : (100 * value.Value).ToString("0.00", CultureInfo.InvariantCulture) + " %";
}
