using System.Security.Cryptography;
using Weir.Learning.Numerics;

namespace Weir.Tests.Learning;

/// <summary>Model files that are whole by their hash and damaged inside, as a hostile writer makes them.</summary>
internal static class DamagedFile
{
    /// <summary>Changes up to six bytes past the section table, mostly to ends of ranges, and hashes again.</summary>
    public static byte[] Of(byte[] file, ref Xoshiro256 random)
    {
        var sections = 64 + 64 * BitConverter.ToInt32(file, 12);
        for (var k = random.NextInt(6); k >= 0; k--)
        {
            ref var hit = ref file[sections + random.NextInt(file.Length - 32 - sections)];
            hit = random.NextInt(3) switch { 0 => 0xFF, 1 => 0x7F, _ => (byte)random.NextULong() };
        }
        SHA256.HashData(file.AsSpan(0, file.Length - 32), file.AsSpan(file.Length - 32));
        return file;
    }
}
