using System.Globalization;
using System.IO.Compression;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds.Http;

/// <summary>One layer of packing taken off, within a bound. Damaged data and data beyond the bound end the stream instead of throwing.</summary>
internal sealed class UnpackedBody(Stream inner, long most, UnpackedBody? below = null) : ForwardStream(inner)
{
    private string? _damage;
    private long _given;

    /// <summary>Why the stream ended before its end: a clause; null when it did not.</summary>
    public string? Damage => _damage ?? below?.Damage;

    public override int Read(Span<byte> buffer)
    {
        if (_damage is not null || buffer.IsEmpty) return 0;
        try
        {
            var read = Below.Read(buffer);
            if ((_given += read) <= most) return read;
            _damage = string.Create(CultureInfo.InvariantCulture, $"it unpacks to more than {most:N0} bytes");
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or InvalidOperationException)
        {
            _damage = "the packed data is cut off or damaged";
        }

        return 0;
    }

    /// <summary>Takes off what the server says, and what the first bytes say after it. <see cref="InputFileException"/> for what is not known.</summary>
    public static UnpackedBody Open(Stream file, string? encodings, string name, long most)
    {
        var top = new UnpackedBody(file, most);
        foreach (var encoding in (encodings ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Reverse())
            top = Layer(top, encoding.ToLowerInvariant(), name, most);
        for (var layer = 0; ; layer++)
        {
            var peeked = new PeekedStream(top);
            var first = peeked.Peek(4).ToArray();
            if (first is [(byte)'P', (byte)'K', 3, 4] && ReferenceEquals(top.Below, file)) return new UnpackedBody(OnlyEntry(file, name), most);
            if (first is not [0x1F, 0x8B, ..]) return new UnpackedBody(peeked, most, top);
            if (layer == 2) throw new InputFileException($"{name} is packed more than twice.");
            top = new UnpackedBody(new GZipStream(peeked, CompressionMode.Decompress), most, top);
        }
    }

    private static UnpackedBody Layer(UnpackedBody packed, string encoding, string name, long most) => encoding switch
    {
        "gzip" or "x-gzip" => new UnpackedBody(new GZipStream(packed, CompressionMode.Decompress), most, packed),
        "br" => new UnpackedBody(new BrotliStream(packed, CompressionMode.Decompress), most, packed),
        "deflate" => new UnpackedBody(Deflated(packed), most, packed),
        "identity" => packed,
        _ => throw new InputFileException($"{name} is packed by '{encoding}', which was not asked for."),
    };

    // RFC 9110 means the zlib format; some servers send the bare one.
    private static Stream Deflated(UnpackedBody packed)
    {
        var peeked = new PeekedStream(packed);
        var isZlib = peeked.Peek(2) is [var first, var second] && (first & 0x0F) == 8 && ((first << 8) | second) % 31 == 0;
        return isZlib ? new ZLibStream(peeked, CompressionMode.Decompress) : new DeflateStream(peeked, CompressionMode.Decompress);
    }

    private static Stream OnlyEntry(Stream file, string name)
    {
        try
        {
            file.Position = 0;
            var files = new ZipArchive(file).Entries.Where(entry => entry.Name.Length > 0).ToList();
            return files.Count == 1 ? files[0].Open() : throw new InputFileException($"{name} is a zip archive of {files.Count} files, not one.");
        }
        catch (Exception damage) when (damage is InvalidDataException or NotSupportedException)
        {
            throw new InputFileException($"{name} is a damaged zip archive.", damage);
        }
    }
}
