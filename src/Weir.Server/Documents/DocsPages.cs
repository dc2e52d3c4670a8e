using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Assets;
using Weir.Server.Security;

namespace Weir.Server.Documents;

/// <summary>The API document drawn for people: Swagger UI at /docs, ReDoc at /redoc. Both come from this server alone, each under a policy of its own.</summary>
internal static class DocsPages
{
    private const string Document = "/openapi/v1.json";

    // Both make style elements while they run; pictures of Swagger UI stand in its style sheet; ReDoc searches in a worker that it carries along.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; worker-src blob:; "
        + "form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>Maps /docs and /redoc.</summary>
    public static void MapDocsPages(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/docs", "Swagger UI", "swagger-ui.js", "docs-swagger.js", ["swagger-ui.css"]);
        Map(routes, "/redoc", "ReDoc", "redoc.js", "docs-redoc.js", []);
    }

    /// <summary>The page of a viewer; without the viewer it says why and where the document is.</summary>
    internal static string Page(string path, string name, Asset? viewer, Asset starter, IEnumerable<Asset> styles) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>API, {name} · Weir</title>
        <link rel="icon" href="/icon.svg">
        {string.Join('\n', styles.Select(style => $"<link rel=\"stylesheet\" href=\"{WebUtility.HtmlEncode(style.Address)}\">"))}
        </head>
        <body>
        <nav class="docs" aria-label="Documents"><a href="/">Weir</a>{Link("/docs", "Swagger UI", path)}{Link("/redoc", "ReDoc", path)}<a href="{Document}">OpenAPI document</a></nav>
        {(viewer is null ? Missing(name) : Viewer(name, viewer, starter))}
        </body>
        </html>
        """;

    private static void Map(IEndpointRouteBuilder routes, string path, string name, string viewer, string starter, string[] styles) =>
        routes.MapGet(path, (HttpContext context) =>
        {
            SafeHeaders.Set(context.Response);
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.Headers.CacheControl = "no-cache";
            var sheets = styles.Append("docs.css").Select(AssetSet.Find).OfType<Asset>();
            return Results.Content(Page(path, name, AssetSet.Find(viewer), AssetSet.Find(starter)!, sheets), "text/html; charset=utf-8");
        }).Needs(AccessRole.Check).ExcludeFromDescription();

    private static string Viewer(string name, Asset viewer, Asset starter) => $"""
        <div id="api" data-document="{Document}"></div>
        <noscript>{name} needs JavaScript; the <a href="{Document}">OpenAPI document</a> can be read without.</noscript>
        <script src="{WebUtility.HtmlEncode(viewer.Address)}"></script>
        <script src="{WebUtility.HtmlEncode(starter.Address)}"></script>
        """;

    private static string Link(string to, string name, string path) => $"<a href=\"{to}\"{(to == path ? " aria-current=\"page\"" : "")}>{name}</a>";

    private static string Missing(string name) => $"""
        <main class="docs-missing"><h1>{name} is not part of this build</h1>
        <p>npm could not fetch it when this server was built. Build Weir again on a machine that has Node.js with npm and reaches the npm registry.</p>
        <p>The <a href="{Document}">OpenAPI document</a> holds the same: any viewer or client generator reads it.</p></main>
        """;
}
