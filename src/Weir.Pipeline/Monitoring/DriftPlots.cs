using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Weir.Pipeline.Monitoring;

/// <summary>Plots as inline SVG without script; each says in words what it shows, and a table with its numbers stands beside it.</summary>
internal static class DriftPlots
{
    private const double Width = 480;
    private const double Height = 200;
    private const double Left = 40;
    private const double Bottom = 170;
    private const double Top = 12;

    /// <summary>Two bars a bin: before and now, as shares.</summary>
    public static string Bars(string about, IReadOnlyList<(string Label, double Before, double Now)> bins)
    {
        var most = Math.Max(0.01, bins.Select(bin => Math.Max(bin.Before, bin.Now)).DefaultIfEmpty(0).Max());
        var (svg, step) = (Open(about), (Width - Left) / Math.Max(1, bins.Count));
        Axis(svg, most);
        for (var i = 0; i < bins.Count; i++)
        {
            var x = Left + i * step;
            Bar(svg, "before", x + step * 0.12, step * 0.36, bins[i].Before / most);
            Bar(svg, "now", x + step * 0.5, step * 0.36, bins[i].Now / most);
            if (bins.Count <= 12 || i % 2 == 0) Label(svg, x + step / 2, Bottom + 14, bins[i].Label, "middle");
        }
        return Close(svg);
    }

    /// <summary>Stated against observed probability; on the dashed line they agree.</summary>
    public static string Reliability(string about, IReadOnlyList<CalibrationBin> bins)
    {
        var svg = Open(about);
        Axis(svg, 1);
        Line(svg, "dash", [(X(0), Y(0)), (X(1), Y(1))]);
        Line(svg, "line", [.. bins.Select(bin => (X(bin.Stated), Y(bin.Observed)))]);
        foreach (var bin in bins) Dot(svg, X(bin.Stated), Y(bin.Observed));
        foreach (var tick in (double[])[0, 0.25, 0.5, 0.75, 1]) Label(svg, X(tick), Bottom + 14, ReportPage.Share(tick), "middle");
        return Close(svg);
    }

    /// <summary>TPR a week with its interval; the dashed line is that of the rows the model was judged on.</summary>
    public static string Ageing(string about, AgeingCurve curve)
    {
        var svg = Open(about);
        var last = Math.Max(1, curve.Weeks[^1].Week);
        double At(AgeingWeek week) => X((double)week.Week / last);
        Axis(svg, 1);
        svg.Append("<path class=\"band\" d=\"M").Append(Points([.. curve.Weeks.Select(week => (At(week), Y(week.High))), .. curve.Weeks.Reverse().Select(week => (At(week), Y(week.Low)))])).Append("Z\"/>");
        Line(svg, "dash", [(X(0), Y(curve.Judged)), (X(1), Y(curve.Judged))]);
        Line(svg, "line", [.. curve.Weeks.Select(week => (At(week), Y(week.Tpr)))]);
        foreach (var week in curve.Weeks) Dot(svg, At(week), Y(week.Tpr));
        Label(svg, X(0), Bottom + 14, "week 0", "start");
        Label(svg, X(1), Bottom + 14, "week " + last.ToString(CultureInfo.InvariantCulture), "end");
        return Close(svg);
    }

    /// <summary>Shares of verdicts, a column a day: phishing from below, then suspicious, then unknown.</summary>
    public static string Days(string about, IReadOnlyList<VerdictDay> days)
    {
        double Of(VerdictDay day, long part) => (double)part / Math.Max(1, day.Phishing + day.Suspicious + day.Benign + day.Unknown);
        var most = Math.Max(0.01, days.Max(day => Of(day, day.Phishing + day.Suspicious + day.Unknown)));
        var (svg, step) = (Open(about), (Width - Left) / days.Count);
        Axis(svg, most);
        for (var i = 0; i < days.Count; i++)
        {
            var foot = Bottom;
            foreach (var (tone, part) in ((string, long)[])[("alarm", days[i].Phishing), ("notable", days[i].Suspicious), ("before", days[i].Unknown)])
            {
                var height = (Bottom - Top) * Of(days[i], part) / most;
                ReportPage.Rect(svg, tone, Left + i * step + step * 0.15, step * 0.7, foot, height);
                foot -= height;
            }
        }
        Label(svg, Left, Bottom + 14, days[0].From.ToString("MM-dd", CultureInfo.InvariantCulture), "start");
        Label(svg, Width, Bottom + 14, days[^1].From.ToString("MM-dd", CultureInfo.InvariantCulture), "end");
        return Close(svg);
    }

    private static StringBuilder Open(string about) => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\"><title>{HtmlEncoder.Default.Encode(about)}</title>");

    private static string Close(StringBuilder svg) => svg.Append("</svg>").ToString();

    private static double X(double share) => Left + 8 + (Width - Left - 20) * Math.Clamp(share, 0, 1);

    private static double Y(double share) => Bottom - (Bottom - Top) * Math.Clamp(share, 0, 1);

    private static void Axis(StringBuilder svg, double most)
    {
        foreach (var part in (double[])[0, 0.5, 1])
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"axis\" x1=\"{Left}\" x2=\"{Width}\" y1=\"{Y(part):0.#}\" y2=\"{Y(part):0.#}\"/>");
            Label(svg, Left - 4, Y(part) + 3, ReportPage.Share(part * most), "end");
        }
    }

    private static void Bar(StringBuilder svg, string tone, double x, double width, double share) => ReportPage.Rect(svg, tone, x, width, Bottom, (Bottom - Top) * share);

    private static void Dot(StringBuilder svg, double x, double y) => svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"now\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"3\"/>");

    private static void Line(StringBuilder svg, string tone, IReadOnlyList<(double X, double Y)> points) => svg.Append("<path class=\"").Append(tone).Append("\" d=\"M").Append(Points(points)).Append("\"/>");

    private static string Points(IReadOnlyList<(double X, double Y)> points) =>
        string.Join('L', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#} {point.Y:0.#}")));

    private static void Label(StringBuilder svg, double x, double y, string text, string anchor) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{HtmlEncoder.Default.Encode(text)}</text>");
}
