using Weir.Pipeline.Feeds;

namespace Weir.Server.Feeds;

/// <summary>A kind of feed that can be added.</summary>
/// <param name="Name">Its name.</param>
/// <param name="About">One line about it.</param>
/// <param name="NeedsUrl">Whether it has no address of its own.</param>
/// <param name="NeedsKey">Whether nothing can be had without a key.</param>
internal sealed record FeedPreset(string Name, string About, bool NeedsUrl, bool NeedsKey)
{
    /// <summary>From a kind.</summary>
    public static FeedPreset Of(IFeedKind kind) => new(kind.Name, kind.About, kind.Defaults is { NeedsUrl: true, Url: null, KeyedUrl: null }, kind.Defaults.NeedsKey);
}
