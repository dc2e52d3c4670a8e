using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds.Formats;

/// <summary>Which columns or members hold what, from <c>Feeds:NAME:Columns:</c>; the usual names hold where nothing is said.</summary>
internal sealed record Mapping
{
    public string? Url { get; private init; }

    public string? SeenAt { get; private init; }

    public string? Label { get; private init; }

    public string? Target { get; private init; }

    /// <summary>Where the list lies within a JSON document.</summary>
    public string? Items { get; private init; }

    /// <summary>Members within members, or a list within a document: the document must be held whole.</summary>
    public bool IsNested => Items is not null || new[] { Url, SeenAt, Label, Target }.Any(name => name?.Contains('.', StringComparison.Ordinal) == true);

    public IReadOnlyList<Column> Columns() =>
        [Named(Url, Column.Url), Named(SeenAt, Column.SeenAt), Named(Label, new Column("label")), Named(Target, Column.Target)];

    public static Mapping Read(SettingBlock block)
    {
        var columns = block.Child("Columns");
        var mapping = new Mapping
        {
            Url = columns.Text("Url"),
            SeenAt = columns.Text("SeenAt"),
            Label = columns.Text("Label"),
            Target = columns.Text("Target"),
            Items = columns.Text("Items"),
        };
        columns.Done();
        return mapping;
    }

    public static FeedRow Row(long line, string raw, string subject, string seenAt, string label, string target) =>
        FeedRow.Entry(line, raw, subject, FieldReading.Label(label), FieldReading.Time(seenAt), target);

    private static Column Named(string? name, Column usual) => name is null ? usual : new Column(name);
}
