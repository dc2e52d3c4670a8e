using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Pipeline.Evaluation;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage.Models;

namespace Weir.Server.Models;

/// <summary>One version: its card, its report, and beside another.</summary>
internal static class ModelReportEndpoints
{
    /// <summary>Maps /v1/models/{version}, its report, and /v1/models/compare.</summary>
    public static void MapModelReports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models/{version}", Card).WithTags("Models").WithName("model").Needs(AccessRole.Viewer, mainOnly: true)
            .WithSummary("One version: its data, parameters beside those of its parent, gates, and what its features weigh.")
            .Produces<ModelCard>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/v1/models/{version}/report", Report).WithTags("Models").WithName("modelReport").Needs(AccessRole.Viewer, mainOnly: true)
            .WithSummary("What was measured about a version: figures with intervals, slices, ROC, precision-recall and reliability curves.")
            .Produces<EvaluationReport>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/v1/models/compare", Compare).WithTags("Models").WithName("compareModels").Needs(AccessRole.Viewer, mainOnly: true)
            .WithSummary("Two versions, a and b, side by side, with the paired difference where one was judged beside the other.")
            .Produces<ModelComparison>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static IResult Card(string version, StoreDoor open, ModelCards cards) =>
        cards.Find(open(), version) is { } card ? Results.Ok(card) : Unknown(version);

    private static IResult Report(string version, StoreDoor open) => open().Models.Find(version) switch
    {
        null => Unknown(version),
        { Report: { } report } => Results.Text(report, "application/json"),
        _ => Refused(StatusCodes.Status404NotFound, $"{version} has not been judged; the next cycle, or `weir models import`, judges it."),
    };

    private static IResult Compare(StoreDoor open, string? a = null, string? b = null)
    {
        var faults = new List<Fault>();
        if (string.IsNullOrEmpty(a)) faults.Add(new Fault("a", "Name a version."));
        if (string.IsNullOrEmpty(b)) faults.Add(new Fault("b", "Name the version to compare with."));
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        var store = open();
        ModelVersion? first = store.Models.Find(a!), second = store.Models.Find(b!);
        if (first is null || second is null) return Unknown(first is null ? a! : b!);
        return ModelComparison.Of(first, second) is { } comparison
            ? Results.Ok(comparison)
            : Refused(StatusCodes.Status409Conflict, $"{(first.Report is null ? a : b)} has not been judged, so that there is nothing to compare.");
    }

    private static ProblemResult Unknown(string version) =>
        Refused(StatusCodes.Status404NotFound, $"No model has the version {(version.Length > 80 ? version[..80] : version)}; GET /v1/models lists them.");

    private static ProblemResult Refused(int status, string detail) => new(new Problem(status, detail));
}
