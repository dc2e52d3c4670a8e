using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Server.Exports;
using Weir.Server.Security;

namespace Weir.Server.Protocols.Taxii;

/// <summary>TAXII 2.1 for reading: one API root, and in it one collection that holds what the tenant of the caller sees.</summary>
internal static class TaxiiEndpoints
{
    private const string Root = "/taxii2/weir/";
    private const string Collections = Root + "collections/";
    private const string One = Collections + "{id}/";

    /// <summary>Maps /taxii2/….</summary>
    public static void MapTaxii(this IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<ServerOptions>();
        Map(routes, "/taxii2/", "taxiiDiscovery", "The API roots of this server.", (context, _) => TaxiiAnswer.Json(new
        {
            title = "Weir",
            description = "Phishing that is known to this server.",
            @default = OwnAddress.Of(context, options) + Root,
            api_roots = (string[])[OwnAddress.Of(context, options) + Root],
        }));
        Map(routes, Root, "taxiiRoot", "What the API root can.", (_, _) => TaxiiAnswer.Json(new
        {
            title = "Weir",
            description = "Phishing that is known to this server.",
            versions = (string[])[TaxiiAnswer.MediaType],
            max_content_length = 1 << 20,
        }));
        Map(routes, Collections, "taxiiCollections", "The collections of the API root.", (_, site) => TaxiiAnswer.Json(new { collections = (object[])[site.Description] }));
        Map(routes, One, "taxiiCollection", "One collection.", (_, site) => TaxiiAnswer.Json(site.Description));
        Map(routes, One + "manifest/", "taxiiManifest", "Ids, dates and versions of the objects.", (context, site) => Page(context, site, (page, json, query) => page.WriteManifest(json, query, site.Objects)));
        Map(routes, One + "objects/", "taxiiObjects", "The objects: an indicator for each threat.", (context, site) => Page(context, site, (page, json, query) => page.WriteObjects(json, query, site.Objects)));
        Map(routes, One + "objects/{objectId}/", "taxiiObject", "One object.", (context, site) => Page(context, site, (page, json, query) => page.WriteObjects(json, query, site.Objects)));
        Map(routes, One + "objects/{objectId}/versions/", "taxiiVersions", "The versions of one object; the newest is kept.",
            (context, site) => Page(context, site, (page, json, query) => page.WriteVersions(json, query, site.Objects)));
    }

    private static void Map(IEndpointRouteBuilder routes, string path, string name, string summary, Func<HttpContext, TaxiiSite, IResult> answer) =>
        routes.MapGet(path, (HttpContext context, StoreDoor open, ThreatWatch watch) => Answer(context, open, watch, answer))
            .WithTags("TAXII").WithName(name).WithSummary(summary).Produces<JsonElement>(StatusCodes.Status200OK, "application/taxii+json")
            .Produces<JsonElement>(StatusCodes.Status404NotFound, "application/taxii+json").Produces<JsonElement>(StatusCodes.Status406NotAcceptable, "application/taxii+json")
            .Needs(AccessRole.Viewer);

    private static IResult Answer(HttpContext context, StoreDoor open, ThreatWatch watch, Func<HttpContext, TaxiiSite, IResult> answer)
    {
        if (TaxiiAnswer.Refusal(context.Request) is { } refusal) return refusal;
        var site = new TaxiiSite(open(), context.Caller().Tenant);
        if (context.Request.RouteValues["id"] is string id && !id.Equals(site.Collection, StringComparison.OrdinalIgnoreCase))
            return TaxiiAnswer.Error(StatusCodes.Status404NotFound, $"There is no collection of this id; {Collections} names the one there is.");
        watch.Look();
        return answer(context, site);
    }

    private static IResult Page(HttpContext context, TaxiiSite site, Action<TaxiiPage, Utf8JsonWriter, TaxiiQuery> write)
    {
        var (query, fault) = TaxiiQuery.Read(context.Request.Query);
        if (fault is not null) return TaxiiAnswer.Error(StatusCodes.Status400BadRequest, fault);
        var isOne = context.Request.RouteValues["objectId"] is string;
        if (isOne) query = query with { Ids = new HashSet<string> { (string)context.Request.RouteValues["objectId"]! } };
        var page = TaxiiPage.Read(site.Store.Threats, site.Tenant, query, site.Objects);
        if (isOne && page.IsEmpty(query, site.Objects)) return TaxiiAnswer.Error(StatusCodes.Status404NotFound, "The collection holds no object of this id.");
        if (page.Threats.Count > 0 || query.IsFirst)
        {
            context.Response.Headers["X-TAXII-Date-Added-First"] = query.IsFirst || page.Threats.Count == 0 ? TaxiiPage.Begun : Stamp.Text(page.Threats[0].Changed);
            context.Response.Headers["X-TAXII-Date-Added-Last"] = page.Threats.Count == 0 ? TaxiiPage.Begun : Stamp.Text(page.Threats[^1].Changed);
        }

        return TaxiiAnswer.Write(json => write(page, json, query));
    }
}
