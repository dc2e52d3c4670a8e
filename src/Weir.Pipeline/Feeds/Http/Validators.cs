using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Weir.Pipeline.Feeds.Http;

/// <summary>By what a server recognises an answer that it gave. The address is kept as a hash, for it may hold a key.</summary>
internal sealed record Validators
{
    public required string AddressHash { get; init; }

    public string? ETag { get; init; }

    public string? LastModified { get; init; }

    public static Validators? Parse(string? text, Uri address)
    {
        if (text is null) return null;
        try
        {
            var kept = JsonSerializer.Deserialize<Validators>(text);
            return kept?.AddressHash == HashOf(address) ? kept : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override string ToString() => JsonSerializer.Serialize(this);

    public static string HashOf(Uri address) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address.AbsoluteUri)))[..32];
}
