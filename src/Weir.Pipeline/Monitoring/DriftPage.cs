using System.Globalization;
using System.Text;
using static Weir.Pipeline.ReportPage;

namespace Weir.Pipeline.Monitoring;

/// <summary>
/// A drift report as one HTML page: plots with tables beside them.
/// </summary>
public static class DriftPage
{
    private const int ShownFeatures = 40;

    /// <summary>The page; <paramref name="styleSheet"/> is the address of <see cref="ReportStyle.Css"/>, null to carry it inside.</summary>
    public static string Render(DriftReport report, string? styleSheet = null)
    {
        var page = Open($"Drift of {report.Model}", styleSheet);
        page.Append(CultureInfo.InvariantCulture, $"""
            <h1>Drift</h1>
            <p class="soft">Model <code>{Text(report.Model)}</code>, looked at {report.At:yyyy-MM-dd HH:mm} UTC, window since {report.From:yyyy-MM-dd HH:mm} UTC.{(report.AsksForTraining ? " <b>A training is asked for.</b>" : "")}</p>

            """);
        Findings(page, report);
        foreach (var view in report.Views) View(page, view);
        if (report.Labels is { } labels) Labels(page, labels);
        if (report.Calibration is { Ece: not null } calibration) Calibration(page, calibration);
        if (report.Ageing is { Weeks.Count: > 0 } ageing) Ageing(page, ageing);
        if (report.Anomalies is { } anomalies) Anomalies(page, anomalies);
        if (report.Verdicts is { } verdicts) Verdicts(page, verdicts);
        return Close(page);
    }

    private static void Findings(StringBuilder page, DriftReport report)
    {
        if (report.Findings.Count == 0) page.Append($"<p class=\"{(DriftText.IsCompared(report) ? "none" : "soft")}\">{DriftText.Calm(report)}</p>");
        else page.Append("<ul class=\"findings\">").AppendJoin("", report.Findings.Select(finding => $"<li>{Text(finding.Sentence)}</li>")).Append("</ul>");
        foreach (var note in report.Notes) page.Append("<p class=\"soft\">").Append(Text(note)).Append("</p>");
    }

    private static void View(StringBuilder page, DriftView view)
    {
        var (title, before) = view.Name == "samples" ? ("Collected samples", "judged rows") : ("Checked URLs", "time before");
        page.Append(CultureInfo.InvariantCulture, $"<section><h2>{title}</h2><p class=\"soft\">{view.CurrentRows:N0} rows beside {view.ReferenceRows:N0}{(view.IsJudged ? "" : ": too few to judge, shown as information")}. Shifted features carry {Share(view.ShiftedImportance)} of the model.</p>");
        Key(page, ("before", before), ("now", "now"));
        page.Append("<div class=\"beside\"><div>").Append(DriftPlots.Bars("Share of rows by score, before and now", [.. view.Score.Bins.Where(IsUsed).Select(bin => (Name(bin), bin.Reference, bin.Current))]));
        Table(page, "Score", ["bin", before, "now"], view.Score.Bins.Where(IsUsed).Select(bin => (string[])[Name(bin), Share(bin.Reference), Share(bin.Current)]));
        page.Append("</div><div>").Append(DriftPlots.Bars("Share of rows by top-level domain, before and now", [.. view.TopLevels.Take(10).Select(top => (top.Name, top.Reference, top.Current))]));
        Table(page, string.Create(CultureInfo.InvariantCulture, $"Top-level domains, PSI {view.TopLevelDrift.Psi:F3}"), ["domain", before, "now"],
            view.TopLevels.Select(top => (string[])[top.Name, Share(top.Reference), Share(top.Current)]));
        page.Append("</div></div>");
        Features(page, view);
        page.Append("</section>");
    }

