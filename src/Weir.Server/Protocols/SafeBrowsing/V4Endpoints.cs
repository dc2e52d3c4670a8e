using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Detection;
using Weir.Server.Checks;
using Weir.Server.Security;
using Weir.Server.Security.Limits;

namespace Weir.Server.Protocols.SafeBrowsing;

/// <summary>Safe Browsing version 4, so that clients only change the address. Whole addresses are judged by the model, hashes only by what is known.</summary>
internal static class V4Endpoints
{
    /// <summary>Most entries of one request, as at Google.</summary>
    public const int MostEntries = 500;

    private const string Phishing = "SOCIAL_ENGINEERING";
    private const string Malware = "MALWARE";
    private const string Url = "URL";
    private const string AnyPlatform = "ANY_PLATFORM";
    private const string CacheDuration = "300s";
    private const string Wait = "300s";

    private static readonly string[] Platforms = [AnyPlatform, "WINDOWS", "LINUX", "OSX", "ANDROID", "IOS", "CHROME", "ALL_PLATFORMS"];

    /// <summary>Maps /v4/….</summary>
    public static void MapSafeBrowsing4(this IEndpointRouteBuilder routes)
    {
        Map(routes.MapPost("/v4/threatMatches:find", FindMatches).Accepts<FindRequest>("application/json").Produces<FindAnswer>(), "threatMatchesFind",
            "Judges up to 500 addresses; an empty object when none is phishing.");
        Map(routes.MapPost("/v4/fullHashes:find", FindHashes).Accepts<FindRequest>("application/json").Produces<FindAnswer>(), "fullHashesFind",
            "The full hashes of known phishing that begin with these prefixes.");
        Map(routes.MapPost("/v4/threatListUpdates:fetch", FetchUpdates).Accepts<UpdatesRequest>("application/json").Produces<UpdatesAnswer>(), "threatListUpdatesFetch",
            "All four-byte prefixes of known phishing, whole and uncompressed.");
        Map(routes.MapGet("/v4/threatLists", () => new ThreatListsAnswer([.. Platforms.Select(platform => new ThreatListName(Phishing, platform, Url))])).Produces<ThreatListsAnswer>(),
            "threatLists", "The lists that can be asked for.");
    }

    private static void Map(RouteHandlerBuilder endpoint, string name, string summary) => endpoint
        .WithTags("Safe Browsing").WithName(name).WithSummary(summary).Produces<GoogleError>(StatusCodes.Status400BadRequest).Needs(AccessRole.Check);

    private static async Task<IResult> FindMatches(HttpContext context, Judge judge, QuotaDoor quotas, KnownHashes known, ThreatWatch watch)
    {
        var (query, fault) = await ReadQuery(context);
        if (query is null) return GoogleError.Invalid(fault!);
        if (quotas.TryTake(context.Caller(), query.ThreatEntries!.Count(entry => entry?.Url is { Length: > 0 })) is { } spent)
        {
            spent.Tell(context.Response.Headers);
            return GoogleError.Spent(spent.Detail);
        }

        var detector = judge.Begin().For(context.Caller().Tenant);
        var matches = new List<ThreatMatch>();
        foreach (var entry in query.ThreatEntries!)
        {
            if (entry is not { Url: { Length: > 0 } url })
            {
                if (entry?.Hash is not { } hash || !TryPrefix(hash, out var prefix)) return GoogleError.Invalid("threat_info.threat_entries: each entry needs a url, or a hash of 4 to 32 bytes as base64.");
                watch.LookIfOld();
                matches.AddRange(known.Find(context.Caller().Tenant, prefix).Where(_ => Wants(query, Phishing)).Select(found => Match(query, Phishing, new ThreatEntry(Hash: Convert.ToBase64String(found.ToBytes())), CacheDuration)));
                continue;
            }

            var verdict = judge.Of(detector, new CheckSubject(url, null), Explain.None, context.Caller());
            if (verdict.Decision != Decision.Phishing) continue;
            var type = verdict.Category == "malware" ? Malware : Phishing;
            if (Wants(query, type)) matches.Add(Match(query, type, new ThreatEntry(Url: url), verdict.CacheSeconds > 0 ? $"{verdict.CacheSeconds}s" : CacheDuration));
        }

        return Results.Json(new FindAnswer(matches.Count == 0 ? null : matches));
    }

