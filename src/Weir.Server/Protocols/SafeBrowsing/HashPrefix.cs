namespace Weir.Server.Protocols.SafeBrowsing;

/// <summary>Beginnings of hashes as clients write them: base64, also with the letters for URLs and without padding.</summary>
internal static class HashPrefix
{
    /// <summary>Fewest bytes that are looked up.</summary>
    public const int Least = 4;

    /// <summary>The bytes; null when the text is no base64.</summary>
    public static byte[]? Read(string text)
    {
        var plain = text.Trim().Replace('-', '+').Replace('_', '/').Replace(' ', '+').TrimEnd('=');
        if (plain.Length is 0 or > 64) return null;
        var bytes = new byte[64];
        return Convert.TryFromBase64String(plain + new string('=', (4 - plain.Length % 4) % 4), bytes, out var count) ? bytes[..count] : null;
    }
}
