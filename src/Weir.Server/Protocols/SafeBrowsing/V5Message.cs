using System.Text.Json.Serialization;

namespace Weir.Server.Protocols.SafeBrowsing;

/// <summary>The answer of hashes:search.</summary>
/// <param name="FullHashes">The known hashes that begin with a prefix that was asked for; left out when there is none.</param>
/// <param name="CacheDuration">How long the answer holds for every prefix that was asked for, such as 300s.</param>
internal sealed record HashesAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FullHash>? FullHashes, string CacheDuration);

/// <summary>One known hash.</summary>
/// <param name="Hash">SHA-256, base64.</param>
/// <param name="FullHashDetails">What is known of it.</param>
internal sealed record FullHash([property: JsonPropertyName("fullHash")] string Hash, IReadOnlyList<FullHashDetail> FullHashDetails);

/// <summary>What is known of a hash.</summary>
/// <param name="ThreatType">SOCIAL_ENGINEERING.</param>
internal sealed record FullHashDetail(string ThreatType);

/// <summary>
/// The same answer as Protocol Buffers: <c>SearchHashesResponse { repeated FullHash = 1; Duration = 2 }</c>,
/// <c>FullHash { bytes = 1; repeated FullHashDetail = 2 }</c>, <c>FullHashDetail { ThreatType = 1 }</c>, <c>Duration { int64 seconds = 1 }</c>.
/// </summary>
internal static class HashesMessage
{
    /// <summary>The media type of the bytes.</summary>
    public const string MediaType = "application/x-protobuf";

    private const byte SocialEngineering = 2;
    private const byte First = 1 << 3 | 2;
    private const byte Second = 2 << 3 | 2;
    private const byte FirstNumber = 1 << 3;

    /// <summary>The bytes of an answer.</summary>
    public static byte[] Of(IReadOnlyCollection<Hash256> hashes, int seconds)
    {
        using var bytes = new MemoryStream();
        foreach (var hash in hashes)
        {
            // Every part is of a known length: a hash of 32 bytes with its head, and a detail of two bytes with its own.
            bytes.Write([First, Hash256.Length + 6, First, Hash256.Length]);
            bytes.Write(hash.ToBytes());
            bytes.Write([Second, 2, FirstNumber, SocialEngineering]);
        }

        var number = VarInt(seconds);
        bytes.Write([Second, (byte)(number.Length + 1), FirstNumber]);
        bytes.Write(number);
        return bytes.ToArray();
    }

    private static byte[] VarInt(int value)
    {
        var bytes = new List<byte>();
        for (var rest = (uint)value; ; rest >>= 7)
        {
            bytes.Add((byte)(rest < 0x80 ? rest : rest | 0x80));
            if (rest < 0x80) return [.. bytes];
        }
    }
}
