using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds.Formats;

/// <summary>The addresses of malware that URLhaus publishes as CSV.</summary>
public sealed class Urlhaus : HttpKind
{
    private static readonly string[] Usual = ["id", "dateadded", "url", "url_status", "last_online", "threat", "tags", "urlhaus_link", "reporter"];
    private static readonly string[] Wanted = ["url", "dateadded"];

    /// <inheritdoc/>
    public override string Name => "urlhaus";

    /// <inheritdoc/>
    public override string About => "URLhaus (abuse.ch), addresses of the last 30 days: malware, CSV, a key when the site asks for one";

    /// <inheritdoc/>
    public override FeedDefaults Defaults { get; } = new()
    {
        Url = "https://urlhaus.abuse.ch/downloads/csv_recent/",
        KeyedUrl = "https://urlhaus-api.abuse.ch/v2/files/exports/{key}/recent.csv",
        IsPhishing = true,
        Trust = 0.9,
        Every = TimeSpan.FromHours(1),
    };

    /// <inheritdoc/>
    public override IEnumerable<FeedRow> Parse(InputFile text) => AbuseChCsv.Read(text, Usual, Wanted, (line, raw, cells) =>
        FeedRow.Entry(line, raw, cells[0], isPhishing: true, FieldReading.Time(cells[1])));
}
