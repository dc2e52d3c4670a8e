using System.Security.Cryptography;
using System.Text;

namespace Weir.Server.Exports;

/// <summary>Version 5 UUIDs (RFC 9562, 5.5): the same name gives the same id on the same installation.</summary>
internal static class StableGuid
{
    private static readonly Guid Weir = new("6b1d7a0e-52d1-4f0b-9a37-0c3b8f1e5a44");

    /// <summary>The id of a name at one installation.</summary>
    public static Guid Of(long instance, string name) => Of(Of(Weir, instance.ToString(System.Globalization.CultureInfo.InvariantCulture)), name);

    /// <summary>The id of a name in a name space.</summary>
    public static Guid Of(Guid space, string name)
    {
        var text = Encoding.UTF8.GetBytes(name);
        var input = new byte[16 + text.Length];
        space.TryWriteBytes(input, bigEndian: true, out _);
        text.CopyTo(input, 16);
#pragma warning disable CA5350 // The standard of version 5 says SHA-1; nothing rests on its strength.
        var hash = SHA1.HashData(input);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
