using Weir.Pipeline.Feeds;
using Weir.Storage;

namespace Weir.Cli.Status;

/// <summary>How the loop is doing: feeds, trainings, what runs beside the champion, and what people should look at.</summary>
internal sealed record LoopStatus
{
    /// <summary>The newest end of a fetch that any feed answered as it should; null before the first.</summary>
    public DateTimeOffset? LastSync { get; init; }

    /// <summary>How many feeds are set up and switched on; the drop folder, which is always there, is not one of them.</summary>
    public int Feeds { get; init; }

    /// <summary>Whether the drop folder is looked at.</summary>
    public bool DropFolder { get; init; }

    /// <summary>Feeds that are switched on and not well, each with the first thing that is wrong.</summary>
    public IReadOnlyList<FeedTrouble> FailingFeeds { get; init; } = [];

    /// <summary>Feeds whose word weighs nothing.</summary>
    public IReadOnlyList<string> QuarantinedFeeds { get; init; } = [];

    /// <summary>Alerts that are not over, by level.</summary>
    public OpenAlerts Alerts { get; init; } = new(0, 0, 0);

    /// <summary>When it was last looked at whether to train, and what came out; null before the first look.</summary>
    public LastLook? LastDecision { get; init; }

    /// <summary>What the last cycle that ended came to; null before the first.</summary>
    public LastCycle? LastCycle { get; init; }

    /// <summary>What runs beside the champion; null when nothing does.</summary>
    public Beside? Shadow { get; init; }

    public static LoopStatus Read(WeirStore store, IReadOnlyList<FeedHealth> feeds)
    {
        var enabled = feeds.Where(feed => feed.Feed.IsEnabled).ToList();
        var alerts = store.Alerts.Open();
        return new LoopStatus
        {
            LastSync = feeds.Max(feed => feed.State?.SucceededAt),
            Feeds = enabled.Count(feed => !feed.Feed.Usual.IsOn),
            DropFolder = enabled.Exists(feed => feed.Feed.Usual.IsOn),
            FailingFeeds = [.. enabled.Where(feed => feed.Findings.Count > 0).Select(feed => new FeedTrouble(feed.Feed.Name, feed.Findings[0].Sentence))],
            QuarantinedFeeds = [.. store.Standings.All().Where(feed => feed.QuarantinedAt is not null).Select(feed => feed.Feed)],
            Alerts = new OpenAlerts(alerts.Count(alert => alert.Level == 2), alerts.Count(alert => alert.Level == 1), alerts.Count(alert => alert.Level == 0)),
            LastDecision = store.Trainings.Recent(1).Select(look => new LastLook(look.At, look.Train, look.Reason)).FirstOrDefault(),
            LastCycle = store.Cycles.Recent(2).Where(cycle => cycle.Outcome is not null)
                .Select(cycle => new LastCycle(cycle.FinishedAt, cycle.Outcome!, cycle.Reason)).FirstOrDefault(),
            Shadow = store.Deployments.Running() is { } run
                ? new Beside(run.Version, run.Mode, run.Share, run.EndsAt, run.Counts.Seen, run.Counts.Agreed)
                : null,
        };
    }
}

/// <summary>A feed and what is wrong with it.</summary>
internal sealed record FeedTrouble(string Feed, string Sentence);

/// <summary>Alerts that are not over.</summary>
internal sealed record OpenAlerts(int Critical, int Warning, int Information);

/// <summary>One look whether to train.</summary>
internal sealed record LastLook(DateTimeOffset At, bool Train, string Reason);

/// <summary>How a cycle ended.</summary>
internal sealed record LastCycle(DateTimeOffset? FinishedAt, string Outcome, string? Reason);

/// <summary>A version that runs beside the champion; the share lies between 0 and 1.</summary>
internal sealed record Beside(string Version, string Mode, double Share, DateTimeOffset EndsAt, long Seen, long Agreed);
