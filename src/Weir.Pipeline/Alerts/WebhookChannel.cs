using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Weir.Pipeline.Alerts;

/// <summary>
/// Tells any program by JSON, with the headers of Standard Webhooks 1.0: webhook-id (the same at every attempt), webhook-timestamp and, with
/// a secret, webhook-signature: <c>v1,</c> and the base64 of HMAC-SHA256 over <c>id.timestamp.body</c>.
/// </summary>
internal sealed class WebhookChannel(WebhookPost post, string? secret, TimeProvider time) : IAlertChannel
{
    private const string Prefix = "whsec_";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public string Name => AlertChannels.Webhook;

    public Task<Delivery> SendAsync(Notice notice, CancellationToken ct)
    {
        var body = Body(notice);
        var stamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["webhook-id"] = notice.Id, ["webhook-timestamp"] = stamp, ["Idempotency-Key"] = notice.Id };
        if (secret is not null) headers["webhook-signature"] = "v1," + Signature(notice.Id, stamp, body);
        return post.SendAsync(body, headers, ct);
    }

    private static byte[] Body(Notice notice) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type = "weir.alert." + notice.Event,
        timestamp = notice.At,
        data = new { id = notice.Id, level = AlertText.Word((int)notice.Level), title = notice.Title, lines = notice.Lines, alerts = notice.Items },
    }, Options);

    private string Signature(string id, string stamp, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{stamp}."), .. body];
        return Convert.ToBase64String(HMACSHA256.HashData(Key(secret!), signed));
    }

    private static byte[] Key(string secret)
    {
        var buffer = new byte[secret.Length];
        return secret.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(secret[Prefix.Length..], buffer, out var count)
            ? buffer[..count] : Encoding.UTF8.GetBytes(secret);
    }
}
