using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Server.Protocols.SafeBrowsing;

/// <summary>A SHA-256 hash as a value of 32 bytes; ordered as its bytes are.</summary>
internal readonly record struct Hash256(ulong A, ulong B, ulong C, ulong D) : IComparable<Hash256>
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 32;

    /// <summary>The hash of a Safe Browsing expression.</summary>
    public static Hash256 Of(string expression)
    {
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(Encoding.UTF8.GetBytes(expression), hash);
        return Read(hash);
    }

    /// <summary>Reads 32 bytes; fewer stand for the hash that has zeros behind them.</summary>
    public static Hash256 Read(ReadOnlySpan<byte> bytes)
    {
        Span<byte> all = stackalloc byte[Length];
        bytes.CopyTo(all);
        return new(BinaryPrimitives.ReadUInt64BigEndian(all), BinaryPrimitives.ReadUInt64BigEndian(all[8..]), BinaryPrimitives.ReadUInt64BigEndian(all[16..]), BinaryPrimitives.ReadUInt64BigEndian(all[24..]));
    }

    /// <summary>The 32 bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, A);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), B);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(16), C);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), D);
        return bytes;
    }

    /// <summary>Whether it begins with these bytes.</summary>
    public bool StartsWith(ReadOnlySpan<byte> prefix) => ToBytes().AsSpan().StartsWith(prefix);

    /// <inheritdoc/>
    public int CompareTo(Hash256 other)
    {
        var order = A.CompareTo(other.A);
        if (order == 0) order = B.CompareTo(other.B);
        if (order == 0) order = C.CompareTo(other.C);
        return order != 0 ? order : D.CompareTo(other.D);
    }
}
