using System.Globalization;
using Weir.Server.Feeds;
using Weir.Storage.Feeds;

namespace Weir.Server.Dashboard.Feeds;

/// <summary>Feeds in words.</summary>
internal static class FeedText
{
    /// <summary>The state and its tone; quarantine outweighs everything.</summary>
    public static (string Word, string Tone) State(FeedStatus feed) => feed switch
    {
        { QuarantinedAt: not null } => ("quarantined", "bad"),
        { State: "well" } => ("well", "good"),
        { State: "off" } => ("paused", ""),
        { State: "new" } => ("not fetched yet", ""),
        { State: "imported" } => ("imported", ""),
        _ => (feed.State, "warn"),
    };

    /// <summary>A time span as people say it.</summary>
    public static string Every(double? seconds) => seconds is not { } some ? "–"
        : some >= 172_800 ? Text(some / 86_400, "days") : some >= 7200 ? Text(some / 3600, "hours") : Text(some / 60, "minutes");

    /// <summary>What a fetch brought.</summary>
    public static string Rows(FetchRecord fetch) => string.Create(CultureInfo.InvariantCulture,
        $"{fetch.Counts.Read:N0} read, {fetch.Counts.Added:N0} new, {fetch.Counts.Duplicate:N0} known, {fetch.Counts.Rejected:N0} refused");

    private static string Text(double number, string unit) => number.ToString("0.#", CultureInfo.InvariantCulture) + " " + unit;
}
