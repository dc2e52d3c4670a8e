using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Weir.Learning.Trees;

namespace Weir.Tests.Learning;

/// <summary>A fingerprint of everything that trees answer by.</summary>
internal static class Golden
{
    public static string Of(TreeTable table)
    {
        byte[] bytes = [.. Bytes(table.Starts), .. Bytes(table.Feature), .. Bytes(table.Threshold), .. table.MissingLeft, .. Bytes(table.Left), .. Bytes(table.Value)];
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    private static byte[] Bytes<T>(T[] values) where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
