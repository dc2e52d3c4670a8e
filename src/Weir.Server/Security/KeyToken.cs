using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Server.Security;

/// <summary>
/// What a program shows: <c>weir_</c> and 256 random bits. Because it is random and long, one round of SHA-256 is all that its safekeeping needs.
/// </summary>
internal static class KeyToken
{
    private const string Prefix = "weir_";
    private const int Bytes = 32;
    private const int Length = 48;
    private const int HintLength = 10;

    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>A new one.</summary>
    public static string Make() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Its beginning, which may be shown.</summary>
    public static string Hint(string token) => token[..HintLength];

    /// <summary>Hashes a text that could be a key; false when it cannot be one. Allocates nothing.</summary>
    public static bool TryHash(ReadOnlySpan<char> text, out TokenHash hash)
    {
        hash = default;
        if (text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length..].ContainsAnyExcept(Letters)) return false;
        hash = TokenHash.Of(text);
        return true;
    }
}

/// <summary>SHA-256 of a token.</summary>
internal readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
{
    private const int Longest = 128;

    /// <summary>The hash of at most 128 characters of ASCII.</summary>
    public static TokenHash Of(ReadOnlySpan<char> token)
    {
        Span<byte> ascii = stackalloc byte[Longest];
        Span<byte> hashed = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(ascii[..Encoding.ASCII.GetBytes(token, ascii)], hashed);
        return Read(hashed);
    }

    /// <summary>Reads 64 hex digits.</summary>
    public static TokenHash Parse(string hex) => Read(Convert.FromHexString(hex));

    /// <summary>As 64 lower-case hex digits, the way the store keeps it.</summary>
    public override string ToString()
    {
        Span<ulong> parts = [A, B, C, D];
        return Convert.ToHexStringLower(MemoryMarshal.AsBytes(parts));
    }

    private static TokenHash Read(ReadOnlySpan<byte> bytes)
    {
        var parts = MemoryMarshal.Cast<byte, ulong>(bytes);
        return new(parts[0], parts[1], parts[2], parts[3]);
    }
}
