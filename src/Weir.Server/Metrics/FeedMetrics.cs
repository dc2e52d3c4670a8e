namespace Weir.Server.Metrics;

/// <summary>How each feed fares. Feeds are named in the settings, so that their number is bounded.</summary>
internal static class FeedMetrics
{
    public static void Write(MetricText text, IReadOnlyList<FeedFigures> feeds)
    {
        text.Gauge("weir_feed_last_success_timestamp_seconds", "When the feed was last fetched well, Unix time.");
        foreach (var feed in feeds) text.Time(feed.State.SucceededAt, Label(feed));
        text.Gauge("weir_feed_last_new_timestamp_seconds", "When the feed last said something new, Unix time.");
        foreach (var feed in feeds) text.Time(feed.State.NewAt, Label(feed));
        text.Gauge("weir_feed_newest_entry_timestamp_seconds", "The latest time that entries of the feed carry, Unix time.");
        foreach (var feed in feeds) text.Time(feed.State.NewestEntry, Label(feed));
        text.Gauge("weir_feed_failures", "Fetches in a row that brought nothing usable.");
        foreach (var feed in feeds) text.Sample(feed.State.Failures, Label(feed));
        text.Gauge("weir_feed_rows", "Rows of the last fetch that brought any, by what became of them.");
        foreach (var feed in feeds) WriteRows(text, feed);
    }

    private static void WriteRows(MetricText text, FeedFigures feed)
    {
        if (feed.Last is not { } rows) return;
        text.Sample(rows.Added, Label(feed), ("state", "added"));
        text.Sample(rows.Duplicate, Label(feed), ("state", "duplicate"));
        text.Sample(rows.Rejected, Label(feed), ("state", "rejected"));
    }

    private static (string, string) Label(FeedFigures feed) => ("feed", feed.State.Feed);
}
