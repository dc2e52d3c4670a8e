using System.Globalization;
using Weir.Storage.Feeds;

namespace Weir.Pipeline.Feeds;

/// <summary>How a feed is: its figures, and what is wrong with it.</summary>
public sealed record FeedHealth
{
    /// <summary>How many fetches back a feed is looked at.</summary>
    public const int History = 60;
    private const int UsualOf = 10;
    private const int LeastUsual = 20;
    private const double ShrunkenShare = 0.3;
    private const int ManyFailures = 5;

    /// <summary>The feed.</summary>
    public required FeedSettings Feed { get; init; }

    /// <summary>Where it stands; null when it was never tried.</summary>
    public FeedState? State { get; init; }

    /// <summary>The newest fetch that ended; null when there is none.</summary>
    public FetchRecord? Last { get; init; }

    /// <summary>The median of the rows of its last ten whole answers before the newest; null when there are none.</summary>
    public long? UsualRows { get; init; }

    /// <summary>The rows of its newest whole answer.</summary>
    public long? Rows { get; init; }

    /// <summary>How old its news are: since the newest entry, or since it last said something new when entries carry no time.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>One word: off, new, well, or the first thing that is wrong.</summary>
    public string Word => !Feed.IsEnabled ? "off" : State is null ? "new" : Findings.Count == 0 ? "well" : Findings[0].Kind.Replace("feed-", "", StringComparison.Ordinal);

    internal static FeedHealth Of(FeedSettings feed, FeedState? state, IReadOnlyList<FetchRecord> history, DateTimeOffset now)
    {
        var last = history.FirstOrDefault(fetch => fetch.FinishedAt is not null && fetch.Outcome is not (FetchOutcomes.Stopped or FetchOutcomes.Abandoned));
        var whole = history.Where(fetch => fetch.Outcome == FetchOutcomes.Done).ToList();
        var usual = whole.Skip(last?.Outcome == FetchOutcomes.Done ? 1 : 0).Take(UsualOf).Select(fetch => fetch.Counts.Read).Order().ToList();
        var news = state?.NewestEntry ?? state?.NewAt;
        var health = new FeedHealth
        {
            Feed = feed,
            State = state,
            Last = last,
            Rows = whole.FirstOrDefault()?.Counts.Read,
            UsualRows = usual.Count == 0 ? null : usual[usual.Count / 2],
            Age = news is null ? null : now - news,
        };
        return health with { Findings = [.. new[] { health.Broken(), health.Shrunken(), health.Stale(now) }.OfType<Finding>()] };
    }

    private Finding? Broken() => Last?.Outcome switch
    {
        FetchOutcomes.Failed => Found(FindingKind.FeedFailed, State?.Failures switch { <= 1 => FindingLevel.Information, < ManyFailures => FindingLevel.Warning, _ => FindingLevel.Critical }, Last.Sentence),
        FetchOutcomes.Format => Found(FindingKind.FeedFormat, FindingLevel.Warning, Last.Sentence),
        FetchOutcomes.Empty => Found(FindingKind.FeedEmpty, FindingLevel.Warning, Last.Sentence),
        _ => null,
    };

    private Finding? Shrunken()
    {
        if (!Feed.Usual.IsWhole || Last?.Outcome != FetchOutcomes.Done || UsualRows is not >= LeastUsual || Rows >= ShrunkenShare * UsualRows) return null;
        return Found(FindingKind.FeedShrunken, FindingLevel.Warning, string.Create(CultureInfo.InvariantCulture,
            $"The feed {Feed.Name} has shrunk: {Rows:N0} entries where it usually has {UsualRows:N0}. What it said before is kept; look whether it still is whole."));
    }

    private Finding? Stale(DateTimeOffset now)
    {
        if (State?.SucceededAt is { } success && now - success > Feed.StaleAfter)
            return Found(FindingKind.FeedStale, FindingLevel.Critical, $"The feed {Feed.Name} has not answered as it should since {Day(success)}, {Days(now - success)} ago.");
        if (State?.SucceededAt is null || !(Age > Feed.StaleAfter)) return null;
        return Found(FindingKind.FeedStale, FindingLevel.Warning,
            $"The feed {Feed.Name} answers, but its newest entry is of {Day(now - Age.Value)}, {Days(Age.Value)} old. It may be abandoned or have moved; StaleAfter says what is normal.");
    }

    private Finding Found(string kind, FindingLevel level, string sentence) => new(kind, level, Feed.Name, sentence);

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    private static string Days(TimeSpan span) => span.TotalHours < 48
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} hours")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.#} days");
}
