using Weir.Storage;

namespace Weir.Pipeline.Tables;

/// <summary>Lets one at a time write into a table; the system frees it when the process ends, however it ends.</summary>
internal static class TableTurn
{
    private const string Folder = "tables";
    private const string Name = ".turn";

    /// <summary>The turn until it is disposed; null while another has it. What a stopped writer left is taken back.</summary>
    public static IDisposable? TryTake(WeirStore store, string table)
    {
        var folder = FolderOf(store, table);
        Directory.CreateDirectory(Path.Combine(folder, TableDrop.Folder));
        try
        {
            var turn = new FileStream(Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            store.Tables.TakeBack(table);
            return turn;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Takes the folder of a table away that is no more; returns the files in it, which stay with their folders.</summary>
    public static IReadOnlyList<string> Leave(WeirStore store, string table)
    {
        var folder = FolderOf(store, table);
        if (!Directory.Exists(folder)) return [];
        File.Delete(Path.Combine(folder, Name));
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        string[] folders = [.. Directory.GetDirectories(folder, "*", SearchOption.AllDirectories).OrderByDescending(below => below.Length), folder];
        foreach (var empty in folders.Where(below => !Directory.EnumerateFileSystemEntries(below).Any())) Directory.Delete(empty);
        return files;
    }

    /// <summary>What is said when another has the turn.</summary>
    public static string Busy(string table) => $"Rows are being loaded into the table '{table}' right now; try again when that is done.";

    /// <summary>The folder of a table in the data directory.</summary>
    public static string FolderOf(WeirStore store, string table) => Path.Combine(store.DataDirectory, Folder, table);

    /// <summary>The folders that tables have, or shall have, by name.</summary>
    public static IEnumerable<string> Names(WeirStore store)
    {
        var root = Path.Combine(store.DataDirectory, Folder);
        return Directory.Exists(root) ? Directory.EnumerateDirectories(root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal) : [];
    }
}
