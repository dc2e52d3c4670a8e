using System.Security.Cryptography;
using System.Text;

namespace Weir.Pipeline.Datasets;

/// <summary>A place in 0..1 for each domain that never changes: the parts of undated rows follow from it in every run.</summary>
public static class DomainBuckets
{
    /// <summary>The place of a domain; the salt gives independent places for different questions.</summary>
    public static double Place(string domain, string salt = "") => Hash(salt + domain) / (ulong.MaxValue + 1.0);

    /// <summary>A stable 64-bit hash of any text.</summary>
    public static ulong Hash(string text)
    {
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(digest);
    }
}
