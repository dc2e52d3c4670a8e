using System.Globalization;
using Weir.Pipeline.Feeds;
using Weir.Storage.Feeds;
using Weir.Storage.Samples;

namespace Weir.Cli.Feeds;

/// <summary>Feeds and fetches as lines for people.</summary>
internal static class FeedText
{
    /// <summary>A feed that has spoken, or that the settings name.</summary>
    public static string Line(string name, FeedRecord? spoken, FeedHealth? health) => string.Create(CultureInfo.InvariantCulture,
        $"{name,-32} {health?.Word ?? "imported",-9} trust {spoken?.Trust ?? health?.Feed.Trust ?? 1:0.00}  {spoken?.Observations ?? 0,10:N0} observations  {spoken?.Phishing ?? 0,10:N0} phishing  last seen {Day(spoken?.LastSeen)}{Schedule(health)}");

    /// <summary>What one fetch did.</summary>
    public static string Line(FetchRecord fetch) => string.Create(CultureInfo.InvariantCulture,
        $"{fetch.Feed}: {fetch.Outcome}, {fetch.Counts.Read:N0} read, {fetch.Counts.Added:N0} new, {fetch.Counts.Duplicate:N0} known, {fetch.Counts.Rejected:N0} rejected ({fetch.Counts.SetAside:N0} of them popular homepages set aside), {fetch.Counts.LeftOut:N0} of another kind, {fetch.Counts.Bytes:N0} bytes");

    /// <summary>The figures by which a feed is judged.</summary>
    public static string Figures(FeedHealth health) => string.Create(CultureInfo.InvariantCulture,
        $"{health.Feed.Name,-24} {health.Word,-9} last success {Time(health.State?.SucceededAt)}, news {Age(health.Age)} old (stale after {Age(health.Feed.StaleAfter)}), rows {health.Rows?.ToString("N0", CultureInfo.InvariantCulture) ?? "-"} (usually {health.UsualRows?.ToString("N0", CultureInfo.InvariantCulture) ?? "-"}), {health.State?.Failures ?? 0} failures in a row, next {Next(health)}");

    /// <summary>A raw entry as one line that neither opens a page nor moves the cursor.</summary>
    public static string Harmless(string raw) =>
        string.Concat(raw.Replace("http", "hxxp", StringComparison.OrdinalIgnoreCase).Select(letter => char.IsControl(letter) ? ' ' : letter));

    private static string Schedule(FeedHealth? health) => health is null ? "" : string.Create(CultureInfo.InvariantCulture,
        $"  rows {health.Rows?.ToString("N0", CultureInfo.InvariantCulture) ?? "-"}  last success {Time(health.State?.SucceededAt)}  next {Next(health)}");

    private static string Next(FeedHealth health) => !health.Feed.IsEnabled ? "never" : health.State?.DueAt is { } due ? Time(due) : "now";

    private static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "never";

    private static string Day(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-";

    private static string Age(TimeSpan? age) => age is not { } span ? "-" : span.TotalHours < 48
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} h")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.#} d");
}
