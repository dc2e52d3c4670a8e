using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Api;
using Weir.Server.Models;
using Weir.Server.Problems;
using Weir.Server.Security;

namespace Weir.Server.Lists;

/// <summary>The allow and block lists of the caller's tenant, and the reference lists.</summary>
internal static class ListEndpoints
{
    private const string Json = "application/json";

    /// <summary>Maps /v1/lists.</summary>
    public static void MapLists(this IEndpointRouteBuilder routes)
    {
        Tell(routes.MapGet("/v1/lists", List), "lists", "Entries of the allow and block lists, newest first, and the reference lists: kind, scope, value (a part of it), owner, source and expired (true or false) leave out the others.", AccessRole.Viewer)
            .Produces<ListPage>().ProducesProblem(400);
        Tell(routes.MapGet("/v1/lists/reference", (DetectorHolder holder) => new ReferenceInUse(holder.Current.Reference)), "referenceLists", "Name, source, date and size of every reference list in use.", AccessRole.Check)
            .Produces<ReferenceInUse>();
        Tell(routes.MapGet("/v1/lists/{id:long}", Get), "listEntry", "One entry, with its ETag.", AccessRole.Viewer).WithETag().Produces<ShownEntry>().ProducesProblem(404);
        Tell(routes.MapPost("/v1/lists", Add), "addListEntries", "Adds one entry or many, all or none; a known one gets the new reason and expiry.", AccessRole.Analyst)
            .Accepts<ListRequest>(Json).Produces<ShownEntry>(201).Produces<ShownEntry>().ProducesProblem(400).ProducesProblem(409).ProducesProblem(415).Idempotent();
        Tell(routes.MapPatch("/v1/lists/{id:long}", Change), "changeListEntry", "Gives an entry another reason or expiry; with If-Match only when nobody changed it meanwhile.", AccessRole.Analyst)
            .Accepts<ListChange>(Json).Produces<ShownEntry>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(412).ProducesProblem(415);
        Tell(routes.MapDelete("/v1/lists/{id:long}", Remove), "removeListEntry", "Takes an entry away.", AccessRole.Analyst).Produces(204).ProducesProblem(404);
        routes.MapListFiles();
    }

    internal static RouteHandlerBuilder Tell(RouteHandlerBuilder route, string name, string summary, AccessRole role) =>
        route.WithTags("Lists").WithName(name).WithSummary(summary).Needs(role).ProducesProblem(401).ProducesProblem(403);

    private static IResult List(HttpContext context, StoreDoor open, DetectorHolder holder)
    {
        var faults = new List<Fault>();
        var page = PageQuery.Read(context.Request, faults);
        var filter = ListQuery.Read(context.Request, context.Caller().Tenant, faults);
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        var store = open();
        var cut = page.Cut(store.Lists.Read(filter with { After = page.After, Limit = page.Limit + 1 }), entry => entry.Id);
        return Results.Ok(new ListPage([.. cut.Items.Select(entry => ShownEntry.Of(entry, store.Time.GetUtcNow()))], cut.Next, holder.Current.Reference));
    }

    private static IResult Get(long id, HttpContext context, StoreDoor open)
    {
        var store = open();
        return store.Lists.Find(context.Caller().Tenant, id) is { } entry ? Results.Ok(ShownEntry.Of(entry, store.Time.GetUtcNow())) : Missing(id);
    }

    private static async Task<IResult> Add(HttpContext context, StoreDoor open, ListDesk desk)
    {
        var (body, problem) = await JsonFields.ReadAsync(context.Request);
        if (body is null) return new ProblemResult(problem!);
        using (body)
        {
            var (store, faults) = (open(), new List<Fault>());
            var drafts = ListDraft.Read(body.RootElement, store.Time.GetUtcNow(), faults, out var replace);
            var answer = desk.Add(store, context.Caller(), drafts, replace, "hand", faults);
            return Trouble(answer) is { } wrong ? new ProblemResult(wrong) : Added(answer, store.Time.GetUtcNow(), body.RootElement.TryGetProperty("entries", out _));
        }
    }

    /// <summary>Why entries were not added; null when they were.</summary>
    internal static Problem? Trouble(ListAnswer answer)
    {
        if (answer.Faults.Count > 0) return Problem.Invalid(answer.Faults);
        return answer.Conflicts.Count == 0 ? null
            : new Problem(StatusCodes.Status409Conflict, string.Join(' ', answer.Conflicts.Take(5).Select(conflict => conflict.Detail))) { Faults = answer.Conflicts };
    }

    private static IResult Added(ListAnswer answer, DateTimeOffset now, bool isMany)
    {
        var shown = answer.Entries.Select(entry => ShownEntry.Of(entry, now)).ToList();
        if (isMany) return answer.Added > 0 ? Results.Created("/v1/lists", new PageAnswer<ShownEntry>(shown, null)) : Results.Ok(new PageAnswer<ShownEntry>(shown, null));
        var one = shown[0] with { Warning = answer.Warning };
        return answer.Added > 0 ? Results.Created($"/v1/lists/{one.Id}", one) : Results.Ok(one);
    }

    private static async Task<IResult> Change(long id, HttpContext context, StoreDoor open)
    {
        var (body, problem) = await JsonFields.ReadAsync(context.Request);
        if (body is null) return new ProblemResult(problem!);
        using (body)
        {
            var (store, faults, tenant) = (open(), new List<Fault>(), context.Caller().Tenant);
            if (store.Lists.Find(tenant, id) is not { } entry) return Missing(id);
            if (ETags.Mismatch(context, ShownEntry.Of(entry, store.Time.GetUtcNow())) is { } changedMeanwhile) return new ProblemResult(changedMeanwhile);
            var fields = new JsonFields(body.RootElement, "", faults);
            var note = fields.Has("reason") ? fields.Text("reason", ListDraft.MostReason, "Say why in a sentence, or leave it out to keep the reason.") : entry.Entry.Note;
            var end = fields.Has("expires") ? End(fields, store.Time.GetUtcNow()) : entry.Entry.Expires;
            fields.Done();
            if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
            return store.Lists.Change(tenant, id, note, end, context.Caller().Name) is { } changed ? Results.Ok(ShownEntry.Of(changed, store.Time.GetUtcNow())) : Missing(id);
        }
    }

    private static DateTimeOffset? End(JsonFields fields, DateTimeOffset now)
    {
        if (fields.Text("expires", 40) is not { } text) return null;
        if (ListWords.TryReadEnd(text, now, out var end, out var fault)) return end;
        fields.Fault("expires", fault);
        return null;
    }

    private static IResult Remove(long id, HttpContext context, StoreDoor open) =>
        open().Lists.Remove(context.Caller().Tenant, id, context.Caller().Name) ? Results.NoContent() : Missing(id);

    private static ProblemResult Missing(long id) => new(new Problem(StatusCodes.Status404NotFound, $"No entry has the number {id}; GET /v1/lists names them."));
}
