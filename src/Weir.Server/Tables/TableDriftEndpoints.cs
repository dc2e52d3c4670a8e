using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Pipeline;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Drift;
using Weir.Pipeline.Tables.Training;
using Weir.Server.Problems;
using Weir.Server.Security;

namespace Weir.Server.Tables;

/// <summary>Over HTTP: how new rows of a table differ from those that were learned from, and how it was learned.</summary>
internal static class TableDriftEndpoints
{
    private const string Yaml = "application/yaml";

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
        var form = format ?? Accepted(context.Request);
        if (form is not ("json" or "yaml" or "html")) faults.Add(new Fault("format", "json, yaml or html."));
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        var store = open();
        if (new TableCatalog(store).Find(name) is not { } table) return new ProblemResult(TableProblems.NotFound(name));
        await Turn.WaitAsync(context.RequestAborted);
        try
        {
            var drift = await Task.Run(() => TableDriftRun.Of(store, table, sides, context.RequestAborted), context.RequestAborted);
            if (drift.Report is not { } report) return new ProblemResult(new Problem(StatusCodes.Status409Conflict, drift.Refusal!));
            if (form == "html") context.Response.Headers.ContentSecurityPolicy = PagePolicy;
            return form switch
            {
                "yaml" => Results.Text(report.Yaml(), Yaml, Encoding.UTF8),
                "html" => Results.Text(TableDriftPage.Render(report), "text/html", Encoding.UTF8),
                _ => Results.Text(report.Json(), "application/json", Encoding.UTF8),
            };
        }
        finally
        {
            Turn.Release();
        }
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
