using Weir.Storage;

namespace Weir.Pipeline.Keeping;

/// <summary>A copy of a file that others go on writing, gone when it is disposed.</summary>
internal sealed class TemporaryCopy : IDisposable
{
    public TemporaryCopy(string file)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + TemporaryFiles.Ending);
        Content = OwnerOnly.Open(path, FileMode.CreateNew, options: FileOptions.DeleteOnClose, access: FileAccess.ReadWrite);
        using var source = Backup.TryOpen(file);
        source?.CopyTo(Content);
        Content.Position = 0;
    }

    /// <summary>The copy, at its beginning.</summary>
    public FileStream Content { get; }

    public void Dispose() => Content.Dispose();
}
