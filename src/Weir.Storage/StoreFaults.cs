namespace Weir.Storage;

/// <summary>Turns what the file system reports into sentences for the person who runs Weir.</summary>
internal static class StoreFaults
{
    public static StoreException From(Exception fault, string directory) =>
        new($"The data directory '{directory}' cannot be used ({fault.Message.TrimEnd('.')}); "
            + "choose a writable directory with --data or WEIR_DATA.", fault);
}
