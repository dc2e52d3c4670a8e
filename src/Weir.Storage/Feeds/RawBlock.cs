using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace Weir.Storage.Feeds;

/// <summary>
/// Packs raw entries, many at once: feeds repeat themselves so much that a block takes a fifth of its text. Within, each entry is its
/// number after the one before, its length, and its UTF-8 bytes; numbers are 7 bits a byte, the lowest first.
/// </summary>
internal sealed class RawBlock
{
    /// <summary>Entries beyond this many characters are cut.</summary>
    public const int MaxEntryLength = 8192;
    private const int Quality = 5;
    private const int Window = 20;

    private readonly ArrayBufferWriter<byte> _text = new();
    private long _last;

    public int Count { get; private set; }

    public long First { get; private set; }

    public long Last => _last;

    /// <summary>Adds an entry; numbers rise.</summary>
    public void Add(long number, string raw)
    {
        if (Count++ == 0) First = _last = number;
        var bytes = Encoding.UTF8.GetBytes(raw.Length <= MaxEntryLength ? raw : raw[..MaxEntryLength]);
        Write(number - _last);
        Write(bytes.Length);
        _text.Write(bytes);
        _last = number;
    }

    public byte[] Packed()
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(_text.WrittenCount)];
        return BrotliEncoder.TryCompress(_text.WrittenSpan, packed, out var length, Quality, Window) ? packed[..length] : throw new InvalidOperationException("The block is larger than its bound.");
    }

    /// <summary>An entry of a packed block; null when it is not there.</summary>
    public static string? Find(byte[] packed, long first, long number)
    {
        using var unpacked = new MemoryStream();
        using (var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress)) brotli.CopyTo(unpacked);
        var text = unpacked.GetBuffer().AsSpan(0, (int)unpacked.Length);
        for (var at = first; text.Length > 0;)
        {
            at += Read(ref text);
            var length = (int)Read(ref text);
            if (at == number) return Encoding.UTF8.GetString(text[..length]);
            text = text[length..];
        }

        return null;
    }

    private void Write(long value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var length = 0;
        for (; value >= 0x80; value >>= 7) bytes[length++] = (byte)(0x80 | (value & 0x7F));
        bytes[length++] = (byte)value;
        _text.Write(bytes[..length]);
    }

    private static long Read(ref Span<byte> text)
    {
        var value = 0L;
        for (var shift = 0; ; shift += 7)
        {
            var next = text[0];
            text = text[1..];
            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
