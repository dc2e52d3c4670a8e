using Weir.Storage;

namespace Weir.Pipeline.Files;

/// <summary>Writes a file so that its name always stands for a whole one: temporary file, flush to the disk, rename.</summary>
public static class AtomicFile
{
    /// <summary>Writes through the callback; the directory is made when it does not exist. What is of its owner is never open to others, not even while it is written.</summary>
    public static void Write(string path, Action<Stream> write, bool isOfOwner = false)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = path + ".tmp";
        try
        {
            using var stream = isOfOwner ? OwnerOnly.Open(temporary, FileMode.Create) : new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None);
            write(stream);
            stream.Flush(flushToDisk: true);
        }
        catch
        {
            // On a full disk nothing else gives the space back.
            File.Delete(temporary);
            throw;
        }

        File.Move(temporary, path, overwrite: true);
    }
}