    private static void Features(StringBuilder page, DriftView view)
    {
        page.Append("<div class=\"scroll\"><table><caption>Features, those that moved most first. PSI and Jensen-Shannon distance decide; KS is information.</caption><thead><tr>");
        foreach (var head in (string[])["feature", "state", "importance", "PSI", "JS", "KS", "chance", "missing", "before and now"]) page.Append("<th scope=\"col\">").Append(head).Append("</th>");
        page.Append("</tr></thead><tbody>");
        foreach (var feature in (FeatureDrift[])[view.Score, .. view.Features.Take(ShownFeatures)])
        {
            var tone = feature.Level.ToString().ToLowerInvariant();
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(feature.Id)}</td><td class=\"{tone}\">{(feature.Level == DriftLevel.None ? "as before" : tone)}</td><td>{Share(feature.Importance)}</td><td>{feature.Psi:F3}</td><td>{feature.JensenShannon:F3}</td><td>{feature.Ks:F3}</td><td>{feature.Chance:G2}</td><td>{Share(feature.MissingReference)} / {Share(feature.MissingCurrent)}</td><td>{SmallBars([.. feature.Bins.Where(IsUsed).Select(bin => (bin.Reference, bin.Current))])}</td></tr>");
        }
        page.Append("</tbody></table></div>");
    }

    private static void Labels(StringBuilder page, LabelDrift labels)
    {
        page.Append("<section><h2>Labels</h2>");
        Table(page, "Share of phishing among labelled samples", ["time", "samples", "phishing"],
        [
            ["the window", Count(labels.CurrentRows), Share(labels.Current)], ["the time before", Count(labels.HistoryRows), Share(labels.History)],
            ["the rows the model was judged on", "", Share(labels.Judged)],
        ]);
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"soft\">PSI {labels.Effect.Psi:F3} between the window and the time before.</p></section>");
    }

    private static void Calibration(StringBuilder page, CalibrationDrift calibration)
    {
        page.Append(CultureInfo.InvariantCulture, $"<section><h2>Calibration</h2><p class=\"soft\">Error {calibration.Ece:F4} at the base rate of {calibration.Rows:N0} samples labelled since the training ({calibration.Phishing:N0} phishing), {calibration.Beyond:F4} beyond chance; {calibration.JudgedEce:F4} when judged.</p><div class=\"beside\"><div>");
        page.Append(DriftPlots.Reliability("Observed share of phishing over stated probability; on the dashed line they agree", calibration.Bins)).Append("</div><div>");
        Table(page, "Stated and observed", ["stated", "observed", "samples"], calibration.Bins.Select(bin => (string[])[Share(bin.Stated), Share(bin.Observed), Count(bin.Rows)]));
        page.Append("</div></div></section>");
    }

    private static void Ageing(StringBuilder page, AgeingCurve ageing)
    {
        page.Append(CultureInfo.InvariantCulture, $"<section><h2>Ageing</h2><p class=\"soft\">Phishing found at 1 % false alarms, by week since the training; {Share(ageing.Judged)} when judged (dashed), {Share(ageing.Recent?.Tpr)} of the newest four weeks.</p><div class=\"beside\"><div>");
        page.Append(DriftPlots.Ageing("Share of phishing found at 1 % false alarms, by week since the training", ageing)).Append("</div><div>");
        Table(page, "By week", ["week", "samples", "domains", "found", "95 % interval"], ageing.Weeks.Select(week => (string[])[Count(week.Week), Count(week.Rows), Count(week.Domains), Share(week.Tpr), $"{Share(week.Low)} to {Share(week.High)}"]));
        page.Append("</div></div></section>");
    }

    private static void Anomalies(StringBuilder page, AnomalyShares anomalies)
    {
        page.Append("<section><h2>Anomalies</h2>");
        Table(page, "Share of rows unlike 99 % of the training rows", ["rows", "share"],
            [["judged rows", Share(anomalies.Judged)], ["collected samples", Share(anomalies.Samples)], ["checked URLs", Share(anomalies.Traffic)]]);
        page.Append("</section>");
    }

    private static void Verdicts(StringBuilder page, VerdictShares verdicts)
    {
        page.Append("<section><h2>Verdicts</h2>");
        Key(page, ("alarm", "phishing"), ("notable", "suspicious"), ("before", "unknown"));
        page.Append("<div class=\"beside\"><div>").Append(DriftPlots.Days("Share of verdicts that are phishing, suspicious and unknown, by day", verdicts.Days)).Append("</div><div>");
        Table(page, "By day, newest first", ["24 hours from", "phishing", "suspicious", "benign", "unknown"], verdicts.Days.Reverse().Select(day =>
            (string[])[day.From.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), Count(day.Phishing), Count(day.Suspicious), Count(day.Benign), Count(day.Unknown)]));
        page.Append("</div></div></section>");
    }
}