    private static async Task<IResult> FindHashes(HttpContext context, KnownHashes known, RecentPhishing recent, ThreatWatch watch)
    {
        var (query, fault) = await ReadQuery(context);
        if (query is null) return GoogleError.Invalid(fault!);
        watch.LookIfOld();
        var tenant = context.Caller().Tenant;
        var matches = new List<ThreatMatch>();
        foreach (var entry in query.ThreatEntries!)
        {
            if (entry?.Hash is not { } text || !TryPrefix(text, out var prefix)) return GoogleError.Invalid("threat_info.threat_entries: each hash must be 4 to 32 bytes as base64.");
            if (!Wants(query, Phishing)) continue;
            matches.AddRange(known.Find(tenant, prefix).Union(recent.Find(tenant, prefix))
                .Select(hash => Match(query, Phishing, new ThreatEntry(Hash: Convert.ToBase64String(hash.ToBytes())), CacheDuration)));
        }

        return Results.Json(new FindAnswer(matches.Count == 0 ? null : matches, CacheDuration));
    }

    private static async Task<IResult> FetchUpdates(HttpContext context, KnownHashes known, ThreatWatch watch)
    {
        var (request, fault) = await Read<UpdatesRequest>(context);
        if (request?.ListUpdateRequests is not { Count: > 0 } lists) return GoogleError.Invalid(fault ?? "list_update_requests is missing or empty.");
        watch.LookIfOld();
        var state = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(known.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        var prefixes = known.All(context.Caller().Tenant).Prefixes();
        return Results.Json(new UpdatesAnswer([.. lists.Select(list => Update(list, state, list?.ThreatType == Phishing ? prefixes : []))], Wait));
    }

    private static ListUpdate Update(UpdateRequest? list, string state, byte[] prefixes)
    {
        var isKnown = list?.State == state;
        Additions[] all = [new("RAW", new RawHashes(4, Convert.ToBase64String(prefixes)))];
        return new ListUpdate(list?.ThreatType ?? Phishing, list?.PlatformType ?? AnyPlatform, list?.ThreatEntryType ?? Url, isKnown ? "PARTIAL_UPDATE" : "FULL_UPDATE",
            isKnown || prefixes.Length == 0 ? null : all, state, new ListChecksum(Convert.ToBase64String(HashList.Checksum(prefixes))));
    }

    private static async Task<(ThreatQuery? Query, string? Fault)> ReadQuery(HttpContext context)
    {
        var (request, fault) = await Read<FindRequest>(context);
        if (fault is not null) return (null, fault);
        if (request?.ThreatInfo is not { } query) return (null, "threat_info is missing.");
        if (query.ThreatTypes is not { Count: > 0 }) return (null, "threat_info.threat_types is missing or empty.");
        if (query.PlatformTypes is not { Count: > 0 }) return (null, "threat_info.platform_types is missing or empty.");
        if (query.ThreatEntryTypes is not { Count: > 0 }) return (null, "threat_info.threat_entry_types is missing or empty.");
        return query.ThreatEntries switch
        {
            not { Count: > 0 } => (null, "threat_info.threat_entries is missing or empty."),
            { Count: > MostEntries } => (null, $"threat_info.threat_entries holds {query.ThreatEntries.Count} entries; at most {MostEntries} are answered at once."),
            _ => (query, null),
        };
    }

    private static async Task<(T? Value, string? Fault)> Read<T>(HttpContext context)
    {
        try
        {
            return (await JsonSerializer.DeserializeAsync<T>(context.Request.Body, JsonSerializerOptions.Web, context.RequestAborted), null);
        }
        catch (JsonException broken)
        {
            return (default, $"The body is not the JSON that is expected, at line {broken.LineNumber + 1 ?? 1}.");
        }
    }

    private static bool TryPrefix(string text, out byte[] prefix)
    {
        prefix = HashPrefix.Read(text) ?? [];
        return prefix.Length is >= HashPrefix.Least and <= Hash256.Length;
    }

    private static bool Wants(ThreatQuery query, string type) => query.ThreatTypes!.Contains(type, StringComparer.Ordinal) || query.ThreatTypes!.Contains("THREAT_TYPE_UNSPECIFIED", StringComparer.Ordinal);

    private static ThreatMatch Match(ThreatQuery query, string type, ThreatEntry entry, string keep) => new(type, query.PlatformTypes![0] ?? AnyPlatform, Url, entry, keep);
}
