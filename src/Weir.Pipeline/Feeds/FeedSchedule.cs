using System.Text;
using Weir.Learning.Numerics;
using Weir.Storage.Feeds;

namespace Weir.Pipeline.Feeds;

/// <summary>When a feed is to be fetched.</summary>
public static class FeedSchedule
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromHours(6);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>
    /// Due: never tried, its time has come, or the clock has been set back behind the last attempt, so that the time may be far away
    /// by mistake.
    /// </summary>
    public static bool IsDue(FeedState? state, DateTimeOffset now) => state?.DueAt is not { } due || now >= due || now < state.AttemptedAt;

    /// <summary>
    /// When to try next: after the feed's own pause when all is well; after 1, 2, 4, … minutes up to 6 hours, a fifth more or less,
    /// when it failed so many times in a row; never before the other side allows, which is heeded for at most a day.
    /// </summary>
    public static DateTimeOffset Next(FeedSettings feed, int failures, DateTimeOffset now, DateTimeOffset? notBefore)
    {
        var due = now + (failures == 0 ? feed.Every : Backoff(feed.Name, failures));
        var wait = notBefore > now + LongestWait ? now + LongestWait : notBefore;
        return wait > due ? wait.Value : due;
    }

    private static TimeSpan Backoff(string feed, int failures)
    {
        // Seeded by the feed and the number of the failure: feeds of one host do not come back all at once, and a rerun waits the same.
        var chance = new Xoshiro256(StableSeed(feed) + (ulong)failures);
        var doubled = FirstRetry * Math.Pow(2, Math.Min(failures - 1, 20));
        return (doubled < LongestRetry ? doubled : LongestRetry) * (0.8 + 0.4 * chance.NextDouble());
    }

    private static ulong StableSeed(string text)
    {
        var seed = 14695981039346656037UL;
        foreach (var letter in Encoding.UTF8.GetBytes(text)) seed = (seed ^ letter) * 1099511628211UL;
        return seed;
    }
}
