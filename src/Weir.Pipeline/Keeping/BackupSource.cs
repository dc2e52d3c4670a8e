using System.Formats.Tar;
using System.IO.Compression;
using Weir.Storage;

namespace Weir.Pipeline.Keeping;

/// <summary>Brings the files of a backup into a staging directory as they are; what they are worth is found out there.</summary>
internal static class BackupSource
{
    /// <summary>Unpacks a .tar.gz file, or copies a directory.</summary>
    public static void Fill(string source, string staging, CancellationToken ct)
    {
        if (Directory.Exists(source)) Copy(source, staging, ct);
        else if (File.Exists(source)) Unpack(source, staging, ct);
        else throw new KeepingException($"{source} is neither a backup file nor a directory; `weir backup FILE` writes one.");
    }

    private static void Copy(string source, string staging, CancellationToken ct)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            ct.ThrowIfCancellationRequested();
            var path = Path.GetRelativePath(source, file).Replace('\\', '/');
            using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            Put(source, staging, path, content);
        }
    }

    private static void Unpack(string source, string staging, CancellationToken ct)
    {
        try
        {
            using var file = File.OpenRead(source);
            using var gzip = new GZipStream(file, CompressionMode.Decompress);
            using var tar = new TarReader(gzip);
            while (tar.GetNextEntry() is { } entry)
            {
                ct.ThrowIfCancellationRequested();
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) throw Altered(source, $"it holds '{entry.Name}', which is no plain file");
                Put(source, staging, entry.Name, entry.DataStream ?? Stream.Null);
            }

            // The checksum of the whole stands behind the last entry.
            gzip.CopyTo(Stream.Null);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or FormatException or ArgumentException)
        {
            throw Altered(source, "it cannot be unpacked to its end", fault);
        }
    }

    /// <summary>The sentence for a backup that is not as it was written.</summary>
    public static KeepingException Altered(string source, string what, Exception? inner = null) =>
        new($"The backup {source} is truncated or was altered: {what}. Nothing was restored; use another backup.", inner);

    private static void Put(string source, string staging, string path, Stream content)
    {
        if (!BackupManifest.IsSafe(path)) throw Altered(source, $"the name '{path}' does not belong into a backup");
        var target = Path.Combine(staging, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (File.Exists(target)) throw Altered(source, $"it holds {path} twice");
        using var stream = OwnerOnly.Open(target, FileMode.CreateNew);
        content.CopyTo(stream);
        stream.Flush(flushToDisk: true);
    }
}
