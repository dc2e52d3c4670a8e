using System.Formats.Tar;
using System.IO.Compression;
using Weir.Storage;

namespace Weir.Pipeline.Keeping;

/// <summary>Where a backup is written to. Until it is finished it stands under a temporary name, which disposing takes away.</summary>
internal interface IBackupTarget : IDisposable
{
    /// <summary>A file name on the same disk for the copy of the database.</summary>
    public string Scratch { get; }

    /// <summary>Adds one file.</summary>
    public void Put(string path, Stream content);

    /// <summary>Everything was added: gives it its name.</summary>
    public void Finish();
}

/// <summary>One .tar.gz file.</summary>
internal sealed class ArchiveTarget : IBackupTarget
{
    private readonly string _file;
    private readonly FileStream _stream;
    private readonly GZipStream _gzip;
    private readonly TarWriter _tar;

    public ArchiveTarget(string file)
    {
        _file = file;
        _stream = OwnerOnly.Open(file + TemporaryFiles.Ending, FileMode.Create);
        _gzip = new GZipStream(_stream, CompressionLevel.Fastest, leaveOpen: true);
        _tar = new TarWriter(_gzip, TarEntryFormat.Pax, leaveOpen: true);
    }

    public string Scratch => _file + ".db" + TemporaryFiles.Ending;

    public void Put(string path, Stream content) => _tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = content });

    public void Finish()
    {
        _tar.Dispose();
        _gzip.Dispose();
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_file + TemporaryFiles.Ending, _file);
    }

    public void Dispose()
    {
        try
        {
            _tar.Dispose();
            _gzip.Dispose();
            _stream.Dispose();
        }
        catch (IOException)
        {
            // A full disk was told by the write that met it; here only its rest goes.
        }
        finally
        {
            File.Delete(_file + TemporaryFiles.Ending);
        }
    }
}

/// <summary>A directory of plain files.</summary>
internal sealed class FolderTarget : IBackupTarget
{
    private readonly string _folder;
    private readonly string _building;

    public FolderTarget(string folder)
    {
        _folder = folder.TrimEnd('/', '\\');
        _building = _folder + TemporaryFiles.Ending;
        if (Directory.Exists(_building)) Directory.Delete(_building, recursive: true);
        OwnerOnly.MakeDirectory(_building);
    }

    public string Scratch => Path.Combine(_building, "weir.db" + TemporaryFiles.Ending);

    public void Put(string path, Stream content)
    {
        var target = Path.Combine(_building, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var stream = OwnerOnly.Open(target, FileMode.CreateNew);
        content.CopyTo(stream);
        stream.Flush(flushToDisk: true);
    }

    public void Finish()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder);
        Directory.Move(_building, _folder);
    }

    public void Dispose()
    {
        if (Directory.Exists(_building)) Directory.Delete(_building, recursive: true);
    }
}
