using System.Text.Json;

namespace Weir.Pipeline.Alerts;

/// <summary>Tells Slack, or what takes the same message (Mattermost, Rocket.Chat): a text, and an attachment in the colour of the level.</summary>
internal sealed class SlackChannel(WebhookPost post) : IAlertChannel
{
    public string Name => AlertChannels.Slack;

    public Task<Delivery> SendAsync(Notice notice, CancellationToken ct) => post.SendAsync(Body(notice), new Dictionary<string, string>(StringComparer.Ordinal), ct);

    private static byte[] Body(Notice notice) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        text = Escaped(notice.Title),
        unfurl_links = false,
        unfurl_media = false,
        attachments = new[]
        {
            new { color = Colour(notice.Level), fallback = Escaped(notice.Title), text = string.Join('\n', notice.Lines.Select(Escaped)), footer = notice.Id, ts = notice.At.ToUnixTimeSeconds() },
        },
    });

    private static string Colour(FindingLevel level) => level switch
    {
        FindingLevel.Critical => "#c62828",
        FindingLevel.Warning => "#f9a825",
        _ => "#1565c0",
    };

    // Slack's own three characters (its documentation names them), and no one is called by an @ in a foreign name.
    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("@", "@\u200b", StringComparison.Ordinal);
}
