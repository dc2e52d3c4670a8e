using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Detection;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage;

namespace Weir.Server.Stats;

/// <summary>What was answered so far, and what it adds up to.</summary>
internal static class StatsEndpoints
{
    private static readonly string Ranges = string.Join(", ", StatsRange.All.Select(range => range.Name));

    /// <summary>Maps /v1/stats.</summary>
    public static void MapStats(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/stats", Read).Needs(AccessRole.Viewer)
        .WithTags("Stats").WithName("stats").WithSummary("Counts of verdicts since the server started, and figures of the history: by hour or day, categories, risk levels, scores, brands, top-level domains, countries.")
        .Produces<Stats>().ProducesProblem(StatusCodes.Status400BadRequest);

    private static IResult Read(HttpContext context, VerdictCounts counts, Func<WeirStore?> open, TimeProvider time, string? range = null)
    {
        if (StatsRange.Find(range) is not { } asked) return new ProblemResult(Problem.Invalid([new Fault("range", $"This is none of {Ranges}.")]));
        var caller = context.Caller();
        var store = open();
        var figures = store is null ? null : StatsReport.Read(store.Figures, caller.Tenant, asked, time.GetUtcNow());
        return TypedResults.Ok(caller.IsOfMain ? OfServer(counts, store, figures) : OfTenant(counts, figures));
    }

    private static Stats OfServer(VerdictCounts counts, WeirStore? store, StatsReport? figures)
    {
        long phishing = counts[Decision.Phishing], suspicious = counts[Decision.Suspicious];
        long benign = counts[Decision.Benign], unknown = counts[Decision.Unknown];
        var history = store?.Verdicts.Totals() is { } totals ? new History(totals.Seen, totals.Kept, totals.Dropped, totals.Lost) : null;
        return new Stats(counts.Since, phishing + suspicious + benign + unknown, phishing, suspicious, benign, unknown, history, figures);
    }

    // What the whole server answered is not for one of its tenants to know.
    private static Stats OfTenant(VerdictCounts counts, StatsReport? figures) => new(figures?.From ?? counts.Since,
        figures?.Total ?? 0, figures?.Phishing ?? 0, figures?.Suspicious ?? 0, figures?.Benign ?? 0, figures?.Unknown ?? 0, null, figures);

    /// <summary>
    /// Counts of verdicts since the server started, and of the history since the data directory was made; null without one. Tenants other
    /// than the one that runs the server get the counts of their figures instead. The figures are those of the caller's tenant.
    /// </summary>
    internal sealed record Stats(DateTimeOffset Since, long Checked, long Phishing, long Suspicious, long Benign, long Unknown, History? History, StatsReport? Figures);

    /// <summary>What became of the verdicts: kept, dropped because the history could not keep up, lost by a killed process; the others were left out by the settings.</summary>
    internal sealed record History(long Seen, long Kept, long Dropped, long Lost);
}
