using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Server.Api;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage.Jobs;

namespace Weir.Server.Jobs;

/// <summary>Batch jobs over HTTP.</summary>
internal static class JobEndpoints
{
    private static readonly string[] Bodies =
        ["text/csv", "text/tab-separated-values", "application/x-ndjson", "application/json", "text/plain", "application/gzip", "application/octet-stream", "multipart/form-data"];

    /// <summary>Maps /v1/jobs.</summary>
    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<ServerOptions>();
        // Never lower than elsewhere: a body beyond it is cut off unread, and its sender might not see the refusal.
        var most = Math.Max(JobIntake.MostRequest(options.Jobs), options.MaxBodyBytes);
        routes.MapPost("/v1/jobs", CreateAsync).WithTags("Jobs").WithName("createJob")
            .WithSummary("Takes a file of addresses: CSV, TSV, JSON lines or lines, plain or .gz. Query: name, start=true to start at once, and column, delimiter, header, encoding where they are not to be found out.")
            .WithMetadata(new AcceptsMetadata(Bodies, typeof(Stream))).Produces<JobAnswer>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status507InsufficientStorage)
            .Needs(AccessRole.Analyst).DisableAntiforgery().Idempotent()
            .WithMetadata(new RequestSizeLimitAttribute(most));
        routes.MapGet("/v1/jobs", List).WithTags("Jobs").WithName("jobs").WithSummary("The jobs of the tenant, newest first; query: state, limit, cursor.")
            .Produces<PageAnswer<JobAnswer>>().ProducesProblem(StatusCodes.Status400BadRequest).Needs(AccessRole.Viewer);
        routes.MapGet("/v1/jobs/{id:long}", (HttpContext context, long id, JobActs acts, JobFiles files) => Answer(acts.Find(context.Caller(), id), job => JobAnswer.WithPreview(job, files)))
            .WithTags("Jobs").WithName("job").WithSummary("How far a job is and what its rows came to; while it is ready, how its file is read and its first rows.")
            .Produces<JobAnswer>().ProducesProblem(StatusCodes.Status404NotFound).Needs(AccessRole.Viewer).WithETag();
        routes.MapDelete("/v1/jobs/{id:long}", (HttpContext context, long id, JobActs acts) => acts.Delete(context.Caller(), id) is { } problem ? new ProblemResult(problem) : Results.NoContent())
            .WithTags("Jobs").WithName("deleteJob").WithSummary("Deletes a job with its files, also while it runs.").Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).Needs(AccessRole.Analyst);
        Step(routes, "start", "Starts a job that is ready; query: column, delimiter, header, encoding where it is to be read otherwise.", Start)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        Step(routes, "pause", "Stops a job after the chunk that is being judged.", (context, id, acts) => acts.Pause(context.Caller(), id));
        Step(routes, "resume", "Lets a job go on from its last chunk that was paused or failed.", (context, id, acts) => acts.Resume(context.Caller(), id));
        Step(routes, "cancel", "Ends a job; what was judged stays.", (context, id, acts) => acts.Cancel(context.Caller(), id));
        Step(routes, "retry", "Judges those rows of a done job again that could not be judged; the others stay as they are.", (context, id, acts) => acts.Retry(context.Caller(), id));
    }

    private static RouteHandlerBuilder Step(IEndpointRouteBuilder routes, string name, string summary, Func<HttpContext, long, JobActs, JobActs.Outcome> act) => routes
        .MapPost($"/v1/jobs/{{id:long}}/{name}", (HttpContext context, long id, JobActs acts) => Answer(act(context, id, acts), JobAnswer.Of))
        .WithTags("Jobs").WithName($"{name}Job").WithSummary(summary).Produces<JobAnswer>()
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).Needs(AccessRole.Analyst);

    private static async Task<IResult> CreateAsync(HttpContext context, JobUpload upload)
    {
        var outcome = await upload.TakeAsync(context);
        return outcome.Problem is { } problem ? new ProblemResult(problem) : Results.Accepted($"/v1/jobs/{outcome.Job!.Id}", JobAnswer.Of(outcome.Job));
    }

    private static JobActs.Outcome Start(HttpContext context, long id, JobActs acts)
    {
        var faults = new List<Fault>();
        var choice = JobShapes.Choice(context.Request, faults);
        return faults.Count > 0 ? new(null, Problem.Invalid(faults)) : acts.Start(context.Caller(), id, choice);
    }

    private static IResult List(HttpContext context, StoreDoor open, string? state)
    {
        var faults = new List<Fault>();
        var page = PageQuery.Read(context.Request, faults);
        if (state is not null && !JobState.All.Contains(state)) faults.Add(new Fault("state", $"Write one of {string.Join(", ", JobState.All)}."));
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        var jobs = open().Jobs.List(context.Caller().Tenant, state, page.After, page.Limit + 1);
        return Results.Ok(page.Cut([.. jobs.Select(JobAnswer.Of)], job => job.Id));
    }

    private static IResult Answer(JobActs.Outcome outcome, Func<JobRecord, JobAnswer> answer) =>
        outcome.Problem is { } problem ? new ProblemResult(problem) : Results.Ok(answer(outcome.Job!));
}
