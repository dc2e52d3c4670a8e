namespace Weir.Pipeline.Keeping;

/// <summary>
/// Takes away what a killed process left half-written, by name: every file under the data directory whose name ends in
/// <c>.tmp</c>, and folders that end so. A file that a living process holds open stays.
/// </summary>
public static class TemporaryFiles
{
    /// <summary>How the name of everything ends that is not yet whole.</summary>
    public const string Ending = ".tmp";

    /// <summary>Cleans a data directory; how many files and folders went.</summary>
    public static int Clean(string dataDirectory)
    {
        if (!Directory.Exists(dataDirectory)) return 0;
        var all = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var gone = Directory.EnumerateDirectories(dataDirectory, "*" + Ending, SearchOption.TopDirectoryOnly).ToList().Count(RemoveFolder);
        // SQLite names the journal of a file after it.
        return gone + new[] { Ending, Ending + "-journal" }.Sum(ending => Directory.EnumerateFiles(dataDirectory, "*" + ending, all).ToList().Count(Remove));
    }

    private static bool RemoveFolder(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool Remove(string path)
    {
        try
        {
            // Whoever writes it holds it for himself; the system frees it when he dies.
            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) File.Delete(path);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
