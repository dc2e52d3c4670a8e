using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Pipeline.Monitoring;
using Weir.Server.Api;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage;

namespace Weir.Server.Monitoring;

/// <summary>Drift reports for programs: the newest, and those before it.</summary>
internal static class DriftEndpoints
{
    private static readonly ProblemResult None = new(new Problem(StatusCodes.Status404NotFound,
        "No drift report has been made yet. The scheduler makes one every hour; `weir drift` makes one now."));

    /// <summary>Maps /v1/drift, and the older reports below it.</summary>
    public static void MapDrift(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/drift", (Func<WeirStore?> open) => open()?.Watch.Reports() is [var newest, ..] ? Answer(newest.Content) : None)
            .WithTags("Models").WithName("drift").WithSummary("The newest drift report: features, scores, labels, calibration, ageing, anomalies, verdicts.")
            .Needs(AccessRole.Viewer, mainOnly: true).Produces<DriftReport>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/v1/drift/reports", List)
            .WithTags("Models").WithName("driftReports").WithSummary("The drift reports that are kept, newest first.")
            .Needs(AccessRole.Viewer, mainOnly: true).Produces<PageAnswer<DriftEntry>>().ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/v1/drift/reports/{id:long}", (long id, StoreDoor open) => open().Watch.Report(id) is { } kept ? Answer(kept.Content) : Unknown(id))
            .WithTags("Models").WithName("driftReport").WithSummary("One drift report by its number.")
            .Needs(AccessRole.Viewer, mainOnly: true).Produces<DriftReport>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult Answer(byte[] content) => Results.Text(DriftText.Json(DriftText.Unpack(content)), "application/json");

    private static IResult List(HttpRequest request, StoreDoor open)
    {
        var faults = new List<Fault>();
        var page = PageQuery.Read(request, faults);
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        var rows = open().Watch.List(page.Limit + 1, page.After ?? long.MaxValue);
        return Results.Ok(page.Cut([.. rows.Select(row => new DriftEntry(row.Id, row.At, row.Model, row.Asks))], row => row.Id));
    }

    private static ProblemResult Unknown(long id) =>
        new(new Problem(StatusCodes.Status404NotFound, $"There is no drift report {id}; GET /v1/drift/reports lists those that are kept."));

    /// <summary>A report that is kept.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="At">When it was made.</param>
    /// <param name="Model">The version that was watched.</param>
    /// <param name="AsksForTraining">Whether it asks for a training.</param>
    internal sealed record DriftEntry(long Id, DateTimeOffset At, string Model, bool AsksForTraining);
}
