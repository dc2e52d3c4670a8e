using System.Globalization;
using Weir.Storage;
using Weir.Storage.Keeping;

namespace Weir.Pipeline.Keeping;

/// <summary>What was restored, and where that lies which was there before; null when nothing was.</summary>
public sealed record Restored(BackupManifest Manifest, string? Before);

/// <summary>
/// Brings a backup back into a data directory: first beside it, every hash, the database and the champion checked, and only then in
/// its place. What was there before is moved aside, not deleted.
/// </summary>
public sealed class Restore(string dataDirectory, TimeProvider time)
{
    private static readonly string[] Replaced = [Backup.Database, "weir.db-wal", "weir.db-shm", "training.json", WeirStore.AnchorName, .. Backup.Folders];

    private readonly string _staging = Path.Combine(dataDirectory, "restore" + TemporaryFiles.Ending);

    /// <summary>Restores a directory or .tar.gz file.</summary>
    /// <exception cref="KeepingException">The backup is not whole, or the directory holds something and <paramref name="force"/> is not given.</exception>
    public Task<Restored> RunAsync(string source, bool force, CancellationToken ct) => RunAsync(source, force, staging =>
    {
        BackupSource.Fill(Path.GetFullPath(source), staging, ct);
        return Task.CompletedTask;
    });

    /// <summary>Restores the newest copy of a bucket.</summary>
    /// <exception cref="KeepingException">The copy is not whole or cannot be reached, or the directory holds something and <paramref name="force"/> is not given.</exception>
    public async Task<Restored> RunAsync(S3Settings source, bool force, CancellationToken ct)
    {
        using var storage = new S3Storage(source);
        return await RunAsync(source.Name, force, staging => S3Copy.FetchAsync(storage, staging, ct));
    }

    private async Task<Restored> RunAsync(string source, bool force, Func<string, Task> fill)
    {
        if (!force && Replaced.Any(name => Path.Exists(Path.Combine(dataDirectory, name))))
            throw new KeepingException($"The data directory '{dataDirectory}' is not empty; choose another with --data, or let --force put what is there aside.");
        if (DatabaseFile.IsInUse(dataDirectory))
            throw new KeepingException($"The data directory '{dataDirectory}' is in use; stop the Weir that serves or learns there, then restore.");
        if (Directory.Exists(_staging)) Directory.Delete(_staging, recursive: true);
        OwnerOnly.MakeDirectory(dataDirectory);
        OwnerOnly.MakeDirectory(_staging);
        try
        {
            await fill(_staging);
            var manifest = Verify(source);
            return new Restored(manifest, Swap());
        }
        finally
        {
            Directory.Delete(_staging, recursive: true);
        }
    }

    private BackupManifest Verify(string source)
    {
        var file = Path.Combine(_staging, BackupManifest.FileName);
        if (!File.Exists(file)) throw BackupSource.Altered(source, $"it holds no {BackupManifest.FileName}, which is written last");
        var manifest = BackupManifest.TryRead(File.ReadAllBytes(file)) ?? throw BackupSource.Altered(source, $"its {BackupManifest.FileName} cannot be read");
        if (manifest.Format > BackupManifest.Newest) throw new KeepingException($"The backup {source} was written by a newer version of Weir ({manifest.Weir}); install that version to restore it.");
        foreach (var kept in manifest.Files) Verify(source, kept);
        var names = manifest.Files.Select(kept => kept.Path).Append(BackupManifest.FileName).ToHashSet(StringComparer.Ordinal);
        var stranger = Directory.EnumerateFiles(_staging, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_staging, path).Replace('\\', '/')).FirstOrDefault(path => !names.Contains(path));
        if (stranger is not null) throw BackupSource.Altered(source, $"it holds {stranger}, which its manifest does not name");
        File.Delete(file);
        VerifyStore(source);
        return manifest;
    }

    private void Verify(string source, KeptFile kept)
    {
        using var content = Backup.TryOpen(Path.Combine(_staging, kept.Path)) ?? throw BackupSource.Altered(source, $"{kept.Path} is missing");
        if (BackupManifest.Describe(kept.Path, content).Sha256 != kept.Sha256) throw BackupSource.Altered(source, $"{kept.Path} is not what was written");
    }

    private void VerifyStore(string source)
    {
        if (!WeirStore.Exists(_staging)) throw new KeepingException($"The backup {source} holds no database; it cannot be restored.");
        using var store = WeirStore.Open(_staging, time);
        if (store.File.Damage() is { } damage) throw BackupSource.Altered(source, $"its database is damaged ({damage})");
        if (store.Models.Champion() is { } champion && !File.Exists(Path.Combine(_staging, champion.File)))
            throw BackupSource.Altered(source, $"the file of its champion {champion.Version} is missing");
    }

    // Renames within one directory: the database comes last, so that a directory with one has everything that it names.
    private string? Swap()
    {
        var stamp = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var aside = Path.Combine(dataDirectory, "before-restore-" + stamp);
        var before = Replaced.Where(name => Path.Exists(Path.Combine(dataDirectory, name))).ToList();
        if (before.Count > 0) OwnerOnly.MakeDirectory(aside);
        foreach (var name in before) Move(Path.Combine(dataDirectory, name), Path.Combine(aside, name));
        foreach (var path in Directory.EnumerateFileSystemEntries(_staging).Order(StringComparer.Ordinal).ToList())
            if (Path.GetFileName(path) is var name && name != Backup.Database) Move(path, Path.Combine(dataDirectory, name));
        Move(Path.Combine(_staging, Backup.Database), Path.Combine(dataDirectory, Backup.Database));
        return before.Count > 0 ? aside : null;
    }

    private static void Move(string from, string to)
    {
        if (Directory.Exists(from)) Directory.Move(from, to);
        else File.Move(from, to, overwrite: true);
    }
}
