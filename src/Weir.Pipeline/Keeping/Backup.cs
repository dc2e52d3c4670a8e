using Weir.Storage;

namespace Weir.Pipeline.Keeping;

/// <summary>
/// Writes one moment of a data directory to a directory or a .tar.gz file, while servers and cycles go on: the database first, then
/// the files that it names. Settings (weir.json) go along only when asked for: they may hold secrets.
/// </summary>
public static class Backup
{
    /// <summary>What lies under the data directory and belongs to a backup, beside the database.</summary>
    internal static readonly IReadOnlyList<string> Folders = ["models", "datasets", "lists", "reports"];

    /// <summary>The path of the database in a backup.</summary>
    internal const string Database = "weir.db";

    private const string Settings = "weir.json";
    private const string Parameters = "training.json";

    /// <summary>Writes the backup; the path is a new or empty directory, or a new file when it ends in .tar.gz or .tgz.</summary>
    /// <exception cref="KeepingException">Something lies at that path, or it cannot be written.</exception>
    public static BackupManifest Write(WeirStore store, string path, bool withSettings, CancellationToken ct)
    {
        var full = Path.GetFullPath(path);
        if (File.Exists(full) || (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any()))
            throw new KeepingException($"{path} exists already; name a new file or directory for the backup, or remove that one.");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            using IBackupTarget target = IsArchive(full) ? new ArchiveTarget(full) : new FolderTarget(full);
            return Write(store, target, withSettings, ct);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new KeepingException($"The backup {path} cannot be written ({fault.Message.TrimEnd('.')}); nothing of it is left there. Choose another place.", fault);
        }
    }

    internal static bool IsArchive(string path) => path.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase);

    /// <summary>The files of a data directory that are kept beside the database, as paths with forward slashes.</summary>
    internal static IEnumerable<string> Files(string dataDirectory, bool withSettings)
    {
        foreach (var name in withSettings ? (string[])[Parameters, Settings] : [Parameters])
            if (File.Exists(Path.Combine(dataDirectory, name))) yield return name;
        foreach (var folder in Folders.Select(folder => Path.Combine(dataDirectory, folder)).Where(Directory.Exists))
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                if (Path.GetRelativePath(dataDirectory, file).Replace('\\', '/') is var path && BackupManifest.IsSafe(path)) yield return path;
    }

    /// <summary>Opens a file for a backup; null when retention has just taken it away.</summary>
    internal static FileStream? TryOpen(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static BackupManifest Write(WeirStore store, IBackupTarget target, bool withSettings, CancellationToken ct)
    {
        var kept = new List<KeptFile>();
        using (var database = DatabaseCopy.Of(store, target.Scratch)) Put(target, Database, database, kept);
        foreach (var path in Files(store.DataDirectory, withSettings))
        {
            ct.ThrowIfCancellationRequested();
            Put(target, path, Path.Combine(store.DataDirectory, path), kept);
        }

        var manifest = BackupManifest.Of(kept, store.Time.GetUtcNow());
        target.Put(BackupManifest.FileName, new MemoryStream(manifest.ToBytes()));
        target.Finish();
        return manifest;
    }

    private static void Put(IBackupTarget target, string path, string file, List<KeptFile> kept)
    {
        using var content = TryOpen(file);
        if (content is not null) Put(target, path, content, kept);
    }

    private static void Put(IBackupTarget target, string path, FileStream content, List<KeptFile> kept)
    {
        kept.Add(BackupManifest.Describe(path, content));
        target.Put(path, content);
    }
}
