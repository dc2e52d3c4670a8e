using Weir.Storage;

namespace Weir.Cli.Tables;

/// <summary>Rows of standard input in a file of their own, since rows are read more than once; it goes when this is disposed.</summary>
internal sealed class StandardRows : IDisposable
{
    /// <summary>What stands for standard input on a command line.</summary>
    public const string Mark = "-";

    /// <summary>What it is called in messages.</summary>
    public const string Name = "stdin";

    // Says to a server that starts on this directory that somebody still needs the file.
    private readonly FileStream _held;

    private StandardRows(string path) => (Path, _held) = (path, new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete));

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Reads standard input to its end. What a killed process leaves is swept up by the next start of a server.</summary>
    public static StandardRows Take(string dataDirectory, CancellationToken ct)
    {
        var folder = System.IO.Path.Combine(dataDirectory, "uploads");
        OwnerOnly.MakeDirectory(folder);
        var path = System.IO.Path.Combine(folder, Guid.NewGuid().ToString("N"));
        try
        {
            using (var file = OwnerOnly.Open(path, FileMode.CreateNew)) Console.OpenStandardInput().CopyToAsync(file, ct).GetAwaiter().GetResult();
            return new StandardRows(path);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _held.Dispose();
        File.Delete(Path);
    }
}
