using System.Security.Cryptography;
using System.Text.Json;

namespace Weir.Pipeline.Keeping;

/// <summary>One file of a backup: its path below the data directory with forward slashes, bytes, SHA-256 (lower-case hex), and its key in object storage.</summary>
public sealed record KeptFile(string Path, long Size, string Sha256, string? Key = null);

/// <summary>What a backup holds; it is written last, so that a backup without one was cut off.</summary>
public sealed record BackupManifest(int Format, string Weir, DateTimeOffset CreatedAt, IReadOnlyList<KeptFile> Files)
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The form that this version writes, and the newest that it reads.</summary>
    public const int Newest = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>All bytes of its files.</summary>
    public long Bytes => Files.Sum(file => file.Size);

    /// <summary>A manifest of these files.</summary>
    public static BackupManifest Of(IReadOnlyList<KeptFile> files, DateTimeOffset at) =>
        new(Newest, typeof(BackupManifest).Assembly.GetName().Version?.ToString(3) ?? "", at, files);

    /// <summary>As UTF-8 JSON.</summary>
    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    /// <summary>Reads a manifest; null when the bytes are none, or name a path that leaves the directory.</summary>
    public static BackupManifest? TryRead(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<BackupManifest>(bytes, Json);
            return manifest is { Files: { } files } && files.All(file => file is { Path: { } path, Sha256: not null } && IsSafe(path)) ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a path stays below the directory that it is put into, and is no hidden or temporary name.</summary>
    public static bool IsSafe(string path) => path.Length is > 0 and < 500 && !path.Contains('\\', StringComparison.Ordinal) && !path.Contains('\0', StringComparison.Ordinal)
        && !path.Contains(':', StringComparison.Ordinal) && path.Split('/').All(part => part.Length > 0 && part[0] != '.' && !part.EndsWith(TemporaryFiles.Ending, StringComparison.Ordinal));

    /// <summary>Size and hash of an open file, which is at its beginning again afterwards.</summary>
    internal static KeptFile Describe(string path, Stream content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        content.Position = 0;
        return new KeptFile(path, content.Length, hash);
    }
}
