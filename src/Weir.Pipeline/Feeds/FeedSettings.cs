namespace Weir.Pipeline.Feeds;

/// <summary>One feed, as the block <c>Feeds:NAME:</c> of the settings describes it.</summary>
public sealed record FeedSettings
{
    /// <summary>The name of the feed: letters, digits, dot, dash and underscore.</summary>
    public required string Name { get; init; }

    /// <summary>How it is fetched and read: one of <see cref="FeedKinds"/>.</summary>
    public required IFeedKind Kind { get; init; }

    /// <summary>What holds for its kind.</summary>
    public FeedDefaults Usual => Kind.Defaults;

    /// <summary>Whether it is fetched. Default: yes, once a block names its kind or its address.</summary>
    public bool IsEnabled { get; init; }

    /// <summary>Where it lies, with the key in its place: never shown or logged. Null for feeds without an address.</summary>
    public Uri? Url { get; init; }

    /// <summary>The key, a secret.</summary>
    public string? Key { get; init; }

    /// <summary>The header that carries the key; null for none.</summary>
    public string? KeyHeader { get; init; }

    /// <summary>How Weir names itself to the other side; null for the usual name.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The time between two fetches.</summary>
    public TimeSpan Every { get; init; }

    /// <summary>From this age of its news on, the feed is stale.</summary>
    public TimeSpan StaleAfter { get; init; }

    /// <summary>How much its word counts, 0..1.</summary>
    public double Trust { get; init; }

    /// <summary>The label of entries that carry none.</summary>
    public bool? IsPhishing { get; init; }

    /// <summary>Most bytes over the wire; default 128 MiB.</summary>
    public int MaxBytes { get; init; } = 128 << 20;

    /// <summary>Most bytes once unpacked; default 1 GiB.</summary>
    public int MaxExpandedBytes { get; init; } = 1 << 30;

    /// <summary>Most entries of a fetch; default that of the kind, else 5,000,000.</summary>
    public int MaxRows { get; init; } = 5_000_000;

    /// <summary>Longest time of one fetch; default 5 minutes. A longer download goes on where it stopped.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest time without a byte; default 30 seconds.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What gathers its entries.</summary>
    public IFeedFetcher Fetcher { get; internal init; } = null!;

    /// <summary>A text without the key in it.</summary>
    public string Masked(string text) => Key is { Length: > 0 } ? text.Replace(Key, "***", StringComparison.Ordinal) : text;

    /// <summary>The feeds, and those that are there without being named, such as the drop folder.</summary>
    public static IReadOnlyList<FeedSettings> WithUsual(IReadOnlyList<FeedSettings> feeds)
    {
        var missing = FeedKinds.All.Where(kind => kind.Defaults.IsOn && feeds.All(feed => !feed.Name.Equals(kind.Name, StringComparison.OrdinalIgnoreCase)));
        var none = new Dictionary<string, string>();
        var faults = new List<string>();
        return [.. feeds, .. missing.Select(kind => FeedBlock.Read(kind.Name, new SettingBlock(none, $"Feeds:{kind.Name}:", faults), faults)).OfType<FeedSettings>()];
    }

    /// <summary>All feeds of the settings by name, also those that are switched off.</summary>
    public static IReadOnlyList<FeedSettings> From(IReadOnlyDictionary<string, string> settings, ICollection<string> faults)
    {
        var all = new SettingBlock(settings, "Feeds:", faults);
        var feeds = all.Children().Select(name => FeedBlock.Read(name, all.Child(name), faults)).OfType<FeedSettings>().ToList();
        all.Done();
        return feeds;
    }
}
