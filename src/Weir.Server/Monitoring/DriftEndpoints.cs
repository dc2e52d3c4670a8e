using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Pipeline.Monitoring;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage;

namespace Weir.Server.Monitoring;

/// <summary>The newest drift report, for programs and for people.</summary>
internal static class DriftEndpoints
{
    private const string Style = "/drift.css";
    private static readonly ProblemResult None = new(new Problem(StatusCodes.Status404NotFound,
        "No drift report has been made yet. The scheduler makes one every hour; `weir drift` makes one now."));

    /// <summary>Maps /v1/drift, and the page at /drift with its style.</summary>
    public static void MapDrift(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/drift", (Func<WeirStore?> open) => Newest(open) is { } report ? Results.Text(DriftText.Json(report), "application/json") : None)
            .WithTags("Models").WithName("drift").WithSummary("The newest drift report: features, scores, labels, calibration, ageing, anomalies, verdicts.").Produces<DriftReport>().Produces(StatusCodes.Status404NotFound).Needs(AccessRole.Viewer, mainOnly: true);
        routes.MapGet("/drift", (HttpContext context, Func<WeirStore?> open) =>
        {
            SafeHeaders.Set(context.Response);
            context.Response.Headers.CacheControl = "no-store";
            return Newest(open) is { } report ? Results.Text(DriftPage.Render(report, Style), "text/html; charset=utf-8") : None;
        }).ExcludeFromDescription().Needs(AccessRole.Viewer, mainOnly: true);
        routes.MapGet(Style, (HttpContext context) =>
        {
            SafeHeaders.Set(context.Response);
            context.Response.Headers.CacheControl = "max-age=300";
            return Results.Text(DriftStyle.Css, "text/css; charset=utf-8");
        }).ExcludeFromDescription().Needs(AccessRole.Anyone);
    }

    private static DriftReport? Newest(Func<WeirStore?> open) => open()?.Watch.Reports() is [var newest, ..] ? DriftText.Unpack(newest.Content) : null;
}
