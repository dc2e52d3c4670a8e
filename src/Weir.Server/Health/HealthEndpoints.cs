using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Models;
using Weir.Server.Problems;
using Weir.Server.Security;

namespace Weir.Server.Health;

/// <summary>The two probes: alive, and ready to judge.</summary>
internal static class HealthEndpoints
{
    /// <summary>Maps /healthz and /readyz.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => new Health("alive", null))
            .WithTags("Health").WithName("healthz").WithSummary("Says that the process runs.").Produces<Health>().Needs(AccessRole.Anyone);
        routes.MapGet("/readyz", Ready)
            .WithTags("Health").WithName("readyz").WithSummary("Says whether checks are judged by a model, and by which.")
            .Produces<Health>().ProducesProblem(StatusCodes.Status503ServiceUnavailable).Needs(AccessRole.Anyone);
    }

    private static IResult Ready(DetectorHolder holder)
    {
        var detector = holder.Current;
        return detector.NotReady is { } reason ? new ProblemResult(new Problem(StatusCodes.Status503ServiceUnavailable, reason))
            : Results.Ok(new Health("ready", detector.Model?.Version));
    }

    /// <summary>The answer of a probe.</summary>
    /// <param name="Status">alive or ready.</param>
    /// <param name="Model">The version that judges; null when the probe does not ask.</param>
    internal sealed record Health(string Status, string? Model);
}
