using System.Text;

namespace Weir.Pipeline.Files;

/// <summary>A hostile file as UTF-8 bytes: unpacked when it is gzip (by its first bytes, not its name), transcoded when a
/// byte order mark says UTF-16, without the mark. Bytes that are not valid UTF-8 pass through.</summary>
public sealed class InputFile : IDisposable
{
    /// <summary>How many unpacked bytes <see cref="Peek"/> shows at most.</summary>
    public const int PeekBytes = 64 * 1024;

    private readonly PeekedStream _raw;
    private readonly GunzippedStream? _gzip;
    private readonly PeekedStream _text;

    private InputFile(Stream stream, string name, bool isLive)
    {
        (Name, IsLive) = (name, isLive);
        Length = stream.CanSeek ? stream.Length : null;
        _raw = new PeekedStream(stream);
        var first = _raw.Peek(2, isLive);
        _gzip = first.Length == 2 && first[0] == 0x1F && first[1] == 0x8B ? new GunzippedStream(_raw) : null;
        _text = AsUtf8(_gzip is null ? _raw : new PeekedStream(_gzip), isLive);
        BinaryContent.Refuse(name, Peek());
    }

    /// <summary>The name to show to people.</summary>
    public string Name { get; }

    /// <summary>A pipe or terminal whose lines should be answered as they come.</summary>
    public bool IsLive { get; }

    /// <summary>Size on disk in bytes, packed or not; null for a pipe.</summary>
    public long? Length { get; }

    /// <summary>Bytes read from disk so far, for progress against <see cref="Length"/>.</summary>
    public long BytesRead => _raw.Taken;

    /// <summary>True once gzip data turned out truncated or damaged; what came before it was given out.</summary>
    public bool IsDamaged => _gzip?.IsDamaged ?? false;

    /// <summary>Opens a file; <see cref="InputFileException"/> when that is impossible or it is not text.</summary>
    public static InputFile Open(string path)
    {
        try
        {
            return From(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1), path);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputFileException($"{path}: no such file.", failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            var reason = Directory.Exists(path) ? "is a directory, not a file" : "may not be read by this user";
            throw new InputFileException($"{path} {reason}.", failure);
        }
        catch (IOException failure)
        {
            throw new InputFileException($"{path} cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Reads any stream, which it then owns, under a name for messages.</summary>
    public static InputFile From(Stream stream, string name, bool isLive = false) => new(stream, name, isLive);

    /// <summary>The next unpacked bytes without taking them, up to <see cref="PeekBytes"/>.</summary>
    public ReadOnlySpan<byte> Peek() => _text.Peek(PeekBytes, IsLive);

    /// <summary>Reads text; 0 at the end.</summary>
    public int Read(Span<byte> to) => _text.Read(to);

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    private static PeekedStream AsUtf8(PeekedStream bytes, bool isLive)
    {
        var mark = bytes.Peek(3, isLive);
        var (encoding, length) = mark switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (null, 3),
            [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
            [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
            _ => ((Encoding?)null, 0),
        };
        bytes.ReadExactly(new byte[length]);
        return encoding is null ? bytes : new PeekedStream(Encoding.CreateTranscodingStream(bytes, encoding, Encoding.UTF8));
    }
}
