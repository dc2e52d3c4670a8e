using System.IO.MemoryMappedFiles;

namespace Weir.Server.Verdicts;

/// <summary>
/// Counts verdicts that were taken for the history in a file that is mapped into memory: the count outlives a killed process, so that the
/// next start can tell how many were taken and never written. One process a data directory has it; others count in memory only.
/// </summary>
internal sealed class VerdictTally : IDisposable
{
    private const string Name = "verdicts.tally";

    private MemoryMappedFile? _file;
    private MemoryMappedViewAccessor? _view;
    private long _accepted;

    /// <summary>Counts one.</summary>
    public void Accept()
    {
        var accepted = Interlocked.Increment(ref _accepted);
        // Two threads may write in the wrong order; the next one mends it.
        _view?.Write(0, accepted);
    }

    /// <summary>
    /// Opens the file of a data directory and goes on from what it holds, at least from <paramref name="known"/>; gives that back, or null
    /// when another process has the file. Of what this process took before, <paramref name="gone"/> no longer waits to be written.
    /// </summary>
    public long? Open(string dataDirectory, long known, long gone)
    {
        try
        {
            var stream = new FileStream(Path.Combine(dataDirectory, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (stream.Length < sizeof(long)) stream.SetLength(sizeof(long));
            _file = MemoryMappedFile.CreateFromFile(stream, null, sizeof(long), MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
            var view = _file.CreateViewAccessor(0, sizeof(long));
            var before = Math.Max(known, view.ReadInt64(0));
            var all = Interlocked.Add(ref _accepted, before - gone);
            view.Write(0, all);
            _view = view;
            return before;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view?.Dispose();
        _file?.Dispose();
    }
}
