using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Pipeline;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Server.Models;

/// <summary>Who serves, changed by hand over HTTP, and the record of it. Changes need a reason, and an admin of the tenant that owns the machine.</summary>
internal static class ModelChangeEndpoints
{
    private const int MostSteps = 200;

    /// <summary>Maps promote, rollback, shadow and history below /v1/models.</summary>
    public static void MapModelChanges(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models/history", History)
            .WithTags("Models").WithName("modelHistory").WithSummary("Which version was champion of a channel when, who put it there and why; with `at`, on that day or at that moment.").Produces<ChampionHistory>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).Needs(AccessRole.Viewer, mainOnly: true);
        routes.MapGet("/v1/models/shadow", Running)
            .WithTags("Models").WithName("shadow").WithSummary("The challenger that runs beside the champion, and what was seen of it.").Produces<RunningChallenger>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).Needs(AccessRole.Viewer, mainOnly: true);
        Change(routes.MapPost("/v1/models/{version}/promote", Promote), "promoteModel", "Puts a version to work that passed its gates.");
        Change(routes.MapPost("/v1/models/rollback", Rollback), "rollbackModel", "Puts an earlier champion back to work.");
        Change(routes.MapPost("/v1/models/shadow", Shadow), "beginShadow", "Lets a version run beside the champion: mode shadow, or ab with a share in percent.");
        Change(routes.MapPost("/v1/models/drop", Drop), "dropShadow", "Ends what runs beside the champion; the champion stays.");
    }

    private static void Change(RouteHandlerBuilder route, string name, string summary) => route
        .WithTags("Models").WithName(name).WithSummary(summary).Produces<Changed>()
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
        .Needs(AccessRole.Admin, mainOnly: true);

    private static IResult Promote(string version, ChangeRequest? body, HttpContext context, ModelChanges changes) =>
        Answer(changes.Promote(version, body?.Reason, context.Caller().Name));

    private static IResult Rollback(string? channel, ChangeRequest? body, HttpContext context, ModelChanges changes, Func<WeirStore?> open) =>
        On(channel, open, number => Answer(changes.Rollback(body?.To, body?.Reason, context.Caller().Name, number)));

    private static IResult Shadow(ChangeRequest? body, HttpContext context, ModelChanges changes) =>
        Answer(changes.Begin(body?.Version, body?.Mode, body?.Share, body?.Reason, context.Caller().Name));

    private static IResult Drop(string? channel, ChangeRequest? body, HttpContext context, ModelChanges changes, Func<WeirStore?> open) =>
        On(channel, open, number => Answer(changes.Drop(body?.Reason, context.Caller().Name, number)));

    private static IResult On(string? channel, Func<WeirStore?> open, Func<int, IResult> run) => ModelChannel.Of(open(), channel) is var (number, problem) && problem is null ? run(number) : new ProblemResult(problem!);

    private static IResult Answer(ModelChange change) => change.IsDone ? Results.Ok(new Changed(change.Sentence)) : Refused(change.Status, change.Sentence);

    private static ProblemResult Refused(int status, string detail) => new(new Problem(status, detail));

    private static IResult History(string? at, string? channel, Func<WeirStore?> open) => On(channel, open, number =>
    {
        if (open() is not { } store) return Results.Ok(new ChampionHistory([], []));
        var reigns = store.Reigns.On(number);
        if (at is null)
            return Results.Ok(new ChampionHistory(reigns.Between(DateTimeOffset.UnixEpoch, store.Time.GetUtcNow()), channel is null ? store.Models.History(MostSteps) : store.Models.On(number).HistoryOfChannel(MostSteps)));
        return DayOrMoment.TryRead(at, out var from, out var to)
            ? Results.Ok(new ChampionHistory(reigns.Between(from, to), []))
            : Refused(StatusCodes.Status400BadRequest, DayOrMoment.Wanted(at));
    });

    private static IResult Running(string? channel, Func<WeirStore?> open) => On(channel, open, number => Results.Ok(open()?.Deployments.On(number).Running() is { } running
        ? new RunningChallenger(running.Version, running.Champion, running.Mode, running.Share, running.StartedAt, running.EndsAt, running.Counts)
        : new RunningChallenger(null, null, null, null, null, null, null)));

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

    /// <summary>Champions of the channel, oldest first, and the last steps, newest first: of the channel when it is named, else of all.</summary>
    internal sealed record ChampionHistory(IReadOnlyList<Reign> Champions, IReadOnlyList<ModelEvent> Steps);

    /// <summary>What runs beside the champion; every member is null when nothing does.</summary>
    internal sealed record RunningChallenger(
        string? Version, string? Champion, string? Mode, double? Share, DateTimeOffset? StartedAt, DateTimeOffset? EndsAt, ShadowCounts? Counts);
}
