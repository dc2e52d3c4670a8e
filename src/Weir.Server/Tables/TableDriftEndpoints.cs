using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Pipeline;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Drift;
using Weir.Pipeline.Tables.Schema;
using Weir.Pipeline.Tables.Training;
using Weir.Server.Jobs;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage;

namespace Weir.Server.Tables;

/// <summary>Over HTTP: how new rows of a table differ from those that were learned from, and how it was learned.</summary>
internal static class TableDriftEndpoints
{
    private const string Yaml = "application/yaml";
    private const string FormFault = "json, yaml or html.";

    private static readonly string[] Forms = ["json", "yaml", "html"];

    private static readonly string PagePolicy = $"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(ReportStyle.Css)))}'";

    // Both sides of a comparison are held in memory: one at a time.
    private static readonly SemaphoreSlim Turn = new(1);

    /// <summary>Maps /v1/tables/{name}/drift and /v1/tables/{name}/report.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/tables/{name}/drift", DriftAsync).WithTags("Tables").WithName("tableDrift").Needs(AccessRole.Viewer, mainOnly: true)
            .WithSummary("New rows beside those that were learned from, column by column: effect sizes corrected for many columns decide, the p-value of Kolmogorov and Smirnov stands beside. JSON, YAML of the shape column: {p_value, drift_status}, or an HTML page. Query: from and to (or load), format.")
            .Produces<TableDriftReport>().WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [Yaml, "text/html"]))
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        var options = routes.ServiceProvider.GetRequiredService<ServerOptions>();
        routes.MapPost("/v1/tables/{name}/drift", FileAsync).WithTags("Tables").WithName("tableFileDrift").Needs(AccessRole.Viewer, mainOnly: true).DisableAntiforgery()
            .WithSummary("The rows of a file beside those that the champion learned from (before there is one, all that are held): a form with one file, or the file alone. It needs the columns of the schema and no target, and nothing of it is kept. The answer is that of GET. Query or form: format, delimiter, source.")
            .WithMetadata(new AcceptsMetadata(TableUploads.Bodies, typeof(Stream))).WithMetadata(new RequestSizeLimitAttribute(Math.Max(JobIntake.MostRequest(options.Jobs), options.MaxBodyBytes)))
            .Produces<TableDriftReport>().WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [Yaml, "text/html"]))
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status507InsufficientStorage);
        routes.MapGet("/v1/tables/{name}/report", Report).WithTags("Tables").WithName("tableReport").Needs(AccessRole.Viewer, mainOnly: true)
            .WithSummary("How a model of the table was learned: counts, ceiling, every candidate with its figures, the winner and its margin, the figures on rows that were kept back, importance by column. Query: model, the champion when left out.")
            .Produces<TableReport>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>The number of a load in a query; null when it is not said.</summary>
    public static long? LoadNumber(string? text, string field, ICollection<Fault> faults)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        faults.Add(new Fault(field, "The number of a load, as GET /v1/tables/NAME/loads gives it."));
        return null;
    }

    private static async Task<IResult> DriftAsync(HttpContext context, string name, StoreDoor open, string? from, string? to, string? load, string? format)
    {
        var faults = new List<Fault>();
        var sides = new DriftLoads(LoadNumber(from, "from", faults), LoadNumber(to, "to", faults) ?? LoadNumber(load, "load", faults));
        var form = format?.ToLowerInvariant() ?? Accepted(context.Request);
        if (!Forms.Contains(form)) faults.Add(new Fault("format", FormFault));
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        var store = open();
        if (new TableCatalog(store).Find(name) is not { } table) return new ProblemResult(TableProblems.NotFound(name));
        return await TurnAsync(context, () => Answer(context, form, TableDriftRun.Of(store, table, sides, context.RequestAborted), StatusCodes.Status409Conflict));
    }

    private static async Task<IResult> FileAsync(HttpContext context, string name, StoreDoor open, TableUploads uploads)
    {
        var store = open();
        if (new TableCatalog(store).Find(name) is not { } table) return new ProblemResult(TableProblems.NotFound(name));
        var (upload, problem) = await uploads.TakeAsync(context);
        if (upload is not { } sent) return new ProblemResult(problem!);
        using var rows = sent;
        var form = rows.Value("format")?.ToLowerInvariant() ?? Accepted(context.Request);
        if (!Forms.Contains(form)) return new ProblemResult(Problem.Invalid([new Fault("format", FormFault)]));
        if (table.Record.Rows == 0) return new ProblemResult(new Problem(StatusCodes.Status409Conflict, $"The table '{name}' has no rows to compare with; load some first."));
        return await TurnAsync(context, () => Compare(context, form, store, table, rows));
    }

    private static IResult Compare(HttpContext context, string form, WeirStore store, KnownTable table, UploadedRows rows)
    {
        try
        {
            using var file = rows.Open();
            var match = ColumnMatch.Of(table.Schema, file.Columns, needsTarget: false);
            if (match.Refusal(file.Name) is { } refusal) return new ProblemResult(UploadedRows.Unusable(refusal, LoadAnswers.Faults(match)));
            return Answer(context, form, TableDriftRun.Of(store, table, file, context.RequestAborted), StatusCodes.Status422UnprocessableEntity);
        }
        catch (InputFileException fault)
        {
            return new ProblemResult(UploadedRows.Unusable(fault.Message));
        }
    }

    private static async Task<IResult> TurnAsync(HttpContext context, Func<IResult> compare)
    {
        await Turn.WaitAsync(context.RequestAborted);
        try
        {
            return await Task.Run(compare, context.RequestAborted);
        }
        finally
        {
            Turn.Release();
        }
    }

    private static IResult Answer(HttpContext context, string form, DriftRun drift, int refused)
    {
        if (drift.Report is not { } report) return new ProblemResult(new Problem(refused, drift.Refusal!));
        if (form == "html") context.Response.Headers.ContentSecurityPolicy = PagePolicy;
        return form switch
        {
            "yaml" => Results.Text(report.Yaml(), Yaml, Encoding.UTF8),
            "html" => Results.Text(TableDriftPage.Render(report), "text/html", Encoding.UTF8),
            _ => Results.Text(report.Json(), "application/json", Encoding.UTF8),
        };
    }

    private static string Accepted(HttpRequest request) => request.GetTypedHeaders().Accept.OrderByDescending(type => type.Quality ?? 1).Select(type => type.MediaType.ToString().ToLowerInvariant()).FirstOrDefault() switch
    {
        Yaml or "text/yaml" or "application/x-yaml" or "text/x-yaml" => "yaml",
        "text/html" => "html",
        _ => "json",
    };

    private static IResult Report(string name, StoreDoor open, string? model)
    {
        var store = open();
        if (store.Tables.Find(name) is not { } table) return new ProblemResult(TableProblems.NotFound(name));
        var version = model ?? store.Models.On(table.ChannelNumber).Champion()?.Version;
        if (version is null) return NotThere($"The table '{name}' has no model yet; train one: POST /train?channel=table:{name}.");
        if (store.Models.Find(version) is not { } known || known.Channel != table.ChannelNumber) return NotThere($"The table '{name}' has no model of the version {(version.Length > 80 ? version[..80] : version)}.");
        return TableReport.FromJson(known.Parameters) is { } report ? Results.Text(report.ToJson(), "application/json", Encoding.UTF8) : NotThere($"{version} was imported, and nothing is known about how it was learned.");
    }

    private static ProblemResult NotThere(string detail) => new(new Problem(StatusCodes.Status404NotFound, detail));
}
