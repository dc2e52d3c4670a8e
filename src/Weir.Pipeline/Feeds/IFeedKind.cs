namespace Weir.Pipeline.Feeds;

/// <summary>A word of <c>Feeds:NAME:Kind</c>: how such feeds are fetched and read. One file a kind, listed in <see cref="FeedKinds"/>.</summary>
public interface IFeedKind
{
    /// <summary>The word, lower case.</summary>
    public string Name { get; }

    /// <summary>One line for people.</summary>
    public string About { get; }

    /// <summary>What holds unless the settings say otherwise.</summary>
    public FeedDefaults Defaults { get; }

    /// <summary>Reads the settings that only this kind knows; all of them are asked for, so that faults are told at start. Fetches nothing.</summary>
    public IFeedFetcher Create(FeedSettings feed, SettingBlock block);
}

/// <summary>What holds for feeds of a kind unless their settings say otherwise.</summary>
public sealed record FeedDefaults
{
    /// <summary>The address; null when each feed must name its own, or needs none.</summary>
    public string? Url { get; init; }

    /// <summary>The address when a key is set; <c>{key}</c> stands for it. Null: the same as without.</summary>
    public string? KeyedUrl { get; init; }

    /// <summary>The header that carries the key, such as <c>Auth-Key</c> or <c>Authorization: Bearer</c>; null for none.</summary>
    public string? KeyHeader { get; init; }

    /// <summary>Whether nothing can be had without a key.</summary>
    public bool NeedsKey { get; init; }

    /// <summary>Whether the feed is there without being named in the settings.</summary>
    public bool IsOn { get; init; }

    /// <summary>Whether the feed has no use without an address.</summary>
    public bool NeedsUrl { get; init; } = true;

    /// <summary>The label of entries that carry none; null when entries carry one or the settings must say.</summary>
    public bool? IsPhishing { get; init; }

    /// <summary>How much its word counts, 0..1.</summary>
    public double Trust { get; init; } = 1;

    /// <summary>The time between two fetches.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromHours(1);

    /// <summary>From this age of its news on, the feed is stale.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromDays(3);

    /// <summary>Most entries of a fetch; 0 for no bound of its own.</summary>
    public int MaxRows { get; init; }

    /// <summary>Each fetch is the whole list, so that an empty or much shorter one means trouble.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>Entries without a time get that of the fetch which brought them first; otherwise their time stays unknown.</summary>
    public bool StampsUndated { get; init; } = true;
}
