using System.Globalization;
using System.Text;

namespace Weir.Learning.Tuning;

/// <summary>A report as Markdown.</summary>
public static class TuningText
{
    private const int Listed = 20;

    /// <summary>What was gained, what the rungs cost, and the candidates that came furthest.</summary>
    public static string Markdown(TuningReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Tuned for {report.Objective}: {report.Fits} fits in {report.Seconds:F1} s, seed {report.Seed}.");
        text.AppendLine(report.Cut is null ? "" : " " + report.Cut).AppendLine();
        Gains(text, report);
        Rungs(text, report);
        Candidates(text, report);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void Gains(StringBuilder text, TuningReport report)
    {
        text.AppendLine(report.Winner.Index == 0 ? "Nothing tried was better than the default." : $"Winner: candidate {report.Winner}.");
        text.AppendLine();
        if (report.Gains.Count == 0) return;
        text.AppendLine("On the last fold, which chose nothing (95 % interval over groups):").AppendLine();
        text.AppendLine("| figure | default | winner | gain | interval |").AppendLine("|---|---|---|---|---|");
        foreach (var gain in report.Gains)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {gain.Figure} | {gain.Default:F4} | {gain.Winner:F4} | {gain.Difference.Value:+0.0000;-0.0000} | {gain.Difference.Low:+0.0000;-0.0000} to {gain.Difference.High:+0.0000;-0.0000} |");
        text.AppendLine().AppendLine(report.IsBetter ? "The winner is better: the interval excludes zero." : "The winner is not proved better: the interval includes zero.").AppendLine();
    }

    private static void Rungs(StringBuilder text, TuningReport report)
    {
        text.AppendLine("| rung | share of the resource | candidates | fits | seconds |").AppendLine("|---|---|---|---|---|");
        foreach (var (i, rung) in report.Rungs.Index())
            text.AppendLine(CultureInfo.InvariantCulture, $"| {i + 1} | {rung.Share:F3} | {rung.Candidates} of {rung.Planned} | {rung.Fits} | {rung.Seconds:F1} |");
        text.AppendLine();
    }

    private static void Candidates(StringBuilder text, TuningReport report)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"| {report.Objective} by rung | candidate |").AppendLine("|---|---|");
        var ordered = report.Tried.OrderByDescending(tried => tried.Objectives.Count).ThenByDescending(tried => tried.Objectives[^1]).ThenBy(tried => tried.Candidate.Index);
        foreach (var tried in ordered.Take(Listed))
            text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(", ", tried.Objectives.Select(value => value.ToString("F4", CultureInfo.InvariantCulture)))} | {tried.Candidate} |");
        if (report.Tried.Count > Listed) text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{report.Tried.Count - Listed} more were left behind.");
    }
}
