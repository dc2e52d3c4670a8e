using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Api;
using Weir.Server.Problems;
using Weir.Storage.Security;

namespace Weir.Server.Security;

/// <summary>Accounts over HTTP. An admin sees and changes those of his tenant; one of main those of all.</summary>
internal static class AccountEndpoints
{
    private const int MostText = 300;

    /// <summary>Maps /v1/accounts.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        Tell(routes.MapGet("/v1/accounts", List), "accounts", "People who may log in, by number.").Produces<PageAnswer<ShownAccount>>().ProducesProblem(400);
        Tell(routes.MapGet("/v1/accounts/{id:long}", Get), "account", "One account.").WithETag().Produces<ShownAccount>().ProducesProblem(404);
        Tell(routes.MapPost("/v1/accounts", Add), "addAccount", "Adds an account with a first password.")
            .Accepts<AccountRequest>("application/json").Produces<ShownAccount>(201).ProducesProblem(400).ProducesProblem(409).ProducesProblem(415).Idempotent();
        Tell(routes.MapPatch("/v1/accounts/{id:long}", Change), "changeAccount", "Sets the role of an account, disables it or lets it in again, or sets another password. Its sessions end.")
            .Accepts<AccountChange>("application/json").Produces<ShownAccount>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(415);
    }

    private static RouteHandlerBuilder Tell(RouteHandlerBuilder route, string name, string summary) =>
        route.WithTags("Accounts").WithName(name).WithSummary(summary).Needs(AccessRole.Admin).ProducesProblem(401).ProducesProblem(403);

    private static IResult List(HttpContext context, StoreDoor open)
    {
        var faults = new List<Fault>();
        var page = PageQuery.Read(context.Request, faults);
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        var cut = page.Cut(open().Accounts.Page(context.Caller().Bounds, page.After, page.Limit + 1), account => account.Id);
        return Results.Ok(new PageAnswer<ShownAccount>([.. cut.Items.Select(ShownAccount.Of)], cut.Next));
    }

    private static IResult Get(long id, HttpContext context, StoreDoor open) =>
        open().Accounts.Find(id, context.Caller().Bounds) is { } account ? Results.Ok(ShownAccount.Of(account)) : Missing(id);

    private static async Task<IResult> Add(HttpContext context, StoreDoor open)
    {
        var (body, problem) = await JsonFields.ReadAsync(context.Request);
        if (body is null) return new ProblemResult(problem!);
        using (body)
        {
            var (store, caller, faults) = (open(), context.Caller(), new List<Fault>());
            var fields = new JsonFields(body.RootElement, "", faults);
            var (name, password) = (fields.Text("name", MostText, "Give the name to log in with."), fields.Text("password", MostText, "Give a first password; its owner changes it at /account."));
            var (role, tenant) = (fields.Text("role", MostText) ?? "viewer", fields.Text("tenant", MostText) ?? caller.Tenant);
            fields.Done();
            if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
            if (!caller.IsOfMain && tenant != caller.Tenant) return new ProblemResult(new Problem(403, "An admin makes accounts of his own tenant only."));
            if (store.Accounts.Find(name!.Trim().ToLowerInvariant()) is not null) return new ProblemResult(new Problem(409, "The name is taken. Choose another."));
            if (Accounts.Add(store, name, role, tenant, password!, caller.Name) is { } fault) return new ProblemResult(Problem.BadRequest(fault));
            var added = ShownAccount.Of(store.Accounts.Find(name.Trim().ToLowerInvariant())!);
            return Results.Created($"/v1/accounts/{added.Id}", added);
        }
    }

    private static async Task<IResult> Change(long id, HttpContext context, StoreDoor open)
    {
        var (body, problem) = await JsonFields.ReadAsync(context.Request);
        if (body is null) return new ProblemResult(problem!);
        using (body)
        {
            var (store, caller, faults) = (open(), context.Caller(), new List<Fault>());
            if (store.Accounts.Find(id, caller.Bounds) is not { } account) return Missing(id);
            var fields = new JsonFields(body.RootElement, "", faults);
            var (role, password) = (fields.Text("role", MostText), fields.Text("password", MostText));
            var disabled = fields.Has("disabled") ? fields.Truth("disabled") : account.DisabledAt is not null;
            fields.Done();
            if (role is not null && !Accounts.Roles.Contains(role)) faults.Add(new Fault("role", "A role is viewer, analyst or admin."));
            if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
            if (AccountDesk.Change(store, caller, account, role ?? account.Role, disabled, password) is { } refusal) return new ProblemResult(refusal);
            return Results.Ok(ShownAccount.Of(store.Accounts.Find(id, caller.Bounds)!));
        }
    }

    private static ProblemResult Missing(long id) => new(new Problem(404, $"There is no account {id} here. /v1/accounts lists them."));

    /// <summary>The account that is wanted; the role is viewer and the tenant the caller's unless they are given.</summary>
    internal sealed record AccountRequest(string Name, string Password, string? Role, string? Tenant);

    /// <summary>What is to change; what is left out stays.</summary>
    internal sealed record AccountChange(string? Role, bool? Disabled, string? Password);

    /// <summary>An account without its secrets.</summary>
    internal sealed record ShownAccount(
        long Id, string Name, string Role, string Tenant, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? LoginAt, DateTimeOffset? DisabledAt, bool HasAuthenticator)
    {
        public static ShownAccount Of(AccountRecord one) =>
            new(one.Id, one.Name, one.Role, one.Tenant, one.CreatedAt, one.CreatedBy, one.LoginAt, one.DisabledAt, one.TotpSecret is not null);
    }
}
