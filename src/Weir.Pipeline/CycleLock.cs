namespace Weir.Pipeline;

/// <summary>Lets one cycle run at a time in a data directory; the system frees it when the process ends, however it ends.</summary>
internal static class CycleLock
{
    public static FileStream? TryTake(string dataDirectory)
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
