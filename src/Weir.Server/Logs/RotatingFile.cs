using System.Globalization;
using System.Text;

namespace Weir.Server.Logs;

/// <summary>
/// A file of lines that begins anew when it is large or a day is over, and keeps a bounded number of older ones. It never throws: what a
/// full disk or a missing folder swallows is counted, and told in the file when it can be written again.
/// </summary>
internal sealed class RotatingFile(LogSettings settings, TimeProvider time) : IDisposable
{
    private const string Stamp = "yyyyMMdd'T'HHmmss'Z'";
    private static readonly TimeSpan RestAfterFault = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly string _path = settings.File!;
    private FileStream? _stream;
    private long _size;
    private DateTime _day;
    private long _lost;
    private DateTimeOffset _retryAt = DateTimeOffset.MinValue;

    /// <summary>Lines that could not be written and were not yet told of.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Adds a line, which ends with its line end; it is with the system when this returns.</summary>
    public void Write(ReadOnlySpan<byte> line)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now < _retryAt && _retryAt - now <= RestAfterFault)
            {
                _lost++;
                return;
            }

            try
            {
                Open(now, line.Length);
                if (_lost > 0) TellLost(now);
                Put(line);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                _lost++;
                _retryAt = now + RestAfterFault;
                Close();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock) Close();
    }

    private void Open(DateTimeOffset now, int more)
    {
        if (_stream is null) Begin(now);
        var isOver = _size > 0 && (_size + more > settings.MostBytes || _day != now.UtcDateTime.Date);
        if (!isOver) return;
        Close();
        File.Move(_path, Free(now));
        Begin(now);
        Prune(now);
    }

    private void Begin(DateTimeOffset now)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        // Unbuffered, and shared: a line is readable at once, by whoever follows the file.
        _stream = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        _size = _stream.CanSeek ? _stream.Seek(0, SeekOrigin.End) : 0;
        _day = _size > 0 ? File.GetLastWriteTimeUtc(_path).Date : now.UtcDateTime.Date;
        if (_day > now.UtcDateTime.Date) _day = now.UtcDateTime.Date;
    }

    private void Put(ReadOnlySpan<byte> line)
    {
        _stream!.Write(line);
        _size += line.Length;
        _day = time.GetUtcNow().UtcDateTime.Date;
    }

    private void TellLost(DateTimeOffset now)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $$"""{"time":"{{now.UtcDateTime:O}}","level":"warning","category":"Weir.Server.Logs","message":"{{_lost}} lines before this one could not be written."}""");
        Put(Encoding.UTF8.GetBytes(text + "\n"));
        _lost = 0;
    }

    private string Free(DateTimeOffset now)
    {
        var (name, ending) = (Path.Combine(Path.GetDirectoryName(_path)!, Path.GetFileNameWithoutExtension(_path)), Path.GetExtension(_path));
        var stamp = now.UtcDateTime.ToString(Stamp, CultureInfo.InvariantCulture);
        for (var number = 0; ; number++)
        {
            var free = string.Create(CultureInfo.InvariantCulture, $"{name}-{stamp}-{number:000}{ending}");
            if (!File.Exists(free)) return free;
        }
    }

    private void Prune(DateTimeOffset now)
    {
        var older = Directory.GetFiles(Path.GetDirectoryName(_path)!, $"{Path.GetFileNameWithoutExtension(_path)}-*Z-*{Path.GetExtension(_path)}")
            .OrderDescending(StringComparer.Ordinal).ToArray();
        foreach (var (file, index) in older.Select((file, index) => (file, index)))
            if (index >= settings.MostFiles || now.UtcDateTime - File.GetLastWriteTimeUtc(file) > settings.MostAge) File.Delete(file);
    }

    private void Close()
    {
        _stream?.Dispose();
        _stream = null;
    }
}
