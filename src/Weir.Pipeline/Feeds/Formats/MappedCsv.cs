using Weir.Pipeline.Feeds.Http;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds.Formats;

/// <summary>Any CSV with a header; the settings say which columns hold what.</summary>
public sealed class MappedCsv : IFeedKind
{
    /// <inheritdoc/>
    public string Name => "csv";

    /// <inheritdoc/>
    public string About => "any CSV; Columns:Url, Columns:SeenAt, Columns:Label and Columns:Target name its columns";

    /// <inheritdoc/>
    public FeedDefaults Defaults { get; } = new();

    /// <inheritdoc/>
    public IFeedFetcher Create(FeedSettings feed, SettingBlock block) => new HttpFeed(new Parser(Mapping.Read(block)));

    internal sealed class Parser(Mapping mapping) : IFeedParser
    {
        public IEnumerable<FeedRow> Parse(InputFile text) => TextRows.Read(text, FileFormat.Csv, mapping.Columns(), rows =>
            Mapping.Row(rows.Line, rows.Raw(), rows.Text(0), rows.Text(1), rows.Text(2), rows.Text(3)));
    }
}
