using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Detection;
using Weir.Server.Security;
using Weir.Storage;

namespace Weir.Server.Stats;

/// <summary>What the server has answered so far.</summary>
internal static class StatsEndpoints
{
    /// <summary>Maps /v1/stats.</summary>
    public static void MapStats(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/stats", Read)
        .WithTags("Stats").WithName("stats").WithSummary("Counts of verdicts since the server started.").Produces<Stats>().Needs(AccessRole.Viewer);

    private static Stats Read(VerdictCounts counts, Func<WeirStore?> open)
    {
        long phishing = counts[Decision.Phishing], suspicious = counts[Decision.Suspicious];
        long benign = counts[Decision.Benign], unknown = counts[Decision.Unknown];
        return new Stats(counts.Since, phishing + suspicious + benign + unknown, phishing, suspicious, benign, unknown, open()?.Verdicts.Totals() is { } totals ? new(totals.Seen, totals.Kept, totals.Dropped, totals.Lost) : null);
    }

    /// <summary>Counts of verdicts since the server started, and of the history since the data directory was made; null without one.</summary>
    internal sealed record Stats(DateTimeOffset Since, long Checked, long Phishing, long Suspicious, long Benign, long Unknown, History? History);

    /// <summary>What became of the verdicts: kept, dropped because the history could not keep up, lost by a killed process; the others were left out by the settings.</summary>
    internal sealed record History(long Seen, long Kept, long Dropped, long Lost);
}
