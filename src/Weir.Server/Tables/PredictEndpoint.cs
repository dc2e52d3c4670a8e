using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Pipeline.Files;
using Weir.Server.Jobs;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Server.Security.Limits;

namespace Weir.Server.Tables;

/// <summary>
/// POST /predict: rows in, the same rows with what was said of them out. The rows are put into a temporary file first, so that every fault of the file is
/// told before the answer begins; then they are judged and sent in flat memory.
/// </summary>
internal sealed class PredictEndpoint(TableUploads uploads, PredictTarget target, QuotaDoor quota, TablePredictionRecorder recorder)
{
    /// <summary>Maps /predict.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<ServerOptions>();
        routes.MapPost("/predict", (HttpContext context, PredictEndpoint predict) => predict.HandleAsync(context)).WithTags("Tables").WithName("predict").Needs(AccessRole.Check).DisableAntiforgery()
            .WithSummary("Judges rows by the model of a table: a form with one file, or the file alone. Their columns are kept; predicted_column (in the words of the table), decision, score (probability of phishing), reasons and error follow. Accept (or format) chooses an HTML page, CSV, JSON lines or JSON. Query: channel (table:NAME; the only table with these columns when left out), model, explain, format, delimiter; guard=true keeps spreadsheets from running cells of a CSV as formulas.")
            .WithMetadata(new AcceptsMetadata(TableUploads.Bodies, typeof(Stream))).Produces<PredictDocument>(StatusCodes.Status200OK, "application/json")
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["text/html", "text/csv", "application/x-ndjson"]))
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status406NotAcceptable).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status507InsufficientStorage)
            .WithMetadata(new RequestSizeLimitAttribute(Math.Max(JobIntake.MostRequest(options.Jobs), options.MaxBodyBytes)));
    }

    private async Task HandleAsync(HttpContext context)
    {
        var (upload, problem) = await uploads.TakeAsync(context);
        if (upload is not null)
        {
            using var rows = upload;
            problem = await TryAnswerAsync(context, rows);
        }

        // The file is gone by now: whoever has read the refusal finds nothing of his left here.
        if (problem is not null) await problem.WriteAsync(context);
    }

    private async Task<Problem?> TryAnswerAsync(HttpContext context, UploadedRows rows)
    {
        try
        {
            return await AnswerAsync(context, rows);
        }
        catch (InputFileException fault) when (!context.Response.HasStarted)
        {
            return UploadedRows.Unusable(fault.Message);
        }
    }

    private async Task<Problem?> AnswerAsync(HttpContext context, UploadedRows rows)
    {
        var faults = new List<Fault>();
        using var file = rows.Open();
        var form = PredictForm.Of(context.Request, rows, file.Format, faults);
        if (form is null) return new Problem(StatusCodes.Status406NotAcceptable, "Rows are answered as text/html, text/csv, application/x-ndjson or application/json; accept one of them.");
        var (reasons, isGuarded) = (form.Reasons(rows.Value("explain"), faults), rows.Truth("guard", faults) ?? false);
        if (faults.Count > 0) return Problem.Invalid(faults);
        var (model, problem) = target.Find(file, rows.Value("channel"), rows.Value("model"));
        if (model is null) return problem;
        var caller = context.Caller();
        var (count, unusable) = await Task.Run(() => Look(rows, isCounted: !caller.Meter.IsFree, context.RequestAborted), context.RequestAborted);
        if (unusable is not null) return unusable;
        if (quota.TryTake(caller, count) is { } limited)
        {
            limited.Tell(context.Response.Headers);
            return new Problem(StatusCodes.Status429TooManyRequests, limited.Detail);
        }

        await new PredictAnswer(file, model, form with { IsGuarded = isGuarded }, reasons, recorder.Begin(model, caller, file.Name)).SendAsync(context);
        return null;
    }

    // Packed files and JSON, whose end can be missed, are read to their end: once rows are on their way, damage could not be told by a status any more.
    private static (long Rows, Problem? Problem) Look(UploadedRows rows, bool isCounted, CancellationToken ct)
    {
        using var file = rows.Open();
        var count = 0L;
        while (file.Read() && (++count == 0 || isCounted))
        {
            if ((count & 0xFFF) == 0) ct.ThrowIfCancellationRequested();
        }

        if (count > 0 && !isCounted && (rows.IsPacked || file.Format == FileFormat.Json)) file.Count(long.MaxValue);
        if (file.Damage is { } damage) return (0, UploadedRows.Unusable(damage));
        return count > 0 ? (count, null) : (0, UploadedRows.Unusable($"{rows.Name} has a header and no rows below it."));
    }
}

/// <summary>Judged rows as one JSON document. Each row has its own columns as texts first, then these members.</summary>
/// <param name="Table">The table.</param>
/// <param name="Model">The version that judged.</param>
/// <param name="Rows">The rows in their order.</param>
/// <param name="Counts">How many were decided how.</param>
internal sealed record PredictDocument(string Table, string Model, IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows, IReadOnlyDictionary<string, long> Counts);
