using System.Globalization;
using Weir.Pipeline.Feeds;
using Weir.Storage;

namespace Weir.Cli.Doctor;

/// <summary>Feeds that have brought nothing usable for some fetches in a row.</summary>
internal static class FeedCheck
{
    private const int Failures = 3;

    public static IEnumerable<Diagnosis> Run(WeirStore store)
    {
        // The drop folder is always there, and tells of itself only when it fails.
        var feeds = store.Feeds.States().Where(feed => feed.Failures > 0 || FeedKinds.Find(feed.Feed) is not { Defaults.IsOn: true }).ToList();
        foreach (var feed in feeds.Where(feed => feed.Failures >= Failures))
        {
            var why = store.Feeds.Fetches(feed.Feed, 1).FirstOrDefault()?.Sentence ?? "no answer is kept.";
            var since = feed.SucceededAt is { } at ? string.Create(CultureInfo.InvariantCulture, $" It last answered as it should on {at:yyyy-MM-dd HH:mm} UTC.") : "";
            yield return Diagnosis.Warning("feeds", $"{feed.Feed} has failed {feed.Failures} times in a row: {CliError.OneLine(why).TrimEnd('.')}.{since}");
        }

        if (feeds.Count > 0 && feeds.All(feed => feed.Failures < Failures)) yield return Diagnosis.Ok("feeds", $"{feeds.Count} answer.");
    }
}
