using Weir.Pipeline.Feeds.Http;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds.Formats;

/// <summary>Any JSON: a list of objects, one object a line, or a document with a list in it; the settings say which members hold what.</summary>
public sealed class MappedJson : IFeedKind
{
    /// <inheritdoc/>
    public string Name => "json";

    /// <inheritdoc/>
    public string About => "any JSON; Columns:Items says where the list lies, Columns:Url, SeenAt, Label and Target name its members (a.b goes inward)";

    /// <inheritdoc/>
    public FeedDefaults Defaults { get; } = new();

    /// <inheritdoc/>
    public IFeedFetcher Create(FeedSettings feed, SettingBlock block) => new HttpFeed(new Parser(Mapping.Read(block)));

    internal sealed class Parser(Mapping mapping) : IFeedParser
    {
        public IEnumerable<FeedRow> Parse(InputFile text) => mapping.IsNested
            ? JsonItems.Of(text, mapping.Items).Select(Nested)
            : TextRows.Read(text, FileFormat.Json, mapping.Columns(), rows => Mapping.Row(rows.Line, rows.Raw(), rows.Text(0), rows.Text(1), rows.Text(2), rows.Text(3)));

        private FeedRow Nested(JsonItem item)
        {
            var subject = Text(item, mapping.Url, Column.Url);
            var raw = item.Value.GetRawText();
            return subject.Length == 0
                ? FeedRow.Refused(item.Number, raw, RecordFault.MemberMissing.Phrase())
                : Mapping.Row(item.Number, raw, subject, Text(item, mapping.SeenAt, Column.SeenAt), Text(item, mapping.Label, new Column("label")), Text(item, mapping.Target, Column.Target));
        }

        private static string Text(JsonItem item, string? path, Column usual) =>
            path is not null ? JsonItems.Text(item.Value, path) : usual.Names.Select(name => JsonItems.Text(item.Value, name)).FirstOrDefault(text => text.Length > 0) ?? "";
    }
}
