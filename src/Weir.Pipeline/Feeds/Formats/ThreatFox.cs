using System.Text.Json;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds.Formats;

/// <summary>The indicators that ThreatFox publishes, as CSV or JSON: addresses and domains are taken, all others are left out.</summary>
public sealed class ThreatFox : HttpKind
{
    private static readonly string[] Usual = ["first_seen_utc", "ioc_id", "ioc_value", "ioc_type", "threat_type"];
    private static readonly string[] Wanted = ["ioc_value", "ioc_type", "first_seen_utc"];

    /// <inheritdoc/>
    public override string Name => "threatfox";

    /// <inheritdoc/>
    public override string About => "ThreatFox (abuse.ch), recent addresses and domains: malware, CSV or JSON, a key when the site asks for one";

    /// <inheritdoc/>
    public override FeedDefaults Defaults { get; } = new()
    {
        Url = "https://threatfox.abuse.ch/export/csv/urls/recent/",
        KeyHeader = "Auth-Key",
        IsPhishing = true,
        Trust = 0.8,
        Every = TimeSpan.FromHours(1),
    };

    /// <inheritdoc/>
    public override IEnumerable<FeedRow> Parse(InputFile text) => TextRows.First(text) is '{' or '['
        ? JsonItems.Of(text, path: null).Select(item => Row(item.Number, item.Value.GetRawText(), Text(item.Value, "ioc_value", "ioc"), Text(item.Value, "ioc_type"), Text(item.Value, "first_seen_utc", "first_seen")))
        : AbuseChCsv.Read(text, Usual, Wanted, (line, raw, cells) => Row(line, raw, cells[0], cells[1], cells[2]));

    private static FeedRow Row(long line, string raw, string subject, string type, string seenAt) => type switch
    {
        "url" or "domain" => FeedRow.Entry(line, raw, subject, isPhishing: true, FieldReading.Time(seenAt.Replace(" UTC", "", StringComparison.Ordinal))),
        "" => FeedRow.Refused(line, raw, "no ioc_type"),
        _ => FeedRow.LeftOut(line),
    };

    private static string Text(JsonElement item, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (JsonItems.Text(item, name) is { Length: > 0 } text) return text;
        return "";
    }
}
