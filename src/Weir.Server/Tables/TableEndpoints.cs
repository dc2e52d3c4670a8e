using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Detection.Tables;
using Weir.Pipeline;
using Weir.Pipeline.Tables;
using Weir.Server.Api;
using Weir.Server.Jobs;
using Weir.Server.Live;
using Weir.Server.Problems;
using Weir.Server.Security;

namespace Weir.Server.Tables;

/// <summary>Tables over HTTP: list, make, look at, forget.</summary>
internal static class TableEndpoints
{
    /// <summary>Maps /v1/tables and /v1/tables/{name}.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/tables", List).WithTags("Tables").WithName("tables").Needs(AccessRole.Viewer, mainOnly: true)
            .WithSummary("The tables of labelled rows, newest first; query: limit, cursor.").Produces<PageAnswer<TableAnswer>>().ProducesProblem(StatusCodes.Status400BadRequest);
        Upload(routes.MapPost("/v1/tables", CreateAsync).WithName("createTable")
            .WithSummary("Makes a table of a file with labelled rows: a form with one file, or the file alone. Its schema is found out and told. Query or form: name, target, phishing, benign, schema (YAML), delimiter, source, dryRun=true to see what would be."), routes)
            .Produces<LoadAnswer>().ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/v1/tables/{name}", Detail).WithTags("Tables").WithName("table").Needs(AccessRole.Viewer, mainOnly: true)
            .WithSummary("A table: counts, repeats, contradictions and the accuracy that they leave, columns, loads, champion, and whether its schema has changed since.")
            .Produces<TableDetail>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapDelete("/v1/tables/{name}", Forget).WithTags("Tables").WithName("forgetTable").Needs(AccessRole.Admin, mainOnly: true)
            .WithSummary("Takes a table away with all its rows and the files of its models. The records of its models, and files in its drop folder, stay.").Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>What every endpoint has that takes rows to be stored.</summary>
    public static RouteHandlerBuilder Upload(RouteHandlerBuilder route, IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<ServerOptions>();
        return route.WithTags("Tables").Needs(AccessRole.Analyst, mainOnly: true).DisableAntiforgery().Idempotent()
            .WithMetadata(new AcceptsMetadata(TableUploads.Bodies, typeof(Stream))).WithMetadata(new RequestSizeLimitAttribute(Math.Max(JobIntake.MostRequest(options.Jobs), options.MaxBodyBytes)))
            .Produces<LoadAnswer>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status507InsufficientStorage);
    }

    private static IResult List(HttpContext context, StoreDoor open)
    {
        var faults = new List<Fault>();
        var page = PageQuery.Read(context.Request, faults);
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        var store = open();
        var tables = new TableCatalog(store).All().Where(table => page.After is not { } after || table.Record.Id < after).OrderByDescending(table => table.Record.Id).Take(page.Limit + 1).ToList();
        var cut = page.Cut(tables, table => table.Record.Id);
        return Results.Ok(new PageAnswer<TableAnswer>([.. cut.Items.Select(table => TableAnswer.Of(table, store.Models.On(table.Record.ChannelNumber).Champion()?.Version))], cut.Next));
    }

    private static async Task<IResult> CreateAsync(HttpContext context, TableUploads uploads, TableLoading loading, StoreDoor open)
    {
        var (upload, problem) = await uploads.TakeAsync(context);
        if (upload is not { } sent) return new ProblemResult(problem!);
        using var rows = sent;
        var faults = new List<Fault>();
        var isTrial = rows.Truth("dryRun", faults) ?? false;
        var name = rows.Value("name") ?? (rows.IsNamed ? TableName.FromFile(rows.Name) : null);
        if (name is null) faults.Add(new Fault("name", "Name the table: ?name=NAME. " + TableName.Rule));
        else if (!TableName.IsName(name)) faults.Add(new Fault("name", TableName.Rule));
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        if (open().Tables.Find(name!) is not null)
            return new ProblemResult(new Problem(StatusCodes.Status409Conflict, $"There is a table '{name}' already; POST /v1/tables/{name}/rows adds rows to it, another name makes another."));
        return loading.Answer(await loading.LoadAsync(rows, name!, context.Caller(), mayCreate: true, isTrial, context.RequestAborted), rows, name!);
    }

    private static IResult Detail(string name, StoreDoor open, TableDesk desk) => desk.Detail(open(), name) is { } detail ? Results.Ok(detail) : new ProblemResult(TableProblems.NotFound(name));

    private static async Task<IResult> Forget(HttpContext context, string name, StoreDoor open, TableTrainings trainings, LiveEvents live)
    {
        var store = open();
        if (store.Tables.Find(name) is not { } table) return new ProblemResult(TableProblems.NotFound(name));
        if (trainings.Running is { } running && running.Table == name)
            return new ProblemResult(new Problem(StatusCodes.Status409Conflict, $"A training of '{name}' runs; cancel it first (POST {running.StatusUrl}/cancel), then forget the table."));
        await Task.Run(() => TableForgetting.Forget(store, table, context.Caller().Name, context.RequestAborted), context.RequestAborted);
        live.Publish(TableTrainings.Topic);
        return Results.NoContent();
    }
}
