using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Weir.Detection;
using Weir.Server.Api;
using Weir.Server.Models;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage;
using Weir.Storage.Verdicts;

namespace Weir.Server.Verdicts;

/// <summary>The history of verdicts over HTTP.</summary>
internal static class HistoryEndpoints
{
    private const string Filters = "channel, subject, domain, decision, category, brand, model, list, askedBy, since, until, minScore, maxScore";

    // A verdict is written half a second after it was answered; who asks at once waits for it.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(0.1);
    private const int Looks = 20;

    /// <summary>Maps /v1/verdicts.</summary>
    public static void MapHistory(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/verdicts", List).Needs(AccessRole.Viewer).WithTags("History").WithName("verdicts")
            .WithSummary($"Kept verdicts, newest first, by any of {Filters}. A page may be short or empty although 'next' goes on: one request looks at a bounded number of rows.")
            .Produces<PageAnswer<KeptVerdict>>().ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/v1/verdicts/export", Export).Needs(AccessRole.Viewer).WithTags("History").WithName("verdictsExport")
            .WithSummary($"Kept verdicts as a file: format=csv (safe in spreadsheets) or ndjson; filters as in /v1/verdicts: {Filters}.")
            .Produces(StatusCodes.Status200OK, typeof(string), "text/csv", "application/x-ndjson").ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/v1/verdicts/{id}", One).Needs(AccessRole.Viewer).WithTags("History").WithName("verdict")
            .WithSummary("One kept verdict by the id that its answer named; explain=top or full judges its subject anew and gives the reasons of today.")
            .Produces<KeptVerdict>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).WithETag();
    }

    private static IResult List(HttpContext context, StoreDoor open, DetectorHolder holder)
    {
        var faults = new List<Fault>();
        var page = PageQuery.Read(context.Request, faults);
        var filter = HistoryQuery.Read(context.Request.Query, context.Caller().Tenant, holder.Current, faults);
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        var found = open().History.Search(filter, page.Limit, page.After);
        return Results.Ok(new PageAnswer<KeptVerdict>([.. found.Rows.Select(KeptVerdict.Of)], found.Next?.ToString(CultureInfo.InvariantCulture)));
    }

    private static IResult Export(HttpContext context, StoreDoor open, DetectorHolder holder, IOptions<JsonOptions> json)
    {
        var faults = new List<Fault>();
        var filter = HistoryQuery.Read(context.Request.Query, context.Caller().Tenant, holder.Current, faults);
        var format = context.Request.Query["format"].ToString();
        if (format is not ("" or "csv" or "ndjson")) faults.Add(new Fault("format", "csv or ndjson."));
        return faults.Count > 0 ? new ProblemResult(Problem.Invalid(faults)) : new HistoryExport(open(), filter, format is not "ndjson", json.Value);
    }

    private static async Task<IResult> One(HttpContext context, string id, StoreDoor open, DetectorHolder holder, TimeProvider time)
    {
        var wanted = context.Request.Query["explain"].ToString();
        if (wanted is not ("" or "none" or "top" or "full")) return new ProblemResult(Problem.Invalid([new Fault("explain", "none, top or full.")]));
        var row = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await Find(open(), context.Caller().Tenant, number, time, context.RequestAborted) : null;
        if (row is null)
            return new ProblemResult(new Problem(StatusCodes.Status404NotFound, "No verdict with this id is kept. Not every verdict is, and old ones are forgotten: see the settings Verdicts:*."));
        return Results.Ok(KeptVerdict.Of(row) with { Anew = wanted is "" or "none" ? null : Anew(row, holder.Current, wanted is "full" ? Explain.Full : Explain.Top) });
    }

    /// <summary>What is answered about the subject of a row today; null when the subject was cut. Neither counted nor kept.</summary>
    internal static Verdict? Anew(VerdictRow row, ServedDetector detector, Explain explain) =>
        row.Channel is Channel.Url && row.Subject.Length < VerdictRow.MostSubject ? detector.Check(row.Subject, explain) : null;

    private static async Task<VerdictRow?> Find(WeirStore store, string tenant, long id, TimeProvider time, CancellationToken ct)
    {
        for (var look = 0; ; look++)
        {
            if (store.History.Find(tenant, id) is { } row) return row;
            if (look == Looks || (time.GetUtcNow() - VerdictNumber.TimeOf(id)).Duration() > Fresh) return null;
            await Task.Delay(LookAgain, time, ct);
        }
    }
}
