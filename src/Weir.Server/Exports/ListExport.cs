using System.IO.Compression;
using System.Text;
using Weir.Detection.Reference;
using Weir.Pipeline.Threats;
using Weir.Storage;

namespace Weir.Server.Exports;

/// <summary>An export without a server: the text in pieces, or why there is none.</summary>
/// <param name="Pieces">The text, in order; empty when there is a fault.</param>
/// <param name="Fault">What is wrong with what was asked, in one sentence; null when nothing is.</param>
public sealed record ListExport(IEnumerable<string> Pieces, string? Fault)
{
    /// <summary>Brings the list up to date and begins to write it.</summary>
    /// <param name="store">The store.</param>
    /// <param name="dataDirectory">The data directory, which may hold reference lists of its own.</param>
    /// <param name="format">plain, hosts, rpz, adblock, csv, stix or misp.</param>
    /// <param name="tenant">Whose list; main is the first tenant.</param>
    /// <param name="since">Only what changed after this ISO 8601 time; null for all.</param>
    public static ListExport Read(WeirStore store, string dataDirectory, string format, string tenant, string? since)
    {
        if (ExportFormats.Find(format) is not { } form) return new([], $"'{format}' is no format; take {string.Join(", ", ExportFormats.Names)}.");
        var stamp = since is null ? null : Stamp.Read(since);
        if (since is not null && stamp is null) return new([], $"'{since}' is no time; write for example 2026-01-31T12:00:00Z.");
        if (since is not null && !form.CarriesChanges) return new([], $"The format {format} cannot say what was removed; leave --since away, or take plain, csv, stix or misp.");
        new ThreatRefresh(store, ReferenceLists.Load(dataDirectory)).Look();
        var run = new ExportRun(store, form, new ExportQuery(tenant, ExportEntries.All, stamp));
        return new(run.Pieces(run.Head()), null);
    }

    /// <summary>Writes pieces into a file that stands whole or not at all; a name that ends with .gz is packed.</summary>
    public static async Task WriteAsync(IEnumerable<string> pieces, string file, CancellationToken ct)
    {
        if (Directory.Exists(file)) throw new IOException($"{file} is a directory; name a file.");
        var part = file + ".part";
        try
        {
            await WritePartAsync(pieces, part, isPacked: file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase), ct);
            File.Move(part, file, overwrite: true);
        }
        catch when (File.Exists(part))
        {
            // On a full disk nothing else gives the space back.
            File.Delete(part);
            throw;
        }
    }

    private static async Task WritePartAsync(IEnumerable<string> pieces, string part, bool isPacked, CancellationToken ct)
    {
        await using var stream = File.Create(part);
        await using Stream to = isPacked ? new GZipStream(stream, CompressionLevel.Optimal) : stream;
        foreach (var piece in pieces) await to.WriteAsync(Encoding.UTF8.GetBytes(piece), ct);
    }
}
