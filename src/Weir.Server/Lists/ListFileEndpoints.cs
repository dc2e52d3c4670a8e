using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage;
using Weir.Storage.Settings;

namespace Weir.Server.Lists;

/// <summary>The lists as a CSV file, out and in.</summary>
internal static class ListFileEndpoints
{
    private const string Csv = "text/csv";
    private const int Page = 1_000;

    /// <summary>Maps /v1/lists/export and /v1/lists/import.</summary>
    public static void MapListFiles(this IEndpointRouteBuilder routes)
    {
        ListEndpoints.Tell(routes.MapGet("/v1/lists/export", Export), "exportLists", "All entries of the tenant as CSV, safe for spreadsheets; the import reads it again.", AccessRole.Viewer)
            .Produces<string>(200, Csv);
        ListEndpoints.Tell(routes.MapPost("/v1/lists/import", Import), "importLists", "Adds the entries of a CSV file whose first line names kind and value, and perhaps scope, reason, expires and force; all or none.", AccessRole.Analyst)
            .Accepts<string>(Csv).Produces<ListImport>().ProducesProblem(400).ProducesProblem(409).ProducesProblem(415);
    }

    private static IResult Export(HttpContext context, StoreDoor open)
    {
        var (store, tenant) = (open(), context.Caller().Tenant);
        return Results.Stream(to => WriteAsync(store, tenant, to, context.RequestAborted), "text/csv; charset=utf-8", "weir-lists.csv");
    }

    private static async Task WriteAsync(WeirStore store, string tenant, Stream to, CancellationToken ct)
    {
        await using var writer = new StreamWriter(to, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(ListCsv.Header.AsMemory(), ct);
        for (long? after = null; ;)
        {
            var entries = store.Lists.Read(new ListFilter(tenant) { After = after, Limit = Page });
            foreach (var entry in entries) await writer.WriteLineAsync(ListCsv.Line(entry).AsMemory(), ct);
            if (entries.Count < Page) return;
            after = entries[^1].Id;
        }
    }

    private static async Task<IResult> Import(HttpContext context, StoreDoor open, ListDesk desk)
    {
        if (context.Request.ContentType?.StartsWith(Csv, StringComparison.OrdinalIgnoreCase) != true)
            return new ProblemResult(new Problem(StatusCodes.Status415UnsupportedMediaType, "Send the file as the body with Content-Type: text/csv."));
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var answer = Take(await reader.ReadToEndAsync(context.RequestAborted), open(), context.Caller(), desk);
        return ListEndpoints.Trouble(answer) is { } problem ? new ProblemResult(problem) : Results.Ok(new ListImport(answer.Entries.Count, answer.Added));
    }

    /// <summary>Adds the entries of a file, all or none.</summary>
    internal static ListAnswer Take(string text, WeirStore store, Caller caller, ListDesk desk)
    {
        var faults = new List<Fault>();
        var drafts = ListCsv.Read(text, "imported from a file", store.Time.GetUtcNow(), faults);
        // Hundreds of faults help nobody; the first of them name the pattern.
        return faults.Count > 0 ? new ListAnswer([], 0, [.. faults.Take(100)], []) : desk.Add(store, caller, drafts, replace: false, "import", faults);
    }
}
