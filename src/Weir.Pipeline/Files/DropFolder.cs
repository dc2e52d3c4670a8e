namespace Weir.Pipeline.Files;

/// <summary>A file that lies in the folder: its name below the folder, with forward slashes, and what it was when it was looked at.</summary>
internal sealed record DroppedFile(string Name, string Path, long Size, long WrittenAt);

/// <summary>
/// The folder on the disk. A file waits at its place, is claimed by being moved to <c>.taking/</c>, and ends in <c>done/</c> or
/// <c>rejected/</c>; moving is atomic, so that it is in one of the places at any moment. Pipes, sockets, devices and links are left alone.
/// </summary>
internal sealed class DropFolder
{
    private const int Deepest = 4;
    private const string Taking = ".taking";
    private const string ReportEnd = ".report.json";

    private static readonly string[] Unfinished = [".tmp", ".part", ".partial", ".filepart", ".crdownload", ".swp", "~"];
    private static readonly EnumerationOptions Plain = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = Deepest,
        // A link could lead out of the folder; hidden names are those of programs that have not finished.
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden | FileAttributes.Device,
        IgnoreInaccessible = true,
    };

    private readonly string _root;

    /// <param name="root">The folder; made when it is not there.</param>
    /// <param name="places">Folders to be made in it besides its own.</param>
    public DropFolder(string root, params ReadOnlySpan<string> places)
    {
        _root = Path.GetFullPath(root);
        foreach (var place in (string[])["", Taking, "done", "rejected", .. places]) Directory.CreateDirectory(Path.Combine(_root, place));
    }

    /// <summary>The folder, as its files are named.</summary>
    public string Root => _root;

    /// <summary>The files that wait, by name.</summary>
    public IReadOnlyList<DroppedFile> Waiting() => Below(_root, name =>
        !name.StartsWith("done/", StringComparison.Ordinal) && !name.StartsWith("rejected/", StringComparison.Ordinal)
        && !name.Split('/').Any(part => part[0] == '.') && !Unfinished.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The files that were claimed and not finished, because the process died or the disk was full.</summary>
    public IReadOnlyList<DroppedFile> Claimed() => Below(Path.Combine(_root, Taking), _ => true);

    /// <summary>Claims a waiting file.</summary>
    public DroppedFile Claim(DroppedFile file)
    {
        var to = Free(Path.Combine(_root, Taking, file.Name));
        File.Move(file.Path, to);
        return file with { Path = to, Name = Path.GetRelativePath(Path.Combine(_root, Taking), to).Replace('\\', '/') };
    }

    /// <summary>Puts a claimed file to its end; the report is there before the file is.</summary>
    public void Finish(DroppedFile file, string place, Action<Stream> report)
    {
        var to = Free(Path.Combine(_root, place, file.Name));
        AtomicFile.Write(to + ReportEnd, report);
        File.Move(file.Path, to);
    }

    /// <summary>Whether nobody has written to a claimed file since it was looked at.</summary>
    public static bool IsUnchanged(DroppedFile file) =>
        new FileInfo(file.Path) is { Exists: true } now && now.Length == file.Size && now.LastWriteTimeUtc.Ticks == file.WrittenAt;

    private static List<DroppedFile> Below(string folder, Func<string, bool> counts) =>
    [
        .. from path in Directory.EnumerateFiles(folder, "*", Plain)
           let name = Path.GetRelativePath(folder, path).Replace('\\', '/')
           where counts(name) && !SpecialFile.Is(path)
           orderby name
           let file = new FileInfo(path)
           where file.Exists
           select new DroppedFile(name, path, file.Length, file.LastWriteTimeUtc.Ticks),
    ];

    // A file of the same name may have come before: 2, 3, … is put before the extension.
    private static string Free(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var free = path;
        for (var number = 2; File.Exists(free); number++)
            free = Path.Combine(Path.GetDirectoryName(path)!, $"{Path.GetFileNameWithoutExtension(path)}.{number}{Path.GetExtension(path)}");
        return free;
    }
}
