using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Weir.Server.Models;

/// <summary>Which model answers.</summary>
internal static class ModelEndpoints
{
    /// <summary>Maps /v1/models/current.</summary>
    public static void MapModels(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/models/current", Current)
        .WithTags("Models").WithName("currentModel").WithSummary("The model that answers now.").Produces<CurrentModel>();

    private static CurrentModel Current(DetectorHolder holder)
    {
        var detector = holder.Current;
        return new CurrentModel(detector.Model?.Version, detector.Model?.Sha256, detector.Origin, detector.NotReady);
    }

    /// <summary>The model that answers.</summary>
    /// <param name="Version">Its version; null without a model.</param>
    /// <param name="Sha256">Hash of its file; null without a model.</param>
    /// <param name="Origin">champion, baseline or none.</param>
    /// <param name="NotReady">Why nothing is judged; null when checks are judged.</param>
    internal sealed record CurrentModel(string? Version, string? Sha256, string Origin, string? NotReady);
}
