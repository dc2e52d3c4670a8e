using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Reading;
using Weir.Server.Api;
using Weir.Server.Live;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage.Tables;

namespace Weir.Server.Tables;

/// <summary>The rows of a table over HTTP: load, read, export; loads and what they kept apart.</summary>
internal static class TableRowEndpoints
{
    private const int FlushAt = 64 << 10;

    private static readonly Dictionary<string, (string Type, string Ending)> Forms = new(StringComparer.Ordinal)
    {
        ["csv"] = ("text/csv; charset=utf-8", ".csv"),
        ["jsonl"] = ("application/x-ndjson", ".jsonl"),
        ["mongoexport"] = ("application/x-ndjson", ".json"),
    };

    /// <summary>Maps what lies below /v1/tables/{name}.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        TableEndpoints.Upload(routes.MapPost("/v1/tables/{name}/rows", LoadAsync).WithName("addTableRows")
            .WithSummary("Adds rows to a table: a form with one file, or CSV, TSV, JSON lines, mongoexport or JSON as the body. All of it or nothing is stored, and the same content once. Query or form: source (what to call it), delimiter, dryRun."), routes)
            .Produces<LoadAnswer>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        Get(routes, "rows", Rows, "tableRows", "The rows as they are held, oldest first; query: limit, cursor.").Produces<PageAnswer<RowAnswer>>().ProducesProblem(StatusCodes.Status400BadRequest);
        Get(routes, "loads", Loads, "tableLoads", "What was loaded, newest first; query: limit, cursor.").Produces<PageAnswer<TableLoad>>().ProducesProblem(StatusCodes.Status400BadRequest);
        Get(routes, "loads/{id:long}", (string name, long id, StoreDoor open) => Load(name, id, open) is (_, { } load) ? Results.Ok(load) : NoLoad(name, id, open), "tableLoad", "One load with its counts.").Produces<TableLoad>();
        Get(routes, "rejects", Rejects, "tableRejects", "Rows that a load kept apart, with line and reason; query: load (the newest when left out), limit, cursor.").Produces<PageAnswer<TableReject>>().ProducesProblem(StatusCodes.Status400BadRequest);
        Get(routes, "export", Export, "exportTable", "All rows as a file that can be loaded again; query: format=csv (default), jsonl or mongoexport.")
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["text/csv", "application/x-ndjson"])).ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapDelete("/v1/tables/{name}/loads/{id:long}", Unload).WithTags("Tables").WithName("removeTableLoad").Needs(AccessRole.Analyst, mainOnly: true)
            .WithSummary("Takes a load away with its rows.").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static RouteHandlerBuilder Get(IEndpointRouteBuilder routes, string path, Delegate handler, string name, string summary) => routes.MapGet("/v1/tables/{name}/" + path, handler)
        .WithTags("Tables").WithName(name).WithSummary(summary).Needs(AccessRole.Viewer, mainOnly: true).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> LoadAsync(HttpContext context, string name, TableUploads uploads, TableLoading loading, StoreDoor open)
    {
        if (open().Tables.Find(name) is null) return new ProblemResult(TableProblems.NotFound(name));
        var (upload, problem) = await uploads.TakeAsync(context);
        if (upload is not { } sent) return new ProblemResult(problem!);
        using var rows = sent;
        var faults = new List<Fault>();
        var isTrial = rows.Truth("dryRun", faults) ?? false;
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        return loading.Answer(await loading.LoadAsync(rows, name, context.Caller(), mayCreate: false, isTrial, context.RequestAborted), rows, name);
    }

    private static IResult Rows(HttpContext context, string name, StoreDoor open)
    {
        var (faults, store) = (new List<Fault>(), open());
        var page = PageQuery.Read(context.Request, faults);
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        if (new TableCatalog(store).Find(name) is not { } table) return new ProblemResult(TableProblems.NotFound(name));
        string[] names = [.. table.Schema.Columns.Select(column => column.Name), table.Schema.Target.Column];
        var cut = page.Cut(store.Tables.Rows.After(table.Record.Id, page.After ?? 0, page.Limit + 1), row => row.Id);
        return Results.Ok(new PageAnswer<RowAnswer>([.. cut.Items.Select(row => Row(row, names))], cut.Next));
    }

    private static RowAnswer Row(StoredRow row, string[] names) => new(row.Id, row.LoadId, row.Line, row.At, row.IsPhishing ? "phishing" : "benign",
        StoredCells.Texts(row.Cells).Zip(names).ToDictionary(pair => pair.Second, pair => pair.First, StringComparer.Ordinal));

    private static IResult Loads(HttpContext context, string name, StoreDoor open)
    {
        var (faults, store) = (new List<Fault>(), open());
        var page = PageQuery.Read(context.Request, faults);
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        return store.Tables.Find(name) is not { } table ? new ProblemResult(TableProblems.NotFound(name))
            : Results.Ok(page.Cut(store.Tables.Loads.Of(table.Id, page.Limit + 1, page.After ?? long.MaxValue), load => load.Id));
    }

    private static IResult Rejects(HttpContext context, string name, StoreDoor open, string? load)
    {
        var (faults, store) = (new List<Fault>(), open());
        var page = PageQuery.Read(context.Request, faults);
        var id = TableDriftEndpoints.LoadNumber(load, "load", faults);
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        if (store.Tables.Find(name) is not { } table) return new ProblemResult(TableProblems.NotFound(name));
        if ((id ?? store.Tables.Loads.Of(table.Id, 1).FirstOrDefault()?.Id) is not { } wanted) return Results.Ok(new PageAnswer<TableReject>([], null));
        return Load(name, wanted, open).Load is null ? NoLoad(name, wanted, open)
            : Results.Ok(page.Cut(store.Tables.Loads.Rejects(wanted, page.Limit + 1, page.After ?? 0), reject => reject.Line));
    }

    private static async Task<IResult> Unload(HttpContext context, string name, long id, StoreDoor open, LiveEvents live)
    {
        if (Load(name, id, open).Load is null) return NoLoad(name, id, open);
        await Task.Run(() => open().Tables.Loads.Remove(id, context.Caller().Name, context.RequestAborted), context.RequestAborted);
        live.Publish(TableTrainings.Topic);
        return Results.NoContent();
    }

    private static IResult Export(HttpContext context, string name, StoreDoor open, string? format)
    {
        if (!Forms.TryGetValue(format ?? "csv", out var form)) return new ProblemResult(Problem.Invalid([new Fault("format", $"One of {string.Join(", ", TableExport.Formats)}.")]));
        var store = open();
        if (new TableCatalog(store).Find(name) is not { } table) return new ProblemResult(TableProblems.NotFound(name));
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}{form.Ending}\"";
        return Results.Stream(async body =>
        {
            var text = new StringBuilder();
            foreach (var piece in TableExport.Write(store, table, format ?? "csv"))
            {
                text.Append(piece);
                if (text.Length < FlushAt) continue;
                await body.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), context.RequestAborted);
                text.Clear();
            }

            await body.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), context.RequestAborted);
        }, form.Type);
    }

    private static (TableRecord? Table, TableLoad? Load) Load(string name, long id, StoreDoor open) =>
        open().Tables.Find(name) is not { } table ? (null, null) : (table, open().Tables.Loads.Find(id) is { } load && load.TableId == table.Id ? load : null);

    private static IResult NoLoad(string name, long id, StoreDoor open) => new ProblemResult(open().Tables.Find(name) is null ? TableProblems.NotFound(name)
        : new Problem(StatusCodes.Status404NotFound, string.Create(CultureInfo.InvariantCulture, $"The table '{name}' has no load {id}; GET /v1/tables/{name}/loads lists them.")));
}
