using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Weir.Server.Dashboard.Jobs;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage.Jobs;

namespace Weir.Server.Jobs;

/// <summary>What jobs came to, for download: as CSV it is a file with ranges; other forms are made while they are sent.</summary>
internal static class JobResultEndpoints
{
    private const int FlushAt = 64 << 10;

    /// <summary>Maps the result and the errors of a job.</summary>
    public static void MapJobResults(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/jobs/{id:long}/result", Result).WithTags("Jobs").WithName("jobResult")
            .WithSummary("The rows of the input, in its order, with their verdicts. Query: format=csv (default), jsonl or html (a page of rows; cursor names the next); guard=false leaves formulas in the cells of a CSV as they are.")
            .Produces<string>(StatusCodes.Status200OK, "text/csv", "application/x-ndjson", "text/html").ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).Needs(AccessRole.Viewer);
        routes.MapGet("/v1/jobs/{id:long}/errors", Errors).WithTags("Jobs").WithName("jobErrors").WithSummary("The rows that could not be judged, as CSV: row (from 1), reason, subject.")
            .Produces<string>(StatusCodes.Status200OK, "text/csv").ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).Needs(AccessRole.Viewer);
    }

    private static IResult Result(HttpContext context, long id, JobActs acts, JobFiles files, string? format, string? guard, long? cursor)
    {
        var faults = new List<Fault>();
        var isGuarded = JobShapes.Truth(guard, "guard", faults) ?? true;
        if (format is not (null or "csv" or "jsonl" or "html")) faults.Add(new Fault("format", "Write csv, jsonl or html."));
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        if (acts.Find(context.Caller(), id) is not { Job: { } job } found) return new ProblemResult(acts.Find(context.Caller(), id).Problem!);
        // A page for people, also here: it may have its style.
        if (format == "html") SafeHeaders.Set(context.Response);
        if (format == "html") return new RazorComponentResult<JobRowsDocument>(new { Job = job, Cursor = cursor ?? 0 });
        if (files.OpenResult(job) is not var (file, attempt)) return new ProblemResult(NotYet(found.Job));
        if (format is "jsonl" || !isGuarded) return new Streamed(job, file, format == "jsonl");
        return File(job, file, attempt, "-verdicts.csv");
    }

    private static IResult Errors(HttpContext context, long id, JobActs acts, JobFiles files)
    {
        var found = acts.Find(context.Caller(), id);
        if (found.Job is not { } job) return new ProblemResult(found.Problem!);
        return files.OpenErrors(job) is var (file, attempt) ? File(job, file, attempt, "-errors.csv") : new ProblemResult(NotYet(job));
    }

    private static IResult File(JobRecord job, PartOfFile file, int attempt, string suffix) => Results.Stream(
        file, "text/csv; charset=utf-8", FileNames.Of(job.Name, suffix), enableRangeProcessing: true,
        entityTag: new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{job.Id}-{attempt}-{file.Length}{suffix[..2]}\"")));

    private static Problem NotYet(JobRecord job) => new(StatusCodes.Status409Conflict, $"Job {job.Id} is {job.State} and has no result yet. GET /v1/jobs/{job.Id} says how far it is.");

    private sealed class Streamed(JobRecord job, PartOfFile file, bool isJson) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            using var rows = new ResultRows(file, JobShapes.Read(job.Shape)!, 0);
            var response = httpContext.Response;
            response.ContentType = isJson ? "application/x-ndjson" : "text/csv; charset=utf-8";
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(FileNames.Of(job.Name, isJson ? "-verdicts.jsonl" : "-verdicts.csv"));
            response.Headers.ContentDisposition = disposition.ToString();
            var (buffer, names) = (new ArrayBufferWriter<byte>(2 * FlushAt), ResultLines.MemberNames(rows.Columns));
            if (!isJson) ResultLines.CsvHeader(rows, buffer);
            while (rows.Read())
            {
                if (isJson) ResultLines.Json(rows, names, buffer);
                else ResultLines.Csv(rows, buffer);
                if (buffer.WrittenCount < FlushAt) continue;
                await response.BodyWriter.WriteAsync(buffer.WrittenMemory, httpContext.RequestAborted);
                buffer.ResetWrittenCount();
            }
            await response.BodyWriter.WriteAsync(buffer.WrittenMemory, httpContext.RequestAborted);
        }
    }
}
