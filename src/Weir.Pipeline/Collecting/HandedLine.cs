using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Storage.Collecting;

namespace Weir.Pipeline.Collecting;

/// <summary>
/// The line of a hand-over: <c>{"feed", "subject", "label", "seen_at", "target"}</c>; seen_at in Unix seconds and target may be missing.
/// </summary>
public static class HandedLine
{
    /// <summary>The longest line in bytes.</summary>
    public const int MaxBytes = 128 * 1024;

    private const int LongestFeed = 200;
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The rows as lines.</summary>
    public static byte[] Write(IReadOnlyList<HandedRow> rows)
    {
        using var text = new MemoryStream();
        foreach (var row in rows)
        {
            using (var json = new Utf8JsonWriter(text, Plain)) Write(json, row);
            text.WriteByte((byte)'\n');
        }

        return text.ToArray();
    }

    /// <summary>Reads a line; false for anything else.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> line, out HandedRow row)
    {
        row = new HandedRow();
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object) return false;
            var (feed, subject, label) = (Text(json.RootElement, "feed"), Text(json.RootElement, "subject"), Text(json.RootElement, "label"));
            if (feed.Length is 0 or > LongestFeed || feed.Any(char.IsControl) || subject.Length == 0 || label is not ("phishing" or "benign")) return false;
            var target = Text(json.RootElement, "target");
            row = new HandedRow
            {
                Feed = feed,
                Subject = subject,
                IsPhishing = label == "phishing",
                SeenAt = json.RootElement.TryGetProperty("seen_at", out var time) && time.ValueKind == JsonValueKind.Number && time.TryGetInt64(out var seconds) ? seconds : 0,
                Target = target.Length == 0 ? null : target,
            };
            return true;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static void Write(Utf8JsonWriter json, HandedRow row)
    {
        json.WriteStartObject();
        json.WriteString("feed"u8, row.Feed);
        json.WriteString("subject"u8, row.Subject);
        json.WriteString("label"u8, row.IsPhishing ? "phishing"u8 : "benign"u8);
        if (row.SeenAt != 0) json.WriteNumber("seen_at"u8, row.SeenAt);
        if (row.Target is not null) json.WriteString("target"u8, row.Target);
        json.WriteEndObject();
    }
}
