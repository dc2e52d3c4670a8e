using System.Globalization;
using System.Security.Cryptography;

namespace Weir.Server.Security;

/// <summary>
/// Passwords as PBKDF2-HMAC-SHA256 with a salt of 128 bits and 600,000 rounds (OWASP Password Storage Cheat Sheet, 2023), kept with their parameters:
/// <c>pbkdf2-sha256$ROUNDS$SALT$HASH</c>.
/// </summary>
internal static class PasswordHash
{
    /// <summary>Rounds of a new hash.</summary>
    public const int Rounds = 600_000;

    /// <summary>Fewest characters of a password (NIST SP 800-63B asks for 8 and no rules about kinds; length is what counts).</summary>
    public const int Least = 12;

    /// <summary>Most characters of a password.</summary>
    public const int Most = 256;

    private const string Scheme = "pbkdf2-sha256";
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const int MostRounds = 10_000_000;

    private static readonly string Nobodys = Make("nobody has this password");

    /// <summary>The hash of a password under a new salt.</summary>
    public static string Make(string password, int rounds = Rounds)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return string.Create(CultureInfo.InvariantCulture, $"{Scheme}${rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Derive(password, salt, rounds))}");
    }

    /// <summary>Whether a password is that of a kept hash; null stands for an account that does not exist, and takes as long.</summary>
    public static bool Fits(string password, string? kept)
    {
        var (salt, hash, rounds) = Parts(kept ?? Nobodys) ?? Parts(Nobodys)!.Value;
        return CryptographicOperations.FixedTimeEquals(Derive(password, salt, rounds), hash) && kept is not null;
    }

    /// <summary>Whether a kept hash is weaker than a new one.</summary>
    public static bool IsWeak(string kept) => Parts(kept) is not { Rounds: >= Rounds };

    /// <summary>What is wrong with a password that somebody wants; null when nothing is.</summary>
    public static string? Fault(string password, string name) => password switch
    {
        { Length: < Least or > Most } => $"A password has {Least} to {Most} characters; a few words in a row are easy to keep in mind.",
        _ when password.Contains(name, StringComparison.OrdinalIgnoreCase) => "The password must not hold the name.",
        _ when password.Distinct().Count() < 5 => "The password is too simple; use a few words in a row.",
        _ => null,
    };

    private static byte[] Derive(string password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(password.AsSpan(0, Math.Min(password.Length, Most + 1)), salt, rounds, HashAlgorithmName.SHA256, HashBytes);

    private static (byte[] Salt, byte[] Hash, int Rounds)? Parts(string kept)
    {
        var parts = kept.Split('$');
        var (salt, hash) = (new byte[SaltBytes], new byte[HashBytes]);
        return parts is [Scheme, var rounds, var saltText, var hashText]
            && int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= MostRounds
            && Convert.TryFromBase64String(saltText, salt, out var saltLength) && saltLength == SaltBytes
            && Convert.TryFromBase64String(hashText, hash, out var hashLength) && hashLength == HashBytes ? (salt, hash, count) : null;
    }
}
