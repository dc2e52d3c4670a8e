using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Pipeline;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Registry;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Server.Models;

/// <summary>Who serves, changed by hand over HTTP, and the record of it. Changes need a reason, and an admin of the tenant that owns the machine.</summary>
internal static class ModelChangeEndpoints
{
    private const string Actor = "http";
    private const int MostReason = 500;

    /// <summary>Maps promote, rollback, shadow and history below /v1/models.</summary>
    public static void MapModelChanges(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models/history", History)
            .WithTags("Models").WithName("modelHistory").WithSummary("Which version was champion when, who put it there and why; with `at`, on that day or at that moment.").Produces<ChampionHistory>().Needs(AccessRole.Viewer, mainOnly: true);
        routes.MapGet("/v1/models/shadow", (Func<WeirStore?> open) => Running(open()))
            .WithTags("Models").WithName("shadow").WithSummary("The challenger that runs beside the champion, and what was seen of it.").Produces<RunningChallenger>().Needs(AccessRole.Viewer, mainOnly: true);
        Change(routes.MapPost("/v1/models/{version}/promote", Promote), "promoteModel", "Puts a version to work that passed its gates.");
        Change(routes.MapPost("/v1/models/rollback", Rollback), "rollbackModel", "Puts an earlier champion back to work.");
        Change(routes.MapPost("/v1/models/shadow", Shadow), "beginShadow", "Lets a version run beside the champion: mode shadow, or ab with a share in percent.");
        Change(routes.MapPost("/v1/models/drop", Drop), "dropShadow", "Ends what runs beside the champion; the champion stays.");
    }

    private static void Change(RouteHandlerBuilder route, string name, string summary) => route
        .WithTags("Models").WithName(name).WithSummary(summary).Produces<Changed>()
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict)
        .Needs(AccessRole.Admin, mainOnly: true);

    private static IResult Promote(string version, ChangeRequest body, Func<WeirStore?> open) =>
        With(open, body, (store, reason) => Answer(new ModelRegistry(store).Promote(version, Actor, reason)));

    private static IResult Rollback(ChangeRequest body, Func<WeirStore?> open) =>
        With(open, body, (store, reason) => Answer(new ModelRegistry(store).Rollback(Actor, reason, body.To)));

    private static IResult Shadow(ChangeRequest body, Func<WeirStore?> open, ServerOptions options) => With(open, body, (store, reason) =>
    {
        if (body.Version is not { Length: > 0 } version) return Refused(StatusCodes.Status400BadRequest, "The body names no version: send {\"version\": \"...\", \"reason\": \"...\"}.");
        if (body.Mode is not (null or DeploymentPlan.Shadow or DeploymentPlan.Ab)) return Refused(StatusCodes.Status400BadRequest, "The mode is shadow or ab.");
        if (body.Share is { } percent and not (>= 1 and <= 99)) return Refused(StatusCodes.Status400BadRequest, "The share is a percentage from 1 to 99.");
        var result = new Deployer(store, options.Deployment).Begin(version, body.Mode ?? DeploymentPlan.Shadow, Actor, body.Share / 100, reason);
        return Answer(new PromotionResult(result.Done, result.Sentence));
    });

    private static IResult Drop(ChangeRequest body, Func<WeirStore?> open) => With(open, body, (store, reason) => Answer(
        store.Deployments.Running() is { } running && store.Deployments.Drop(running.Id, Actor, reason)
            ? new PromotionResult(true, $"{running.Version} is dropped; {running.Champion} stays the champion.")
            : new PromotionResult(false, "Nothing runs beside the champion.")));

    private static IResult With(Func<WeirStore?> open, ChangeRequest body, Func<WeirStore, string, IResult> change)
    {
        if (body.Reason?.Trim() is not { Length: > 0 and <= MostReason } reason)
            return Refused(StatusCodes.Status400BadRequest, $"Say why: {{\"reason\": \"...\"}}, at most {MostReason} characters. It is kept in the history.");
        return open() is { } store ? change(store, reason) : Refused(StatusCodes.Status409Conflict, "The data directory has no models yet: the shipped baseline serves. Run `weir cycle --once`.");
    }

    private static IResult Answer(PromotionResult result) => result.Done ? Results.Ok(new Changed(result.Reason)) : Refused(StatusCodes.Status409Conflict, result.Reason);

    private static ProblemResult Refused(int status, string detail) => new(new Problem(status, detail));

    private static IResult History(string? at, Func<WeirStore?> open)
    {
        if (open() is not { } store) return Results.Ok(new ChampionHistory([], []));
        if (at is null) return Results.Ok(new ChampionHistory(store.Reigns.Between(DateTimeOffset.UnixEpoch, store.Time.GetUtcNow()), store.Models.History(200)));
        return DayOrMoment.TryRead(at, out var from, out var to)
            ? Results.Ok(new ChampionHistory(store.Reigns.Between(from, to), []))
            : Refused(StatusCodes.Status400BadRequest, DayOrMoment.Wanted(at));
    }

    private static RunningChallenger Running(WeirStore? store) => store?.Deployments.Running() is { } running
        ? new RunningChallenger(running.Version, running.Champion, running.Mode, running.Share, running.StartedAt, running.EndsAt, running.Counts)
        : new RunningChallenger(null, null, null, null, null, null, null);

    /// <summary>What is to change, and why.</summary>
    /// <param name="Reason">Why; kept in the history.</param>
    /// <param name="To">For a rollback: the version to go back to; left out, the last before this one whose file is whole.</param>
    /// <param name="Version">For a shadow: the version.</param>
    /// <param name="Mode">For a shadow: shadow or ab.</param>
    /// <param name="Share">For the mode ab: percent of the subjects, 1 to 99.</param>
    // A field written wrong must not turn "back to this version" into "back to the last one".
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record ChangeRequest(string? Reason, string? To, string? Version, string? Mode, double? Share);

    /// <summary>What was done, in one sentence.</summary>
    internal sealed record Changed(string Done);

    /// <summary>Champions, oldest first, and the last steps of all versions, newest first.</summary>
    internal sealed record ChampionHistory(IReadOnlyList<Reign> Champions, IReadOnlyList<ModelEvent> Steps);

    /// <summary>What runs beside the champion; every member is null when nothing does.</summary>
    internal sealed record RunningChallenger(
        string? Version, string? Champion, string? Mode, double? Share, DateTimeOffset? StartedAt, DateTimeOffset? EndsAt, ShadowCounts? Counts);
}
