using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Weir.Server.Security;

/// <summary>Codes of an authenticator: RFC 6238 with HMAC-SHA-1, six digits and steps of 30 seconds, which is what every app knows.</summary>
internal static class Totp
{
    private const int SecretBytes = 20;
    private const int StepSeconds = 30;
    private const int Digits = 6;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new secret in base 32.</summary>
    public static string MakeSecret() => Base32(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The step of a moment.</summary>
    public static long StepOf(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a step.</summary>
    public static string Code(ReadOnlySpan<byte> secret, long step, int digits = Digits)
    {
        Span<byte> counter = stackalloc byte[8];
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238 names HMAC-SHA-1, whose strength does not rest on collisions.
        HMACSHA1.HashData(secret, counter, mac);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadUInt32BigEndian(mac[(mac[^1] & 15)..]) & 0x7FFFFFFF;
        return (number % (uint)Math.Pow(10, digits)).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The step whose code this is: the present one, the one before or the one after, for clocks that differ; null when it is none.</summary>
    public static long? Find(string secret, string code, DateTimeOffset now)
    {
        var digits = code.Replace(" ", "", StringComparison.Ordinal);
        if (digits.Length != Digits || digits.AsSpan().ContainsAnyExceptInRange('0', '9') || !TryBase32(secret, out var bytes)) return null;
        var present = StepOf(now);
        for (var step = present - 1; step <= present + 1; step++)
            if (CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(Code(bytes, step)), System.Text.Encoding.ASCII.GetBytes(digits))) return step;
        return null;
    }

    /// <summary>What an authenticator reads, typed or as a link.</summary>
    public static string Uri(string account, string secret) => $"otpauth://totp/Weir:{System.Uri.EscapeDataString(account)}?secret={secret}&issuer=Weir";

    /// <summary>Bytes in base 32 (RFC 4648), without padding.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new System.Text.StringBuilder();
        var (bits, held) = (0, 0);
        foreach (var one in bytes)
        {
            (bits, held) = (((bits << 8) | one) & 0xFFFF, held + 8);
            for (; held >= 5; held -= 5) text.Append(Alphabet[(bits >> (held - 5)) & 31]);
        }

        return (held > 0 ? text.Append(Alphabet[(bits << (5 - held)) & 31]) : text).ToString();
    }

    /// <summary>Reads base 32 in either case, with spaces; false when it is none.</summary>
    public static bool TryBase32(string text, out byte[] bytes)
    {
        var read = new List<byte>();
        var (bits, held) = (0, 0);
        bytes = [];
        foreach (var letter in text)
        {
            if (letter is ' ' or '=') continue;
            var value = Alphabet.IndexOf(char.ToUpperInvariant(letter), StringComparison.Ordinal);
            if (value < 0) return false;
            (bits, held) = (((bits << 5) | value) & 0xFFFF, held + 5);
            if (held < 8) continue;
            held -= 8;
            read.Add((byte)(bits >> held));
        }

        bytes = [.. read];
        return true;
    }
}
