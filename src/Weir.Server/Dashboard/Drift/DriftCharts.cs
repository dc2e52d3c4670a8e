using System.Globalization;
using Weir.Learning.Drift;
using Weir.Pipeline;
using Weir.Pipeline.Monitoring;

namespace Weir.Server.Dashboard.Drift;

/// <summary>Parts of a drift report as rows of charts and tables.</summary>
internal static class DriftCharts
{
    private const int MostDomains = 10;

    /// <summary>A view's title, and what its rows are held against.</summary>
    public static (string Title, string Before) Names(DriftView view) => view.Name == "samples" ? ("Collected samples", "judged rows") : ("Checked addresses", "time before");

    /// <summary>Share of rows by score, in percent, before and now.</summary>
    public static IReadOnlyList<object?[]> Scores(DriftView view) =>
        [.. view.Score.Bins.Where(IsUsed).Select(bin => (object?[])[Name(bin), Percent(bin.Reference), Percent(bin.Current)])];

    /// <summary>Share of rows by top-level domain, in percent, before and now.</summary>
    public static IReadOnlyList<object?[]> Domains(DriftView view) =>
        [.. view.TopLevels.Take(MostDomains).Select(top => (object?[])[top.Name, Percent(top.Reference), Percent(top.Current)])];

    /// <summary>Observed over stated, beside the line on which both agree.</summary>
    public static IReadOnlyList<object?[]> Reliability(CalibrationDrift calibration) =>
        [.. calibration.Bins.Select(bin => (object?[])[Math.Round(bin.Stated, 4), Math.Round(bin.Observed, 4), Math.Round(bin.Stated, 4)])];

    /// <summary>Phishing found by week since the training, in percent, with its interval and what was found when the model was judged.</summary>
    public static IReadOnlyList<object?[]> Ageing(AgeingCurve ageing) =>
        [.. ageing.Weeks.Select(week => (object?[])[week.Week, Percent(week.Tpr), Percent(week.Low), Percent(week.High), Percent(ageing.Judged), (long)week.Rows])];

    /// <summary>Verdicts by day.</summary>
    public static IReadOnlyList<object?[]> Days(VerdictShares verdicts) =>
        [.. verdicts.Days.Select(day => (object?[])[day.From.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture), day.Phishing, day.Suspicious, day.Benign, day.Unknown])];

    /// <summary>A level in words, and its tone.</summary>
    public static (string Word, string Tone) Level(DriftLevel level) => level switch
    {
        DriftLevel.Shifted => ("shifted", "bad"),
        DriftLevel.Notable => ("notable", "warn"),
        _ => ("as before", "good"),
    };

    private static double? Percent(double share) => double.IsFinite(share) ? Math.Round(100 * share, 2) : null;

    private static bool IsUsed(ColumnBin bin) => bin.Kind is BinKind.Range or BinKind.Value || bin.Reference + bin.Current > 0;

    private static string Name(ColumnBin bin) => bin.Kind switch
    {
        BinKind.Missing => "missing",
        BinKind.Unseen => "new",
        BinKind.Value => Number(bin.To),
        _ => bin.To is null ? "> " + Number(bin.From) : "≤ " + Number(bin.To),
    };

    private static string Number(double? value) => value?.ToString("G3", CultureInfo.InvariantCulture) ?? "";
}
