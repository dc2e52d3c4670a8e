using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Exports;
using Weir.Server.Problems;
using Weir.Server.Security;

namespace Weir.Server.Protocols.Misp;

/// <summary>A feed that MISP subscribes to at /misp/.</summary>
internal static class MispEndpoints
{
    private const string Json = "application/json";

    /// <summary>Maps /misp/….</summary>
    public static void MapMisp(this IEndpointRouteBuilder routes)
    {
        Map(routes.MapGet("/misp/manifest.json", Manifest), "mispManifest", "The events of the MISP feed.", Json);
        Map(routes.MapGet("/misp/hashes.csv", Hashes), "mispHashes", "The MD5 of every value and the event that holds it.", "text/csv");
        Map(routes.MapGet("/misp/{id:guid}.json", Event), "mispEvent", "One event of the MISP feed.", Json).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static ExportAnswer Manifest(HttpContext context, StoreDoor open, ThreatWatch watch)
    {
        var feed = Feed(context, open, watch);
        return new ExportAnswer(feed.Manifest(), $"manifest-{feed.Tag}", Json, "manifest.json");
    }

    private static ExportAnswer Hashes(HttpContext context, StoreDoor open, ThreatWatch watch)
    {
        var feed = Feed(context, open, watch);
        return new ExportAnswer(feed.Hashes(), $"hashes-{feed.Tag}", "text/csv", "hashes.csv");
    }

    private static IResult Event(HttpContext context, Guid id, StoreDoor open, ThreatWatch watch)
    {
        var feed = Feed(context, open, watch);
        return feed.Event(id) is { } pieces
            ? new ExportAnswer(pieces, $"{id:n}-{feed.Tag}", Json, $"{id}.json")
            : new ProblemResult(new Problem(StatusCodes.Status404NotFound, "The feed has no event of this id; /misp/manifest.json names those that it has."));
    }

    private static MispFeed Feed(HttpContext context, StoreDoor open, ThreatWatch watch)
    {
        watch.Look();
        return new MispFeed(open(), context.Caller().Tenant);
    }

    private static RouteHandlerBuilder Map(RouteHandlerBuilder endpoint, string name, string summary, string mediaType) => endpoint.WithTags("MISP").WithName(name).WithSummary(summary)
        .Produces(StatusCodes.Status200OK, mediaType == Json ? typeof(System.Text.Json.JsonElement) : typeof(string), mediaType).Produces(StatusCodes.Status304NotModified).Needs(AccessRole.Viewer);
}
