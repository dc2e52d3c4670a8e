using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds.Formats;

/// <summary>One address a line; lines that begin with # are comments.</summary>
public sealed class Lines : HttpKind
{
    /// <inheritdoc/>
    public override string Name => "lines";

    /// <inheritdoc/>
    public override string About => "one address a line, from any address; Label says what they are";

    /// <inheritdoc/>
    public override FeedDefaults Defaults { get; } = new();

    /// <inheritdoc/>
    public override IEnumerable<FeedRow> Parse(InputFile text) => TextRows.Lines(text, (line, raw) => FeedRow.Entry(line, raw, raw));
}
