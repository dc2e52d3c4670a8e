using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Weir.Learning.Drift;

namespace Weir.Pipeline;

/// <summary>
/// Parts of a report as one HTML page: no script, nothing from elsewhere. Its style stands in it, or, for a server whose policy forbids
/// that, at an address of the same server. Text is encoded where it comes in.
/// </summary>
internal static class ReportPage
{
    /// <summary>Begins a page; <paramref name="styleSheet"/> is the address of <see cref="ReportStyle.Css"/>, null to carry it inside.</summary>
    public static StringBuilder Open(string title, string? styleSheet) => new StringBuilder().Append(CultureInfo.InvariantCulture, $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
        <title>{Text(title)} · Weir</title>{(styleSheet is null ? $"<style>{ReportStyle.Css}</style>" : $"<link rel=\"stylesheet\" href=\"{Text(styleSheet)}\">")}</head>
        <body><main>
        """);

    /// <summary>Ends it.</summary>
    public static string Close(StringBuilder page) => page.Append("</main></body></html>\n").ToString();

    /// <summary>What colours stand for.</summary>
    public static void Key(StringBuilder page, params (string Tone, string Name)[] parts) =>
        page.Append("<p class=\"key soft\">").AppendJoin("", parts.Select(part => $"<span class=\"{part.Tone}\"></span>{Text(part.Name)}")).Append("</p>");

    /// <summary>A table; cells are texts.</summary>
    public static void Table(StringBuilder page, string caption, string[] heads, IEnumerable<string[]> rows)
    {
        page.Append("<div class=\"scroll\"><table><caption>").Append(Text(caption)).Append("</caption><thead><tr>").AppendJoin("", heads.Select(head => $"<th scope=\"col\">{Text(head)}</th>")).Append("</tr></thead><tbody>");
        foreach (var row in rows) page.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Text(cell)}</td>")).Append("</tr>");
        page.Append("</tbody></table></div>");
    }

    /// <summary>Two bars a bin, before and now, for a row of a table.</summary>
    public static string SmallBars(IReadOnlyList<(double Before, double Now)> bins)
    {
        var most = Math.Max(0.01, bins.Select(bin => Math.Max(bin.Before, bin.Now)).DefaultIfEmpty(0).Max());
        var (svg, step) = (new StringBuilder("<svg class=\"small\" viewBox=\"0 0 144 26\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"), 144.0 / Math.Max(1, bins.Count));
        for (var i = 0; i < bins.Count; i++)
        {
            Rect(svg, "before", i * step + step * 0.1, step * 0.38, 26, 26 * bins[i].Before / most);
            Rect(svg, "now", i * step + step * 0.5, step * 0.38, 26, 26 * bins[i].Now / most);
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>A bar that stands on its foot.</summary>
    public static void Rect(StringBuilder svg, string tone, double x, double width, double foot, double height)
    {
        if (height > 0) svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{tone}\" x=\"{x:0.#}\" y=\"{foot - height:0.##}\" width=\"{width:0.#}\" height=\"{height:0.##}\"/>");
    }

    /// <summary>Whether a bin has anything to show.</summary>
    public static bool IsUsed(ColumnBin bin) => bin.Kind is BinKind.Range or BinKind.Value || bin.Reference + bin.Current > 0;

    /// <summary>What a bin holds, in a word.</summary>
    public static string Name(ColumnBin bin) => bin.Kind switch
    {
        BinKind.Missing => "missing",
        BinKind.Unseen => "new",
        BinKind.Value => Number(bin.To),
        _ => bin.To is null ? "> " + Number(bin.From) : "≤ " + Number(bin.To),
    };

    /// <summary>A count as people read it.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share as people read it.</summary>
    public static string Share(double? share) => share is { } some && double.IsFinite(some)
        ? (100 * some).ToString(some is > 0 and < 0.1 ? "0.0" : "0.#", CultureInfo.InvariantCulture) + " %" : "n/a";

    /// <summary>Text for a page.</summary>
    public static string Text(string text) => HtmlEncoder.Default.Encode(text);

    private static string Number(double? value) => value?.ToString("G3", CultureInfo.InvariantCulture) ?? "";
}
