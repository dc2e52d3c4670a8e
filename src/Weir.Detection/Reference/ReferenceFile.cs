using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Weir.Detection.Urls;

namespace Weir.Detection.Reference;

/// <summary>
/// One compiled reference list: a header (magic, name, source, date, count), a payload whose form the list's own type
/// knows, and the first 8 bytes of the SHA-256 over everything before. Little-endian.
/// </summary>
internal sealed record ReferenceFile(string Name, string Source, DateOnly Date, int Count, ReadOnlyMemory<byte> Payload)
{
    private const uint Magic = 0x31464552;
    private const int SealLength = 8;

    /// <summary>The rules of a suffix list: hashes, then one flag byte each.</summary>
    public PublicSuffixes ToSuffixes()
    {
        int rules = Payload.Length / 9;
        return new PublicSuffixes(MemoryMarshal.Cast<byte, ulong>(Payload.Span[..(rules * 8)]), Payload.Span[(rules * 8)..]);
    }

    /// <summary>The file as bytes.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(Name);
            writer.Write(Source);
            writer.Write(Date.DayNumber);
            writer.Write(Count);
            writer.Write(Payload.Length);
            writer.Write(Payload.Span);
        }
        byte[] content = stream.ToArray();
        return [.. content, .. SHA256.HashData(content).AsSpan(0, SealLength)];
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="ReferenceFileException">It is truncated, altered or not such a file; the message names it.</exception>
    public static ReferenceFile Read(byte[] bytes, string path)
    {
        if (bytes.Length < 32 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
            throw new ReferenceFileException($"{path} is not a Weir reference list; delete it to use the shipped one.");
        int end = bytes.Length - SealLength;
        if (!SHA256.HashData(bytes.AsSpan(0, end)).AsSpan(0, SealLength).SequenceEqual(bytes.AsSpan(end)))
            throw new ReferenceFileException($"{path} is truncated or altered; delete it to use the shipped list.");
        using var reader = new BinaryReader(new MemoryStream(bytes, 4, end - 4));
        string name = reader.ReadString();
        string source = reader.ReadString();
        DateOnly date = DateOnly.FromDayNumber(reader.ReadInt32());
        int count = reader.ReadInt32();
        int length = reader.ReadInt32();
        int offset = 4 + (int)reader.BaseStream.Position;
        return new ReferenceFile(name, source, date, count, bytes.AsMemory(offset, length));
    }
}
