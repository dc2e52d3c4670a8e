using System.Globalization;
using static Weir.Pipeline.ReportPage;

namespace Weir.Pipeline.Tables.Drift;

/// <summary>The drift of a table as one HTML page.</summary>
public static class TableDriftPage
{
    private const int MostColumns = 200;
    private const int MostBins = 20;

    /// <summary>The page; <paramref name="styleSheet"/> is the address of <see cref="ReportStyle.Css"/>, null to carry it inside.</summary>
    public static string Render(TableDriftReport report, string? styleSheet = null)
    {
        var page = Open($"Drift of {report.Table}", styleSheet);
        page.Append(CultureInfo.InvariantCulture, $"""
            <h1>Drift</h1>
            <p class="soft">Table <code>{Text(report.Table)}</code>, looked at {report.At:yyyy-MM-dd HH:mm} UTC: {report.RowsNow:N0} new rows beside {report.RowsBefore:N0} that were learned from.</p>
            <p class="{(report.Shifted > 0 ? "shifted" : "none")}">{Text(report.Sentence)}</p>
            <section><h2>Columns</h2>

            """);
        Key(page, ("before", "learned from"), ("now", "new"));
        page.Append("<div class=\"scroll\"><table><caption>Those that moved most first. PSI and Jensen-Shannon distance decide; the p-value of Kolmogorov and Smirnov is information: with many rows the smallest change is below 0.05.</caption><thead><tr>");
        foreach (var head in (string[])["column", "state", "PSI", "JS", "chance", "KS", "p-value", "missing", "before and now"]) page.Append("<th scope=\"col\">").Append(head).Append("</th>");
        page.Append("</tr></thead><tbody>");
        foreach (var column in report.Columns.Take(MostColumns)) page.Append(Row(column));
        page.Append("</tbody></table></div></section>");
        foreach (var column in report.Columns.TakeWhile(column => column.Level != DriftLevel.None).Take(MostColumns))
        {
            page.Append("<section><h2>").Append(Text(column.Column)).Append("</h2>");
            Table(page, "Share of rows", ["value", "learned from", "new"], column.Bins.OrderByDescending(bin => Math.Abs(bin.Now - bin.Before)).Take(MostBins).Select(bin => (string[])[bin.Name, Share(bin.Before), Share(bin.Now)]));
            page.Append("</section>");
        }

        return Close(page);
    }

    private static string Row(ColumnShift column)
    {
        var tone = column.Level.ToString().ToLowerInvariant();
        return string.Create(CultureInfo.InvariantCulture, $"<tr><td>{Text(column.Column)}</td><td class=\"{tone}\">{(column.Level == DriftLevel.None ? "as before" : tone)}</td><td>{column.Psi:F3}</td><td>{column.JensenShannon:F3}</td><td>{column.Chance:G2}</td><td>{column.Ks:F3}</td><td>{column.PValue:G2}</td><td>{Share(column.MissingBefore)} / {Share(column.MissingNow)}</td><td>{SmallBars([.. column.Bins.Select(bin => (bin.Before, bin.Now))])}</td></tr>");
    }
}
