using Microsoft.AspNetCore.Http;
using Weir.Pipeline.Feeds;
using Weir.Server.Live;
using Weir.Server.Settings;

namespace Weir.Server.Feeds;

/// <summary>What became of a wish about a feed: the HTTP status that says so, a sentence, and the faults of settings.</summary>
internal sealed record FeedChange(int Status, string Sentence)
{
    /// <summary>Whether it was done.</summary>
    public bool IsDone => Status < StatusCodes.Status400BadRequest;

    /// <summary>What is wrong with the settings, one sentence each.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];
}

/// <summary>The feeds as people change them: the one way for pages and programs.</summary>
internal sealed class FeedDesk(ServerOptions options, StoreDoor open, FeedFetching fetching, LiveEvents live)
{
    private const int MostReason = 500;

    /// <summary>How every feed is. Throws <see cref="SettingsException"/>.</summary>
    public IReadOnlyList<FeedStatus> All() => FeedStatus.All(open(), LearningOptions.Read(options.DataDirectory).Feeds);

    /// <summary>The name of a feed out of a path, where a slash of an imported one (<c>%2F</c>) stays as it was written.</summary>
    public static string NameOf(string inPath) => inPath.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>How one feed is; null when there is none of this name.</summary>
    public FeedStatus? Find(string name) => All().FirstOrDefault(feed => feed.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds a feed, or changes its settings; without a kind the name is one.</summary>
    public FeedChange Set(string name, string? kind, IEnumerable<KeyValuePair<string, string>> settings, string actor) => Guarded(() =>
    {
        var values = settings.Where(pair => pair.Value.Length > 0).ToList();
        var isNew = !FeedEditing.Knows(options.DataDirectory, name);
        if (kind is { Length: > 0 }) values.Insert(0, new("Kind", kind));
        else if (isNew && FeedKinds.Find(name) is { } known) values.Insert(0, new("Kind", known.Name));
        else if (isNew) return new FeedChange(StatusCodes.Status400BadRequest, $"'{Short(name)}' is no kind of feed: name one of {FeedKinds.Names}.");
        FeedEditing.Set(options.DataDirectory, name, values, actor);
        return isNew ? new FeedChange(StatusCodes.Status201Created, $"{name} is set up; it is fetched at its next turn.") : Done($"{name} is changed.");
    });

    /// <summary>Fetches a feed from its next turn on, or not any more.</summary>
    public FeedChange Switch(string name, bool isOn, string actor) => Guarded(() =>
    {
        if (FeedEditing.Find(options.DataDirectory, name) is not { } feed) return Unknown(name);
        FeedEditing.Set(options.DataDirectory, feed.Name, [new("Enabled", isOn ? "true" : "false")], actor);
        return Done(isOn ? $"{feed.Name} is fetched again." : $"{feed.Name} is paused: it is not fetched until it is switched on.");
    });

    /// <summary>Takes a feed out of the settings; what it has said stays.</summary>
    public FeedChange Remove(string name, string actor) => Guarded(() => FeedEditing.Remove(options.DataDirectory, name, actor)
        ? Done($"{name} is not fetched any more. What it has said stays.")
        : new FeedChange(StatusCodes.Status404NotFound, $"weir.json has no feed named {Short(name)}; a feed of the environment or one that is always there cannot be removed, only paused."));

    /// <summary>Believes a quarantined feed again.</summary>
    public FeedChange Release(string name, string actor) => Guarded(() => open().Standings is var standings && standings.Find(name) is null ? Unknown(name)
        : standings.Release(name, actor) ? Done($"{name} is released; the next cycle weighs its labels anew.")
        : new FeedChange(StatusCodes.Status409Conflict, $"{name} is not quarantined."));

    /// <summary>Keeps what a feed says, but learns nothing from it.</summary>
    public FeedChange Quarantine(string name, string? why, string actor) => Guarded(() =>
    {
        if (why?.Trim() is not { Length: > 0 and <= MostReason } reason) return new FeedChange(StatusCodes.Status400BadRequest, $"Say why, in at most {MostReason} characters.");
        if (open().Standings.Find(name) is null) return Unknown(name);
        return open().Standings.Quarantine(name, reason, actor)
            ? Done($"{name} is quarantined: what it says is kept and not learned from.")
            : new FeedChange(StatusCodes.Status409Conflict, $"{name} is quarantined already.");
    });

    /// <summary>Begins to fetch a feed now.</summary>
    public FeedChange Fetch(string name, string actor) => Guarded(() =>
    {
        if (FeedEditing.Find(options.DataDirectory, name) is not { } feed) return Unknown(name);
        if (!fetching.Begin(feed)) return new FeedChange(StatusCodes.Status409Conflict, $"{feed.Name} is being fetched already.");
        open().Feeds.Record("feed.fetch", feed.Name, "", actor);
        return new FeedChange(StatusCodes.Status202Accepted, $"{feed.Name} is being fetched.");
    });

    private FeedChange Guarded(Func<FeedChange> change)
    {
        try
        {
            var result = change();
            if (result.IsDone) live.Publish("feeds");
            return result;
        }
        catch (SettingsException faults)
        {
            return new FeedChange(StatusCodes.Status400BadRequest, string.Join(' ', faults.Faults)) { Faults = faults.Faults };
        }
    }

    private static FeedChange Done(string sentence) => new(StatusCodes.Status200OK, sentence);

    private static FeedChange Unknown(string name) => new(StatusCodes.Status404NotFound, $"No feed is named {Short(name)}; GET /v1/feeds lists them.");

    private static string Short(string name) => name.Length > 80 ? name[..80] : name;
}
