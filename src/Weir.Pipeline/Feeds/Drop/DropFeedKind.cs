namespace Weir.Pipeline.Feeds.Drop;

/// <summary>A folder into which people and programs put files.</summary>
internal sealed class DropFeedKind : IFeedKind
{
    public string Name => "drop";

    public string About => "files put into a folder (CSV, JSONL, mongoexport, .eml, .mbox), each taken once";

    public FeedDefaults Defaults { get; } = new()
    {
        IsOn = true,
        NeedsUrl = false,
        Every = TimeSpan.FromMinutes(1),
        StaleAfter = TimeSpan.FromDays(3650),
        IsWhole = false,
        StampsUndated = false,
    };

    public IFeedFetcher Create(FeedSettings feed, SettingBlock block) =>
        new DropFetcher(block.Text("Folder"), feed.IsPhishing, block.Span("Settle", TimeSpan.FromSeconds(5)));
}
