using System.Security.Cryptography;
using System.Text;

namespace Weir.Server.Security;

/// <summary>Codes for who has lost his authenticator: ten, each good once, 80 random bits, kept as SHA-256.</summary>
internal static class RecoveryCodes
{
    private const int Count = 10;
    private const int Bytes = 10;
    private const int Letters = 16;

    /// <summary>New codes, written in groups of four.</summary>
    public static IReadOnlyList<string> Make() => [.. Enumerable.Range(0, Count).Select(_ => string.Join('-', Totp.Base32(RandomNumberGenerator.GetBytes(Bytes)).Chunk(4).Select(part => new string(part))))];

    /// <summary>The hash of a code as somebody typed it; null when it cannot be one.</summary>
    public static string? HashOf(string typed)
    {
        var code = typed.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return code.Length == Letters ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code))) : null;
    }
}
