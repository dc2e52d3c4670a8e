using System.Globalization;
using System.Text.Json;

namespace Weir.Pipeline.Feeds.CertificateTransparency;

/// <summary>A log that answers get-sth and get-entries (RFC 6962 sections 4.3 and 4.6).</summary>
internal sealed class Rfc6962Log(CtDoor door, int batch) : ICtLog
{
    public async Task<CtAnswer<CtSize>> SizeAsync(CancellationToken ct)
    {
        var answer = await door.GetAsync("ct/v1/get-sth", ct);
        if (answer.Value is null) return answer.As<CtSize>();
        try
        {
            using var json = JsonDocument.Parse(answer.Value);
            if (json.RootElement.TryGetProperty("tree_size", out var size) && size.TryGetInt64(out var entries) && entries >= 0)
                return new CtAnswer<CtSize>(new CtSize(entries));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // Told below: not JSON, and JSON without a size, are the same to the operator.
        }

        return new CtAnswer<CtSize>(null, $"{door.Shown} gives no tree_size in its answer to get-sth; is the address that of a log");
    }

    public async Task<CtAnswer<CtBatch>> ReadAsync(long from, long size, CancellationToken ct)
    {
        var to = Math.Min(from + batch, size) - 1;
        var answer = await door.GetAsync(string.Create(CultureInfo.InvariantCulture, $"ct/v1/get-entries?start={from}&end={to}"), ct);
        if (answer.Value is null) return answer.As<CtBatch>();
        try
        {
            using var json = JsonDocument.Parse(answer.Value);
            // A log may give fewer entries than asked for, and none that were not.
            var entries = json.RootElement.GetProperty("entries").EnumerateArray().Take((int)(to - from + 1)).Select(Entry).ToList();
            if (entries.Count > 0) return new CtAnswer<CtBatch>(new CtBatch(entries));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // Told below.
        }

        return new CtAnswer<CtBatch>(null, $"{door.Shown} gives no entries in its answer to get-entries from {from.ToString(CultureInfo.InvariantCulture)} on");
    }

    private static (CtEntry Entry, string Fault) Entry(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("leaf_input", out var leaf) || leaf.ValueKind != JsonValueKind.String
            || !leaf.TryGetBytesFromBase64(out var bytes)) return (default, "the entry has no leaf_input in base64");
        return CtEntry.TryReadLeaf(bytes, out var entry, out var fault) ? (entry, "") : (default, fault);
    }
}
