using Weir.Storage;

namespace Weir.Pipeline.Keeping;

/// <summary>What a copy did: files sent, files that were there already, bytes sent.</summary>
public sealed record CopyCounts(int Sent, int Kept, long Bytes);

/// <summary>
/// Copies models, datasets, lists, logs and the database to object storage. A key holds the hash of its content, so that what is there
/// is never sent twice, a copy that was cut off goes on where it stood, and the manifest, written last, always names whole files.
/// </summary>
public sealed class S3Copy : IDisposable
{
    private const string DatabaseFolder = "database/";

    // Some servers tell times in whole seconds.
    private static readonly TimeSpan TheirPrecision = TimeSpan.FromSeconds(1);

    private readonly WeirStore _store;
    private readonly S3Settings _settings;
    private readonly S3Storage _storage;
    private Dictionary<string, Amazon.S3.Model.S3Object> _there = [];
    private CopyCounts _counts = new(0, 0, 0);

    /// <summary>A copy of this store to that storage.</summary>
    public S3Copy(WeirStore store, S3Settings settings)
    {
        _store = store;
        _settings = settings;
        _storage = new S3Storage(settings);
    }

    /// <summary>Sends what is not there yet.</summary>
    /// <exception cref="KeepingException">The storage cannot be reached or refuses; running it again goes on.</exception>
    public async Task<CopyCounts> RunAsync(CancellationToken ct)
    {
        _counts = new CopyCounts(0, 0, 0);
        _there = await _storage.ListAsync(ct);
        var before = await ManifestAsync(_storage, ct);
        var kept = new List<KeptFile>();
        if (_settings.Database) kept.Add(await DatabaseAsync(ct));
        foreach (var path in Backup.Files(_store.DataDirectory, withSettings: false))
        {
            await using var content = Backup.TryOpen(Path.Combine(_store.DataDirectory, path));
            if (content is not null) kept.Add(await SendAsync(BackupManifest.Describe(path, content), "", content, ct));
        }

        await LogsAsync(ct);
        var manifest = BackupManifest.Of(kept, _store.Time.GetUtcNow());
        await _storage.PutAsync(BackupManifest.FileName, new MemoryStream(manifest.ToBytes()), ct);
        await PruneAsync([.. kept, .. before?.Files ?? []], ct);
        return _counts;
    }

    /// <summary>When the newest copy in a storage was made; null when there is none.</summary>
    /// <exception cref="KeepingException">The storage cannot be reached or refuses.</exception>
    public static async Task<DateTimeOffset?> LastAsync(S3Settings settings, CancellationToken ct)
    {
        using var storage = new S3Storage(settings);
        return (await ManifestAsync(storage, ct))?.CreatedAt;
    }

    /// <summary>Brings the files of the newest copy into a directory.</summary>
    internal static async Task FetchAsync(S3Storage storage, string staging, CancellationToken ct)
    {
        var manifest = await ManifestAsync(storage, ct) ?? throw new KeepingException($"The storage {storage.Name} holds no copy of Weir; check Keeping:S3:Bucket and Keeping:S3:Prefix.");
        foreach (var file in manifest.Files)
        {
            var target = Path.Combine(staging, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await using var stream = OwnerOnly.Open(target, FileMode.CreateNew);
            if (!await storage.GetAsync(file.Key ?? KeyOf(file), stream, ct)) throw BackupSource.Altered(storage.Name, $"{file.Path} is missing");
            stream.Flush(flushToDisk: true);
        }

        await File.WriteAllBytesAsync(Path.Combine(staging, BackupManifest.FileName), manifest.ToBytes(), ct);
    }

    /// <inheritdoc/>
    public void Dispose() => _storage.Dispose();

    private static async Task<BackupManifest?> ManifestAsync(S3Storage storage, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        return await storage.GetAsync(BackupManifest.FileName, bytes, ct) ? BackupManifest.TryRead(bytes.ToArray()) : null;
    }

    private async Task<KeptFile> DatabaseAsync(CancellationToken ct)
    {
        await using var copy = DatabaseCopy.Of(_store, Path.Combine(_store.DataDirectory, "s3-copy.db" + TemporaryFiles.Ending));
        return await SendAsync(BackupManifest.Describe(Backup.Database, copy), DatabaseFolder, copy, ct);
    }

    // A log grows while it is sent, so a copy of it is; its name is its key, and it is no part of a restore.
    private async Task LogsAsync(CancellationToken ct)
    {
        var folder = new DirectoryInfo(Path.Combine(_store.DataDirectory, "logs"));
        foreach (var log in folder.Exists ? folder.EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal).ToList() : [])
        {
            var key = "logs/" + log.Name;
            var isThere = _there.TryGetValue(key, out var there) && there.Size == log.Length && there.LastModified?.ToUniversalTime() > log.LastWriteTimeUtc - TheirPrecision;
            if (isThere || log.Name.EndsWith(TemporaryFiles.Ending, StringComparison.Ordinal)) continue;
            using var copy = new TemporaryCopy(log.FullName);
            await _storage.PutAsync(key, copy.Content, ct);
            Count(true, copy.Content.Length);
        }
    }

    private async Task<KeptFile> SendAsync(KeptFile kept, string folder, FileStream content, CancellationToken ct)
    {
        var key = folder + KeyOf(kept);
        var isThere = _there.TryGetValue(key, out var there) && there.Size == kept.Size;
        if (!isThere) await _storage.PutAsync(key, content, ct);
        Count(!isThere, kept.Size);
        return kept with { Key = key };
    }

    // Models and datasets stay as an archive; a database of every day would grow without bound.
    private async Task PruneAsync(IReadOnlyList<KeptFile> named, CancellationToken ct)
    {
        var wanted = named.Select(file => file.Key).ToHashSet();
        foreach (var key in _there.Keys.Where(key => key.StartsWith(DatabaseFolder, StringComparison.Ordinal) && !wanted.Contains(key)).ToList())
            await _storage.DeleteAsync(key, ct);
    }

    private static string KeyOf(KeptFile file)
    {
        var slash = file.Path.LastIndexOf('/') + 1;
        return $"{file.Path[..slash]}{file.Sha256[..16]}-{file.Path[slash..]}";
    }

    private void Count(bool sent, long bytes) =>
        _counts = sent ? _counts with { Sent = _counts.Sent + 1, Bytes = _counts.Bytes + bytes } : _counts with { Kept = _counts.Kept + 1 };
}
