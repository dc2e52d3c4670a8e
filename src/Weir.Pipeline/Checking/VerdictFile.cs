using System.IO.Compression;

namespace Weir.Pipeline.Checking;

/// <summary>Where verdicts are written: a file, packed by gzip when its name ends so.</summary>
public static class VerdictFile
{
    /// <summary>Creates or replaces a file.</summary>
    public static Stream Create(string path)
    {
        var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Fastest) : file;
    }
}
