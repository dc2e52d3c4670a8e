namespace Weir.Pipeline;

/// <summary>Lets one cycle run at a time in a data directory; the system frees it when the process ends, however it ends.</summary>
public static class CycleLock
{
    /// <summary>Whether a cycle, of addresses or of a table, runs on a data directory now, in whatever process.</summary>
    public static bool IsTaken(string dataDirectory)
    {
        using var taken = TryTake(dataDirectory);
        return taken is null;
    }

    internal static FileStream? TryTake(string dataDirectory)
    {
        try
        {
            return new FileStream(Path.Combine(dataDirectory, "cycle.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
