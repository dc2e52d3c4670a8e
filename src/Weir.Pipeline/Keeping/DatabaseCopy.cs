using Weir.Storage;

namespace Weir.Pipeline.Keeping;

/// <summary>Copies of the database that live for one act only.</summary>
internal static class DatabaseCopy
{
    /// <summary>One moment of the database, open for reading; the file goes when the stream is disposed.</summary>
    public static FileStream Of(WeirStore store, string scratch)
    {
        try
        {
            // Held by name while it is written: a clean-up by another process must not take it for a leftover.
            using (OwnerOnly.Open(scratch, FileMode.Create)) store.File.CopyTo(scratch);
            return new FileStream(scratch, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.DeleteOnClose);
        }
        catch
        {
            File.Delete(scratch);
            throw;
        }
    }
}
