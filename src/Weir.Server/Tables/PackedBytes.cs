using System.IO.Compression;

namespace Weir.Server.Tables;

/// <summary>Guards against packed files that are far larger than they look.</summary>
internal static class PackedBytes
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Whether a file of gzip unpacks to more than so many bytes. Damage is not looked for: the reader of rows tells it.</summary>
    public static bool AreMoreThan(string path, long most, CancellationToken ct)
    {
        var (buffer, length) = (new byte[BufferBytes], 0L);
        using var packed = File.OpenRead(path);
        using var text = new GZipStream(packed, CompressionMode.Decompress);
        try
        {
            while (text.Read(buffer) is > 0 and var read)
            {
                if ((length += read) > most) return true;
                ct.ThrowIfCancellationRequested();
            }
        }
        catch (InvalidDataException)
        {
            // What came until then is within the bound.
        }

        return false;
    }
}
