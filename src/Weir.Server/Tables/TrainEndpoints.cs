using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Api;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage;

namespace Weir.Server.Tables;

/// <summary>Trainings of tables over HTTP: begin, look, cancel.</summary>
internal static class TrainEndpoints
{
    /// <summary>Maps /train and /v1/trainings.</summary>
    public static void MapTrainings(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/train", TrainAsync).WithTags("Tables").WithName("train").Needs(AccessRole.Analyst, mainOnly: true).DisableAntiforgery().Idempotent()
            .WithSummary("Trains a table in the background: chooses a learner, judges it, and puts it to work when it passes the gates. One training runs at a time. Query or JSON body: channel (table:NAME; the only table when left out), budget, promote, force. channel=url asks the loop to train the models of addresses at its next turn.")
            .WithMetadata(new AcceptsMetadata(["application/json"], typeof(TrainBody), isOptional: true)).Produces<TableTraining>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        routes.MapGet("/v1/trainings", (HttpContext context, TableTrainings trainings) => List(context, trainings.Latest())).WithTags("Tables").WithName("trainings").Needs(AccessRole.Viewer, mainOnly: true)
            .WithSummary("The last trainings of tables that this process ran, those of its loop among them (isOfLoop), newest first; query: limit, cursor.").Produces<PageAnswer<TableTraining>>().ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/v1/tables/{name}/trainings", OfTable).WithTags("Tables").WithName("tableTrainings").Needs(AccessRole.Viewer, mainOnly: true)
            .WithSummary("The last trainings of one table, newest first; query: limit, cursor.").Produces<PageAnswer<TableTraining>>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/v1/trainings/{id:long}", (long id, TableTrainings trainings) => trainings.Find(id) is { } training ? Results.Ok(training) : Unknown(id)).WithTags("Tables").WithName("training").Needs(AccessRole.Viewer, mainOnly: true)
            .WithSummary("How far a training is: its stage, the fits of the search that are done, what happened, and what came of it.").Produces<TableTraining>().ProducesProblem(StatusCodes.Status404NotFound).WithETag();
        routes.MapPost("/v1/trainings/{id:long}/cancel", Cancel).WithTags("Tables").WithName("cancelTraining").Needs(AccessRole.Analyst, mainOnly: true)
            .WithSummary("Ends a training between two fits; the champion stays.").Produces<TableTraining>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> TrainAsync(HttpContext context, StoreDoor open, TableTrainings trainings)
    {
        var (wish, problem) = await TrainBody.ReadAsync(context.Request, open());
        if (wish is null) return new ProblemResult(problem!);
        if (!wish.IsOfTable) return Ask(context, open());
        var begun = trainings.Begin(wish, context.Caller().Name);
        return begun.Training is { } training ? Results.Accepted(training.StatusUrl, training) : new ProblemResult(begun.Problem!);
    }

    // The loop trains them with all its stations around; it looks for such wishes at each of its turns.
    private static IResult Ask(HttpContext context, WeirStore store)
    {
        store.Trainings.Ask(context.Caller().Name, "POST /train");
        store.Audit.Note(context.Caller().Name, "model.train", TrainBody.Addresses, "asked of the loop");
        return Results.Accepted("/v1/models", new TrainAsked(TrainBody.Addresses, "The loop trains the models of addresses at its next turn, within about a minute where it runs; GET /v1/models lists what it registers."));
    }

    private static IResult OfTable(HttpContext context, string name, StoreDoor open, TableTrainings trainings) =>
        open().Tables.Find(name) is null ? new ProblemResult(TableProblems.NotFound(name)) : List(context, trainings.Latest(name));

    private static IResult List(HttpContext context, IReadOnlyList<TableTraining> trainings)
    {
        var faults = new List<Fault>();
        var page = PageQuery.Read(context.Request, faults);
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        return Results.Ok(page.Cut([.. trainings.Where(training => page.After is not { } after || training.Id < after).Take(page.Limit + 1)], training => training.Id));
    }

    private static IResult Cancel(HttpContext context, long id, TableTrainings trainings)
    {
        if (trainings.Find(id) is not { } training) return Unknown(id);
        if (!trainings.Cancel(id, context.Caller().Name)) return new ProblemResult(new Problem(StatusCodes.Status409Conflict, $"Training {id} has ended; there is nothing to cancel. GET {training.StatusUrl} says what came of it."));
        return Results.Accepted(training.StatusUrl, trainings.Find(id));
    }

    private static IResult Unknown(long id) => new ProblemResult(new Problem(StatusCodes.Status404NotFound, $"No training has the number {id}; GET /v1/trainings lists those that this process ran since its start."));
}

/// <summary>What is answered for the channel of addresses, whose models the loop trains.</summary>
/// <param name="Channel">url.</param>
/// <param name="Sentence">When and where.</param>
internal sealed record TrainAsked(string Channel, string Sentence);
