using System.Globalization;
using System.Text;

namespace Weir.Pipeline.Feeds.CertificateTransparency;

/// <summary>A log that is read as static tiles (c2sp.org/static-ct-api): a checkpoint, and data tiles of 256 entries.</summary>
internal sealed class StaticCtLog(CtDoor door) : ICtLog
{
    private const int TileEntries = 256;

    public async Task<CtAnswer<CtSize>> SizeAsync(CancellationToken ct)
    {
        var answer = await door.GetAsync("checkpoint", ct);
        if (answer.Value is null) return answer.As<CtSize>();
        var lines = Encoding.UTF8.GetString(answer.Value).Split('\n');
        return lines.Length > 2 && long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? new CtAnswer<CtSize>(new CtSize(size))
            : new CtAnswer<CtSize>(null, $"{door.Shown} gives no size in its checkpoint; is the address the monitoring prefix of a log");
    }

    public async Task<CtAnswer<CtBatch>> ReadAsync(long from, long size, CancellationToken ct)
    {
        var tile = from / TileEntries;
        var width = (int)Math.Min(TileEntries, size - tile * TileEntries);
        var path = PathOf(tile, width);
        var answer = await door.GetAsync(path, ct);
        if (answer.Value is null) return answer.As<CtBatch>();
        var entries = Read(answer.Value, width);
        var skipped = (int)(from % TileEntries);
        return entries.Count > skipped
            ? new CtAnswer<CtBatch>(new CtBatch(entries[skipped..]))
            : new CtAnswer<CtBatch>(null, $"{door.Shown} gives {entries.Count} entries in {path}, where {width} should be");
    }

    /// <summary>The path of a data tile: its number in groups of three digits, all but the last with an x before them.</summary>
    internal static string PathOf(long tile, int width)
    {
        var last = string.Create(CultureInfo.InvariantCulture, $"{tile % 1000:000}");
        for (var rest = tile / 1000; rest > 0; rest /= 1000) last = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:000}/{last}");
        return "tile/data/" + last + (width < TileEntries ? string.Create(CultureInfo.InvariantCulture, $".p/{width}") : "");
    }

    /// <summary>The entries of a tile, in order, up to the first that cannot be framed: where the next would begin nobody can tell.</summary>
    internal static List<(CtEntry Entry, string Fault)> Read(ReadOnlyMemory<byte> tile, int most)
    {
        var entries = new List<(CtEntry, string)>();
        var bytes = new CtBytes(tile);
        while (!bytes.IsEmpty && entries.Count < most)
        {
            var isRead = CtEntry.TryReadTimestamped(ref bytes, out var entry, out _)
                && (!entry.IsPrecertificate || bytes.TryTakeSized(3, out _)) && bytes.TryTakeSized(2, out _);
            if (!isRead) break;
            entries.Add((entry, ""));
        }

        return entries;
    }
}
