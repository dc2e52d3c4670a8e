using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds.Formats;

/// <summary>The list of verified phishing that PhishTank publishes, as JSON or CSV; which of the two, the text itself says.</summary>
public sealed class PhishTank : HttpKind
{
    private static readonly Column[] Columns = [new("url"), new("submission_time", "verification_time"), new("target"), new("verified")];

    /// <inheritdoc/>
    public override string Name => "phishtank";

    /// <inheritdoc/>
    public override string About => "PhishTank, verified and online: phishing, JSON or CSV, better with a key";

    /// <inheritdoc/>
    public override FeedDefaults Defaults { get; } = new()
    {
        Url = "https://data.phishtank.com/data/online-valid.csv.gz",
        KeyedUrl = "https://data.phishtank.com/data/{key}/online-valid.csv.gz",
        IsPhishing = true,
        Trust = 0.9,
        Every = TimeSpan.FromHours(2),
    };

    /// <inheritdoc/>
    public override IEnumerable<FeedRow> Parse(InputFile text) =>
        TextRows.Read(text, TextRows.First(text) is '[' or '{' ? FileFormat.Json : FileFormat.Csv, Columns, Row);

    private static FeedRow Row(RowReader rows)
    {
        if (rows.Text(3) is "no" or "n") return FeedRow.LeftOut(rows.Line);
        var target = rows.Text(2);
        return FeedRow.Entry(rows.Line, rows.Raw(), rows.Text(0), isPhishing: true, FieldReading.Time(rows.Text(1)), target == "Other" ? null : target);
    }
}
