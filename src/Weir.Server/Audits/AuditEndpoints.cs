using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Api;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage.Audits;
using Weir.Storage.Settings;

namespace Weir.Server.Audits;

/// <summary>Who changed what, and whether that record is what was written.</summary>
internal static class AuditEndpoints
{
    /// <summary>Maps /v1/audit.</summary>
    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        Tell(routes.MapGet("/v1/audit", List), "audit", "Who changed what, newest first: actor, action (or a family of it, such as list), subject (a part of it), since and until leave out the others.")
            .Produces<PageAnswer<AuditEntry>>().ProducesProblem(400);
        Tell(routes.MapGet("/v1/audit/verify", Verify), "verifyAudit", "Reads the whole log and names the first entry that is not what was written. A long log takes some seconds.")
            .Produces<AuditProven>();
    }

    private static RouteHandlerBuilder Tell(RouteHandlerBuilder route, string name, string summary) =>
        route.WithTags("Audit").WithName(name).WithSummary(summary).Needs(AccessRole.Admin, mainOnly: true).ProducesProblem(401).ProducesProblem(403);

    private static IResult List(HttpContext context, StoreDoor open)
    {
        var faults = new List<Fault>();
        var page = PageQuery.Read(context.Request, faults);
        var filter = AuditQuery.Read(context.Request, page, faults);
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        return Results.Ok(page.Cut(open().Audit.Search(filter), entry => entry.Id));
    }

    private static IResult Verify(StoreDoor open, AuditProof proof)
    {
        var (state, at) = proof.Verify(open());
        return Results.Ok(new AuditProven(state.IsWhole, state.Entries, state.LastHash, state.Anchor?.Entry, state.Fault, state.Warnings, at));
    }
}

/// <summary>What a reading of the whole log found.</summary>
/// <param name="Whole">Whether nothing was changed, taken away or slipped in, and the log is guarded as it was made.</param>
/// <param name="Entries">How many entries were read: up to the fault when there is one.</param>
/// <param name="LastHash">The hash of the last of these; note it elsewhere to hold the log against it one day.</param>
/// <param name="Anchor">The entry that the data directory of this server keeps; null when it keeps none.</param>
/// <param name="Fault">The first entry that is not what was written, or, with the number 0, what guards the log and is gone.</param>
/// <param name="Warnings">What does not speak against the log and leaves it less guarded, with what to do.</param>
/// <param name="CheckedAt">When.</param>
internal sealed record AuditProven(bool Whole, long Entries, string LastHash, long? Anchor, AuditFault? Fault, IReadOnlyList<string> Warnings, DateTimeOffset CheckedAt);
