using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds.Formats;

/// <summary>The public feed of OpenPhish: one address a line, without times.</summary>
public sealed class OpenPhish : HttpKind
{
    /// <inheritdoc/>
    public override string Name => "openphish";

    /// <inheritdoc/>
    public override string About => "OpenPhish, public feed: phishing, no key, non-commercial use";

    /// <inheritdoc/>
    public override FeedDefaults Defaults { get; } = new()
    {
        Url = "https://raw.githubusercontent.com/openphish/public_feed/refs/heads/main/feed.txt",
        IsPhishing = true,
        Trust = 0.9,
        Every = TimeSpan.FromHours(6),
    };

    /// <inheritdoc/>
    public override IEnumerable<FeedRow> Parse(InputFile text) => TextRows.Lines(text, (line, raw) => FeedRow.Entry(line, raw, raw));
}
