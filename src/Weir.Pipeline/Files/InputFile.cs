namespace Weir.Pipeline.Files;

/// <summary>A hostile file as UTF-8 bytes: unpacked when it is gzip (by its first bytes, not its name), transcoded when its
/// first bytes say UTF-16, without a byte order mark. Bytes that are not valid UTF-8 pass through.</summary>
public sealed class InputFile : IDisposable
{
    /// <summary>How many unpacked bytes <see cref="Peek"/> shows at most.</summary>
    public const int PeekBytes = 64 * 1024;

    /// <summary>How many unpacked bytes <see cref="PeekRows"/> shows at most: two of the longest rows.</summary>
    public const int MostPeekBytes = 2 * RecordReader.MaxRecordBytes;

    private readonly PeekedStream _raw;
    private readonly GunzippedStream? _gzip;
    private readonly PeekedStream _text;

    private InputFile(Stream stream, string name)
    {
        (Name, IsOwn, Encoding, Length) = (name, true, TextEncoding.Utf8, stream.CanSeek ? stream.Length : null);
        _text = _raw = new PeekedStream(stream);
    }

    private InputFile(Stream stream, string name, bool isLive, TextEncoding encoding)
    {
        (Name, IsLive) = (name, isLive);
        Length = stream.CanSeek ? stream.Length : null;
        _raw = new PeekedStream(stream);
        var first = _raw.Peek(2, isLive);
        _gzip = first.Length == 2 && first[0] == 0x1F && first[1] == 0x8B ? new GunzippedStream(_raw) : null;
        var bytes = _gzip is null ? _raw : new PeekedStream(_gzip);
        if (bytes.Peek(4, isLive) is [0xFF, 0xFE, 0, 0] or [0, 0, 0xFE, 0xFF]) throw new InputFileException($"{name} is UTF-32, which hardly any program reads; save it as UTF-8.");
        (_text, Encoding) = AsUtf8(bytes, isLive, encoding);
        BinaryContent.Refuse(name, Peek());
    }

    /// <summary>The name to show to people.</summary>
    public string Name { get; }

    /// <summary>True for a file that Weir wrote: UTF-8 whatever its first bytes look like, with rows longer than any that came in.</summary>
    public bool IsOwn { get; }

    /// <summary>A pipe or terminal whose lines should be answered as they come.</summary>
    public bool IsLive { get; }

    /// <summary>Size on disk in bytes, packed or not; null for a pipe.</summary>
    public long? Length { get; }

    /// <summary>How the file turned out to be encoded, or was said to be; never <see cref="TextEncoding.Auto"/>.</summary>
    public TextEncoding Encoding { get; }

    /// <summary>Bytes read from disk so far, for progress against <see cref="Length"/>.</summary>
    public long BytesRead => _raw.Taken;

    /// <summary>True once gzip data turned out truncated or damaged; what came before it was given out.</summary>
    public bool IsDamaged => _gzip?.IsDamaged ?? false;

    /// <summary>Opens a file; <see cref="InputFileException"/> when that is impossible or it is not text.</summary>
    public static InputFile Open(string path, TextEncoding encoding = TextEncoding.Auto) => Open(path, path, encoding);

    /// <summary>Opens a file under a name for messages.</summary>
    public static InputFile Open(string path, string name, TextEncoding encoding)
    {
        try
        {
            return From(OpenBytes(path, name), name, encoding: encoding);
        }
        catch (IOException failure)
        {
            throw new InputFileException($"{name} cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Opens a file for its bytes; <see cref="InputFileException"/> when that is impossible.</summary>
    public static Stream OpenBytes(string path, string name)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputFileException(path == "-" ? "'-', standard input, is not read here: write it into a file and name that." : $"{name}: no such file.", failure);
        }
        catch (ArgumentException failure) when (path.Length == 0)
        {
            throw new InputFileException("The name of a file is empty.", failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            var reason = Directory.Exists(path) ? "is a directory, not a file" : "may not be read by this user";
            throw new InputFileException($"{name} {reason}.", failure);
        }
        catch (IOException failure)
        {
            throw new InputFileException($"{name} cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Reads any stream, which it then owns, under a name for messages.</summary>
    public static InputFile From(Stream stream, string name, bool isLive = false, TextEncoding encoding = TextEncoding.Auto) => new(stream, name, isLive, encoding);

    /// <summary>Reads what Weir itself wrote.</summary>
    public static InputFile FromOwn(Stream stream, string name) => new(stream, name);

    /// <summary>The next unpacked bytes without taking them, up to <see cref="PeekBytes"/>.</summary>
    public ReadOnlySpan<byte> Peek() => _text.Peek(PeekBytes, IsLive);

    /// <summary>The same, and as many more as two rows need; at most <see cref="MostPeekBytes"/>.</summary>
    public ReadOnlySpan<byte> PeekRows()
    {
        var first = Peek();
        return IsWhole(first) || LineEnds.HasTwoRows(first) ? first : _text.Peek(MostPeekBytes, IsLive);
    }

    /// <summary>Whether what was peeked at is all that the file holds.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> first) => first.Length is not (PeekBytes or MostPeekBytes);

    /// <summary>Reads text; 0 at the end.</summary>
    public int Read(Span<byte> to) => _text.Read(to);

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    /// <summary>Passes over text that was read before; false when the file ends earlier.</summary>
    public bool Skip(long count)
    {
        var buffer = new byte[(int)Math.Min(count, 1 << 18)];
        while (count > 0)
        {
            var read = Read(buffer.AsSpan(0, (int)Math.Min(count, buffer.Length)));
            if (read == 0) return false;
            count -= read;
        }
        return true;
    }

    private static (PeekedStream Text, TextEncoding Encoding) AsUtf8(PeekedStream bytes, bool isLive, TextEncoding wanted)
    {
        var (marked, length) = TextEncodings.Mark(bytes.Peek(3, isLive));
        bytes.ReadExactly(new byte[length]);
        var encoding = wanted != TextEncoding.Auto ? wanted : marked != TextEncoding.Auto ? marked : TextEncodings.Guess(bytes.Peek(PeekBytes, isLive));
        return (TextEncodings.Of(encoding) is { } other ? new PeekedStream(System.Text.Encoding.CreateTranscodingStream(bytes, other, System.Text.Encoding.UTF8)) : bytes, encoding);
    }
}
