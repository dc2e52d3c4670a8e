using System.Globalization;
using Weir.Server.Stats;

namespace Weir.Server.Dashboard.Overview;

/// <summary>The figures of the overview as rows of its charts.</summary>
internal sealed class OverviewView(StatsReport report)
{
    /// <summary>Names of the ranges, and their addresses.</summary>
    public IReadOnlyList<(string Name, string Address, bool IsHere)> Ranges { get; } =
        [.. StatsRange.All.Select(range => (Words(range.Name), $"/overview?range={range.Name}", range.Name == report.Range))];

    /// <summary>Verdicts over time: the step, then each decision.</summary>
    public IReadOnlyList<object?[]> Steps { get; } =
        [.. report.Steps.Select(step => new object?[] { step.At.ToString(report.Range == "24h" ? "HH:mm" : "MMM d", CultureInfo.InvariantCulture), step.Phishing, step.Suspicious, step.Benign, step.Unknown })];

    /// <summary>How many of each decision.</summary>
    public IReadOnlyList<object?[]> Decisions { get; } = report.Total == 0
        ? [] : [["Phishing", report.Phishing], ["Suspicious", report.Suspicious], ["Benign", report.Benign], ["Unknown", report.Unknown]];

    /// <summary>Risk levels.</summary>
    public IReadOnlyList<object?[]> Risks { get; } = Named(report.RiskLevels, capital: true);

    /// <summary>Twentieths of the score.</summary>
    public IReadOnlyList<object?[]> Scores { get; } = Named(report.Scores, capital: false);

    /// <summary>Kinds of phishing.</summary>
    public IReadOnlyList<object?[]> Categories { get; } = Named(report.Categories, capital: true);

    /// <summary>Brands of threats.</summary>
    public IReadOnlyList<object?[]> Brands { get; } = Named(report.Brands, capital: false);

    /// <summary>Top-level domains of threats.</summary>
    public IReadOnlyList<object?[]> Suffixes { get; } = [.. Named(report.TopLevelDomains, capital: false).Select(row => new[] { "." + row[0], row[1] })];

    /// <summary>Countries of those.</summary>
    public IReadOnlyList<object?[]> Countries { get; } = Named(report.Countries, capital: false);

    /// <summary>A count with its share of all verdicts.</summary>
    public string Share(long count) => report.Total == 0 ? "–" : (count / (double)report.Total).ToString("0.0 %", CultureInfo.InvariantCulture) + " of all";

    /// <summary>A whole number with its thousands apart.</summary>
    public static string Number(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A share in percent.</summary>
    public static string Percent(double? share) => share is { } known ? known.ToString("0.0 %", CultureInfo.InvariantCulture) : "–";

    private static string Words(string range) => range == "24h" ? "24 hours" : range.TrimEnd('d') + " days";

    private static List<object?[]> Named(IReadOnlyList<StatsCount> counts, bool capital) => counts.All(count => count.Count == 0)
        ? [] : [.. counts.Select(count => new object?[] { capital ? char.ToUpperInvariant(count.Name[0]) + count.Name[1..] : count.Name, count.Count })];
}
