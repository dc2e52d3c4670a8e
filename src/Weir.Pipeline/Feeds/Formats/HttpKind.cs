using Weir.Pipeline.Feeds.Http;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds.Formats;

/// <summary>A kind of feed that is one document in one format and has no settings of its own.</summary>
public abstract class HttpKind : IFeedKind, IFeedParser
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string About { get; }

    /// <inheritdoc/>
    public abstract FeedDefaults Defaults { get; }

    /// <inheritdoc/>
    public IFeedFetcher Create(FeedSettings feed, SettingBlock block)
    {
        block.Child("Columns").Done();
        return new HttpFeed(this);
    }

    /// <inheritdoc/>
    public abstract IEnumerable<FeedRow> Parse(InputFile text);
}
