using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Security;

namespace Weir.Server.Protocols.SafeBrowsing;

/// <summary>Safe Browsing version 5: the client shows four bytes of a hash, never the address, and decides for itself.</summary>
internal static class V5Endpoints
{
    /// <summary>Most prefixes of one request, as in the specification.</summary>
    public const int MostPrefixes = 1000;

    private const int KeepSeconds = 300;

    /// <summary>Maps /v5/hashes:search.</summary>
    public static void MapSafeBrowsing5(this IEndpointRouteBuilder routes) => routes.MapGet("/v5/hashes:search", Search)
        .WithTags("Safe Browsing").WithName("hashesSearch").WithSummary("The full hashes of known phishing that begin with these four-byte prefixes.")
        .WithDescription("hashPrefixes is repeated, base64 of four bytes each, at most 1,000. The answer is Protocol Buffers as at Google; with alt=json or Accept: application/json it is JSON. Nothing known is an empty answer with status 200.")
        .Produces<HashesAnswer>(StatusCodes.Status200OK, "application/json", HashesMessage.MediaType).Produces<GoogleError>(StatusCodes.Status400BadRequest).Needs(AccessRole.Check);

    private static IResult Search(HttpContext context, string[]? hashPrefixes, string? alt, KnownHashes known, RecentPhishing recent, ThreatWatch watch)
    {
        if (hashPrefixes is not { Length: > 0 }) return GoogleError.Invalid("hash_prefixes is missing: send one to 1,000 of them, each four bytes as base64.");
        if (hashPrefixes.Length > MostPrefixes) return GoogleError.Invalid($"hash_prefixes holds {hashPrefixes.Length} prefixes; at most {MostPrefixes} are answered at once.");
        var prefixes = hashPrefixes.Select(HashPrefix.Read).ToArray();
        if (prefixes.Any(prefix => prefix is not { Length: HashPrefix.Least })) return GoogleError.Invalid("hash_prefixes: each prefix must be exactly four bytes as base64.");
        watch.LookIfOld();
        var tenant = context.Caller().Tenant;
        var found = prefixes.SelectMany(prefix => known.Find(tenant, prefix).Concat(recent.Find(tenant, prefix))).Distinct().Order().ToList();
        context.Response.Headers.CacheControl = $"private, max-age={KeepSeconds}";
        context.Response.Headers.Vary = "Accept";
        return IsJson(context.Request, alt) ? Results.Json(Answer(found)) : Results.Bytes(HashesMessage.Of(found, KeepSeconds), HashesMessage.MediaType);
    }

    private static HashesAnswer Answer(List<Hash256> found) => new(
        found.Count == 0 ? null : [.. found.Select(hash => new FullHash(Convert.ToBase64String(hash.ToBytes()), [new FullHashDetail("SOCIAL_ENGINEERING")]))], $"{KeepSeconds}s");

    private static bool IsJson(HttpRequest request, string? alt) => alt switch
    {
        "json" => true,
        "proto" => false,
        _ => request.Headers.Accept.Any(value => value is not null && value.Contains("application/json", StringComparison.OrdinalIgnoreCase)),
    };
}
