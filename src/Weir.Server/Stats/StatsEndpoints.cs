using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Detection;

namespace Weir.Server.Stats;

/// <summary>What the server has answered so far.</summary>
internal static class StatsEndpoints
{
    /// <summary>Maps /v1/stats.</summary>
    public static void MapStats(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/stats", Read)
        .WithTags("Stats").WithName("stats").WithSummary("Counts of verdicts since the server started.").Produces<Stats>();

    private static Stats Read(VerdictCounts counts)
    {
        long phishing = counts[Decision.Phishing], suspicious = counts[Decision.Suspicious];
        long benign = counts[Decision.Benign], unknown = counts[Decision.Unknown];
        return new Stats(counts.Since, phishing + suspicious + benign + unknown, phishing, suspicious, benign, unknown);
    }

    /// <summary>Counts of verdicts.</summary>
    internal sealed record Stats(DateTimeOffset Since, long Checked, long Phishing, long Suspicious, long Benign, long Unknown);
}
