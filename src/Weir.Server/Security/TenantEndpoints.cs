using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Api;
using Weir.Server.Problems;
using Weir.Storage.Security;

namespace Weir.Server.Security;

/// <summary>Tenants over HTTP, for admins of main.</summary>
internal static class TenantEndpoints
{
    /// <summary>Maps /v1/tenants.</summary>
    public static void MapTenants(this IEndpointRouteBuilder routes)
    {
        Tell(routes.MapGet("/v1/tenants", (StoreDoor open) => new PageAnswer<TenantRecord>(open().Tenants.All(), null)), "tenants", "Who shares this server, by name.").Produces<PageAnswer<TenantRecord>>();
        Tell(routes.MapGet("/v1/tenants/{name}", (string name, StoreDoor open) => open().Tenants.Find(name) is { } tenant ? Results.Ok(tenant) : Missing()), "tenant", "One tenant.")
            .WithETag().Produces<TenantRecord>().ProducesProblem(404);
        Tell(routes.MapPost("/v1/tenants", Add), "addTenant", "Adds a tenant.")
            .Accepts<TenantRequest>("application/json").Produces<TenantRecord>(201).ProducesProblem(400).ProducesProblem(409).ProducesProblem(415).Idempotent();
        Tell(routes.MapPatch("/v1/tenants/{name}", Change), "changeTenant", "Sets the quota of a tenant, disables it or lets it in again.")
            .Accepts<TenantChange>("application/json").Produces<TenantRecord>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(415);
    }

    private static RouteHandlerBuilder Tell(RouteHandlerBuilder route, string name, string summary) =>
        route.WithTags("Tenants").WithName(name).WithSummary(summary).Needs(AccessRole.Admin, mainOnly: true).ProducesProblem(401).ProducesProblem(403);

    private static async Task<IResult> Add(HttpContext context, StoreDoor open)
    {
        var (body, problem) = await JsonFields.ReadAsync(context.Request);
        if (body is null) return new ProblemResult(problem!);
        using (body)
        {
            var (store, faults) = (open(), new List<Fault>());
            var fields = new JsonFields(body.RootElement, "", faults);
            var (name, quota) = (fields.Text("name", 80, "Give the tenant a name."), fields.Number("subjectsADay", 1, long.MaxValue));
            fields.Done();
            if (name is not null && !AccessNames.IsName(name)) faults.Add(new Fault("name", AccessNames.Wanted("A name")));
            if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
            if (!store.Tenants.Add(name!, quota, context.Caller().Name)) return new ProblemResult(new Problem(409, $"There is a tenant '{store.Tenants.Like(name!)?.Name ?? name}' already; names that differ only in upper and lower case count as one."));
            return Results.Created($"/v1/tenants/{name}", store.Tenants.Find(name!));
        }
    }

    private static async Task<IResult> Change(string name, HttpContext context, StoreDoor open, KeyRing ring)
    {
        var (body, problem) = await JsonFields.ReadAsync(context.Request);
        if (body is null) return new ProblemResult(problem!);
        using (body)
        {
            var (store, faults, actor) = (open(), new List<Fault>(), context.Caller().Name);
            if (store.Tenants.Find(name) is not { } tenant) return Missing();
            var fields = new JsonFields(body.RootElement, "", faults);
            var quota = fields.Has("subjectsADay") ? fields.Number("subjectsADay", 1, long.MaxValue) : tenant.SubjectsADay;
            var disabled = fields.Has("disabled") ? fields.Truth("disabled") : tenant.DisabledAt is not null;
            fields.Done();
            if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
            if (disabled && name == TenantStore.Main) return new ProblemResult(new Problem(409, "The tenant main owns this machine and cannot be disabled."));
            if (quota != tenant.SubjectsADay) store.Tenants.SetQuota(name, quota, actor);
            store.Tenants.SetDisabled(name, disabled, actor);
            ring.Refresh();
            return Results.Ok(store.Tenants.Find(name));
        }
    }

    private static ProblemResult Missing() => new(new Problem(404, "There is no tenant of this name. /v1/tenants lists them."));

    /// <summary>The tenant that is wanted; without subjectsADay it has no bound.</summary>
    internal sealed record TenantRequest(string Name, long? SubjectsADay);

    /// <summary>What is to change; what is left out stays.</summary>
    internal sealed record TenantChange(long? SubjectsADay, bool? Disabled);
}
