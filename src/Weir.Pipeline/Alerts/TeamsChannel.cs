using System.Text.Json;

namespace Weir.Pipeline.Alerts;

/// <summary>Tells Microsoft Teams by an adaptive card, which both its workflows and its older connectors take.</summary>
internal sealed class TeamsChannel(WebhookPost post) : IAlertChannel
{
    public string Name => AlertChannels.Teams;

    public Task<Delivery> SendAsync(Notice notice, CancellationToken ct) => post.SendAsync(Body(notice), new Dictionary<string, string>(StringComparer.Ordinal), ct);

    private static byte[] Body(Notice notice) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type = "message",
        attachments = new[]
        {
            new { contentType = "application/vnd.microsoft.card.adaptive", contentUrl = (string?)null, content = Card(notice) },
        },
    });

    private static Dictionary<string, object> Card(Notice notice) => new(StringComparer.Ordinal)
    {
        ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
        ["type"] = "AdaptiveCard",
        ["version"] = "1.4",
        ["body"] = notice.Lines.Select(line => Block(line, "default", "default")).Prepend(Block(notice.Title, "bolder", Colour(notice.Level)))
            .Append(Block(notice.Id, "lighter", "default")).ToArray(),
    };

    private static object Block(string text, string weight, string color) => new { type = "TextBlock", wrap = true, text = Escaped(text), weight, color };

    private static string Colour(FindingLevel level) => level switch
    {
        FindingLevel.Critical => "attention",
        FindingLevel.Warning => "warning",
        _ => "accent",
    };

    // Cards read a part of Markdown; a foreign text must not make a link of itself.
    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("](", "]\\(", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
