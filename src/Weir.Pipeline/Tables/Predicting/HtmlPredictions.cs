using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Weir.Detection.Tables;
using Weir.Pipeline.Checking;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Schema;

namespace Weir.Pipeline.Tables.Predicting;

/// <summary>Judged rows as a page of its own, without script; the decision of each row stands out by colour and word.</summary>
internal sealed class HtmlPredictions(TableFile file, TableModel model, ColumnMatch match, int reasons) : PredictionWriter(file, model, match, reasons)
{
    public const string Style = """
        body{font:15px system-ui,sans-serif;margin:1.5rem;color:#1b1f24;background:#fff}table{border-collapse:collapse}th,td{padding:.3rem .6rem;border:1px solid #d0d7de;text-align:left}
        thead th{position:sticky;top:0;background:#f6f8fa}tr[data-tone=phishing] .decision{background:#ffd7d5;font-weight:600}tr[data-tone=suspicious] .decision{background:#fff1c2}
        tr[data-tone=benign] .decision{background:#d6f5de}tr[data-tone=unknown] .decision{background:#eaeef2}
        @media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}th,td{border-color:#30363d}thead th{background:#161b22}tr[data-tone] .decision{color:#1b1f24}}
        """;

    private readonly string _title = $"{model.Table}: {file.Name}";

    public override byte[] Head()
    {
        var page = new StringBuilder($"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{Encoded(_title)}</title><style>{Style}</style></head><body><h1>{Encoded(_title)}</h1><table><thead><tr>");
        foreach (var name in (IEnumerable<string>)[.. Names, .. Added.Of(HasReasons)])
            page.Append("<th scope=\"col\">").Append(Encoded(name)).Append("</th>");
        return Encoding.UTF8.GetBytes(page.Append("</tr></thead><tbody>\n").ToString());
    }

    public override byte[] Foot() => "</tbody></table></body></html>\n"u8.ToArray();

    protected override void WriteRow(ArrayBufferWriter<byte> to, in RowPrediction row, long line, bool hasCells)
    {
        var decision = Encoding.UTF8.GetString(DecisionText.Utf8(row.Decision));
        var text = new StringBuilder("<tr data-tone=\"").Append(decision).Append("\">");
        for (var i = 0; i < Names.Count; i++) Cell(text, hasCells ? Encoding.UTF8.GetString(Shown.Cell(i)) : "");
        text.Append("<td class=\"decision\">").Append(Encoded(row.Predicted)).Append("</td><td class=\"decision\">").Append(decision).Append("</td>");
        Cell(text, double.IsNaN(row.Probability) ? "" : row.Probability.ToString("F4", CultureInfo.InvariantCulture));
        if (HasReasons) Cell(text, string.Join("; ", row.Reasons.Select(reason => reason.Text)));
        Cell(text, row.Error ?? "");
        to.Write(Encoding.UTF8.GetBytes(text.Append("</tr>\n").ToString()));
    }

    private static void Cell(StringBuilder to, string text) => to.Append("<td>").Append(Encoded(text)).Append("</td>");

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);
}
