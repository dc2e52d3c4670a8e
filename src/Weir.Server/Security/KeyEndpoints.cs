using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Api;
using Weir.Server.Lists;
using Weir.Server.Problems;
using Weir.Storage.Security;

namespace Weir.Server.Security;

/// <summary>Keys over HTTP. An admin sees and changes those of his tenant; one of main those of all.</summary>
internal static class KeyEndpoints
{
    private const int MostText = 80;

    /// <summary>Maps /v1/keys.</summary>
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        Tell(routes.MapGet("/v1/keys", List), "keys", "Keys of programs, newest first, without the keys themselves.").Produces<PageAnswer<KeyRecord>>().ProducesProblem(400);
        Tell(routes.MapGet("/v1/keys/{id:long}", Get), "key", "One key, without the key itself.").WithETag().Produces<KeyRecord>().ProducesProblem(404);
        Tell(routes.MapPost("/v1/keys", Add), "addKey", "Makes a key. The answer holds it, this one time.")
            .Accepts<KeyRequest>("application/json").Produces<NewKey>(201).ProducesProblem(400).ProducesProblem(409).ProducesProblem(415).Idempotent(secret: "key");
        Tell(routes.MapDelete("/v1/keys/{id:long}", Revoke), "revokeKey", "Takes a key back.").Produces(204).ProducesProblem(404);
    }

    private static RouteHandlerBuilder Tell(RouteHandlerBuilder route, string name, string summary) =>
        route.WithTags("Keys").WithName(name).WithSummary(summary).Needs(AccessRole.Admin).ProducesProblem(401).ProducesProblem(403);

    private static IResult List(HttpContext context, StoreDoor open)
    {
        var faults = new List<Fault>();
        var page = PageQuery.Read(context.Request, faults);
        return faults.Count > 0 ? new ProblemResult(Problem.Invalid(faults)) : Results.Ok(page.Cut(open().Keys.Page(context.Caller().Bounds, page.After, page.Limit + 1), key => key.Id));
    }

    private static IResult Get(long id, HttpContext context, StoreDoor open) => open().Keys.Find(id, context.Caller().Bounds) is { } key ? Results.Ok(key) : Missing(id);

    private static IResult Revoke(long id, HttpContext context, StoreDoor open, KeyDesk desk) =>
        desk.Revoke(open(), context.Caller(), id) ? Results.NoContent() : Missing(id);

    private static async Task<IResult> Add(HttpContext context, StoreDoor open, KeyDesk desk)
    {
        var (body, problem) = await JsonFields.ReadAsync(context.Request);
        if (body is null) return new ProblemResult(problem!);
        using (body)
        {
            var (store, caller, faults) = (open(), context.Caller(), new List<Fault>());
            var wanted = Read(new JsonFields(body.RootElement, "", faults), store.Time.GetUtcNow(), caller);
            if (wanted.Name.Length > 0 && !AccessNames.IsName(wanted.Name)) faults.Add(new Fault("name", AccessNames.Wanted("A name")));
            if (caller.IsOfMain && store.Tenants.Find(wanted.Tenant) is null) faults.Add(new Fault("tenant", "No tenant has this name; /v1/tenants lists them."));
            if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
            return desk.Make(store, caller, wanted, out var made) is { } refusal
                ? new ProblemResult(refusal)
                : Results.Created($"/v1/keys/{made.Record.Id}", new NewKey(made.Record.Id, made.Token, made.Record));
        }
    }

    private static KeyRecord Read(JsonFields fields, DateTimeOffset now, Caller caller)
    {
        var name = fields.Text("name", MostText, "Say what the key is for.");
        var role = fields.Word("role", AccessKeys.Roles.Select((word, index) => (word, index)).ToDictionary(pair => pair.word, pair => pair.index));
        var tenant = fields.Text("tenant", MostText) ?? caller.Tenant;
        DateTimeOffset? end = null;
        if (fields.Text("expires", 40) is { } text)
        {
            if (ListWords.TryReadEnd(text, now, out var at, out var fault)) end = at;
            else fields.Fault("expires", fault);
        }

        var wanted = new KeyRecord
        {
            Name = name ?? "",
            Role = AccessKeys.Roles[role ?? 0],
            Tenant = tenant,
            ExpiresAt = end,
            RequestsASecond = fields.Number("requestsASecond", 1, 1_000_000),
            SubjectsADay = fields.Number("subjectsADay", 1, long.MaxValue),
        };
        fields.Done();
        return wanted;
    }

    private static ProblemResult Missing(long id) => new(new Problem(404, $"There is no key {id} that works here. /v1/keys lists them."));

    /// <summary>The key that is wanted.</summary>
    /// <param name="Name">What it is for: letters, digits, <c>- _ . @ +</c>.</param>
    /// <param name="Role">check (usual), viewer, analyst or admin.</param>
    /// <param name="Tenant">Whose it is; usually the caller's.</param>
    /// <param name="Expires">A day (2026-12-31), a moment, or a number of days (30d); left out: never.</param>
    /// <param name="RequestsASecond">Its own bound of requests a second.</param>
    /// <param name="SubjectsADay">Its own bound of subjects a day.</param>
    internal sealed record KeyRequest(string Name, string? Role, string? Tenant, string? Expires, long? RequestsASecond, long? SubjectsADay);

    /// <summary>A key that was made.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="Key">The key itself, shown only now.</param>
    /// <param name="Record">What is kept of it.</param>
    internal sealed record NewKey(long Id, string Key, KeyRecord Record);
}
