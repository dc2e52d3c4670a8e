using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Weir.Detection.Tables;
using Weir.Pipeline.Tables;
using Weir.Server.Api;
using Weir.Server.Live;
using Weir.Server.Problems;
using Weir.Server.Security;

namespace Weir.Server.Tables;

/// <summary>The schema of a table over HTTP: YAML with its comments, or JSON of the same shape.</summary>
internal static class TableSchemaEndpoints
{
    private const int MostBytes = 16 << 20;
    private const string Yaml = "application/yaml";

    /// <summary>Maps /v1/tables/{name}/schema.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/tables/{name}/schema", Get).WithTags("Tables").WithName("tableSchema").Needs(AccessRole.Viewer, mainOnly: true).WithETag()
            .WithSummary("The schema of a table: YAML as it was written, with its comments, or JSON of the same shape when Accept says so.")
            .Produces<SchemaAnswer>().WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [Yaml])).ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPut("/v1/tables/{name}/schema", PutAsync).WithTags("Tables").WithName("setTableSchema").Needs(AccessRole.Analyst, mainOnly: true)
            .WithSummary("Replaces the schema of a table, or makes an empty table of it. The held rows are read anew at once; one that cannot be read leaves everything as it was. With If-Match, only when it is still what you read.")
            .WithMetadata(new AcceptsMetadata([Yaml, "text/yaml", "application/json", "text/plain"], typeof(Stream))).Produces<SchemaChanged>().Produces<SchemaChanged>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult Get(HttpContext context, string name, StoreDoor open)
    {
        if (new TableCatalog(open()).Find(name) is not { } table) return new ProblemResult(TableProblems.NotFound(name));
        context.Response.Headers.Vary = HeaderNames.Accept;
        // The tag is that of the YAML whatever the form: a change is held against what the schema says.
        context.Response.Headers.ETag = Tag(table);
        var isJson = context.Request.GetTypedHeaders().Accept.OrderByDescending(type => type.Quality ?? 1).FirstOrDefault() is { } first && first.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
        return isJson ? Results.Ok(SchemaAnswer.Of(table.Schema)) : Results.Text(table.Record.Schema, Yaml, Encoding.UTF8);
    }

    private static async Task<IResult> PutAsync(HttpContext context, string name, StoreDoor open, LiveEvents live)
    {
        if (!TableName.IsName(name)) return new ProblemResult(Problem.Invalid([new Fault("name", TableName.Rule)]));
        if (await ReadAsync(context) is not { } yaml) return new ProblemResult(Problem.TooLarge("A schema has at most 16 MiB."));
        var (store, caller) = (open(), context.Caller());
        var catalog = new TableCatalog(store);
        var known = catalog.Find(name);
        var wanted = context.Request.GetTypedHeaders().IfMatch;
        if (wanted.Count > 0 && (known is null || !wanted.Any(tag => tag == EntityTagHeaderValue.Any || tag.ToString() == Tag(known))))
            return new ProblemResult(new Problem(StatusCodes.Status412PreconditionFailed, "The schema has changed since you read it. Read it again, and send the change with its new ETag."));
        var change = await Task.Run(() => known is null ? catalog.Create(name, yaml, caller.Name) : catalog.SetSchema(name, yaml, caller.Name, context.RequestAborted), context.RequestAborted);
        if (change.IsBusy) return new ProblemResult(new Problem(StatusCodes.Status409Conflict, change.Faults[0]));
        if (change.Table is not { } table) return new ProblemResult(UploadedRows.Unusable(string.Join(" ", change.Faults), [.. change.Faults.Select(fault => new Fault("schema", fault))]));
        live.Publish(TableTrainings.Topic);
        context.Response.Headers.ETag = Tag(table);
        var answer = new SchemaChanged(TableAnswer.Of(table, store.Models.On(table.Record.ChannelNumber).Champion()?.Version), change.Notes);
        return known is null ? Results.Created($"/v1/tables/{name}", answer) : Results.Ok(answer);
    }

    private static string Tag(KnownTable table) => ETags.Of(Encoding.UTF8.GetBytes(table.Record.Schema));

    private static async Task<string?> ReadAsync(HttpContext context)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and var read)
        {
            if (bytes.Length + read > MostBytes) return null;
            bytes.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length).TrimStart('\uFEFF');
    }
}
