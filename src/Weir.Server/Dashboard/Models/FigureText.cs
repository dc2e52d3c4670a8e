using System.Globalization;
using Weir.Pipeline.Evaluation;

namespace Weir.Server.Dashboard.Models;

/// <summary>Figures as people read them.</summary>
internal static class FigureText
{
    /// <summary>What was not measured.</summary>
    public const string None = "–";

    /// <summary>A value with its interval where it has one.</summary>
    public static string Of(Figure? figure, string unit) => figure?.Value is not { } value ? None
        : figure is { Low: { } low, High: { } high } ? $"{One(value, unit)} ({Bare(low, unit)} – {Bare(high, unit)})" : One(value, unit);

    /// <summary>The value without its interval.</summary>
    public static string Value(Figure? figure, string unit) => figure is null ? None : Of(new Figure(figure.Value, null, null), unit);

    /// <summary>The interval; null without one.</summary>
    public static string? Interval(Figure? figure, string unit) =>
        figure is { Low: { } low, High: { } high } ? $"{Bare(low, unit)} – {Bare(high, unit)}" : null;

    /// <summary>A difference with its sign.</summary>
    public static string Difference(double? difference, string unit) =>
        difference is not { } value ? None : (value > 0 ? "+" : "") + (unit == "share" ? $"{(100 * value).ToString("0.##", CultureInfo.InvariantCulture)} points" : One(value, unit));

    /// <summary>A share in percent.</summary>
    public static string Share(double? share) => share is { } value && double.IsFinite(value) ? One(value, "share") : None;

    /// <summary>A number with four digits.</summary>
    public static string Number(double? number) => number is { } value && double.IsFinite(value) ? One(value, "number") : None;

    /// <summary>A count.</summary>
    public static string Count(long? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? None;

    /// <summary>A day; a dash without one.</summary>
    public static string Day(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? None;

    private static string One(double value, string unit) => unit switch
    {
        "share" => Bare(value, unit) + " %",
        "microseconds" => value.ToString("0.0", CultureInfo.InvariantCulture) + " µs",
        "bytes" => (value / 1048576).ToString("0.0", CultureInfo.InvariantCulture) + " MiB",
        _ => Bare(value, unit),
    };

    private static string Bare(double value, string unit) =>
        unit == "share" ? (100 * value).ToString("0.##", CultureInfo.InvariantCulture) : value.ToString("0.0000", CultureInfo.InvariantCulture);
}
