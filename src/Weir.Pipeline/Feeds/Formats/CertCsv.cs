using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds.Formats;

/// <summary>The lists that computer emergency teams publish: <c>date,URL,description</c>, the description naming the brand.</summary>
public sealed class CertCsv : HttpKind
{
    private static readonly Column[] Columns = [Column.Url, Column.SeenAt, new("description", "target", "brand")];

    /// <inheritdoc/>
    public override string Name => "cert";

    /// <inheritdoc/>
    public override string About => "a CERT's list in CSV (date,URL,description): phishing; name its address";

    /// <inheritdoc/>
    public override FeedDefaults Defaults { get; } = new() { IsPhishing = true, Every = TimeSpan.FromHours(12), StaleAfter = TimeSpan.FromDays(45) };

    /// <inheritdoc/>
    public override IEnumerable<FeedRow> Parse(InputFile text) => TextRows.Read(text, FileFormat.Csv, Columns, rows =>
        FeedRow.Entry(rows.Line, rows.Raw(), rows.Text(0), seenAt: FieldReading.Time(rows.Text(1)), target: rows.Text(2)));
}
