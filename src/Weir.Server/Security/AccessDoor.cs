using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Server.Problems;
using Weir.Server.Security.Limits;

namespace Weir.Server.Security;

/// <summary>The door of access: finds out who asks, and lets him through to what his role may, as often as his limits allow.</summary>
internal static class AccessDoor
{
    private static readonly NeedsAttribute Unsaid = new(AccessRole.Admin) { MainOnly = true };

    /// <summary>Guards every endpoint that follows.</summary>
    public static void UseAccess(this IApplicationBuilder app)
    {
        var resolver = app.ApplicationServices.GetRequiredService<CallerResolver>();
        var limits = app.ApplicationServices.GetRequiredService<QuotaDoor>();
        app.Use(next => context =>
        {
            // What is no route only answers that there is none, or not by this method.
            if (context.GetEndpoint() is not RouteEndpoint endpoint) return next(context);
            var needs = endpoint.Metadata.GetMetadata<NeedsAttribute>() ?? Unsaid;
            var caller = resolver.Resolve(context);
            context.Is(caller);
            if (Refusal(context, caller, needs) is { } refusal) return Refuse(context, caller, refusal);
            if (caller.Session is not null && SameOrigin.Refusal(context, endpoint) is { } foreign) return foreign.WriteAsync(context);
            return IsCounted(context, needs) && limits.TryRequest(context, caller) is { } limited ? limited.WriteAsync(context) : next(context);
        });
    }

    // Styles and pages that anyone may read are as cheap as the refusal would be.
    private static bool IsCounted(HttpContext context, NeedsAttribute needs) => needs.Role > AccessRole.Anyone || !HttpMethods.IsGet(context.Request.Method);

    private static Problem? Refusal(HttpContext context, Caller caller, NeedsAttribute needs)
    {
        if (needs.Role == AccessRole.Anyone || (needs.OrLocal && caller.IsLocal)) return null;
        if (!caller.May(needs.Role)) return Unfit(context, caller, needs.Role);
        return needs.MainOnly && !caller.IsOfMain ? new Problem(StatusCodes.Status403Forbidden, "Only the tenant that runs this server may do this. Ask its admin.") : null;
    }

    private static Problem Unfit(HttpContext context, Caller caller, AccessRole role) => caller switch
    {
        _ when ReferenceEquals(caller, Caller.Refused) => new(StatusCodes.Status401Unauthorized, "This key is not known, has ended, or was revoked. Ask an admin for another."),
        { KeyId: null, Session: null } => new(StatusCodes.Status401Unauthorized, $"{Why(context, caller)}Send a key as Authorization: Bearer KEY, or log in at /login."
            + (role == AccessRole.Check ? " WEIR__Server__AllowRemote=true lets others check without one." : "")),
        _ => new(StatusCodes.Status403Forbidden, $"This needs the role {Word(role)}; {caller.Name} has {Word(caller.Role)}. Ask an admin."),
    };

    private static string Why(HttpContext context, Caller caller) => caller.May(AccessRole.Check)
        ? "This needs more than to be on this machine. "
        : LoopbackGuard.NotLocal(context) is { } reason ? reason + " " : "";

    private static string Word(AccessRole role) => role.ToString().ToLowerInvariant();

    private static Task Refuse(HttpContext context, Caller caller, Problem problem)
    {
        if (IsPage(context.Request) && caller.KeyId is null && !ReferenceEquals(caller, Caller.Refused)) return Login(context, caller);
        if (problem.Status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = KeyPlaces.TakesPasswords(context.Request.Path) ? "Basic realm=\"Weir\", Bearer" : "Bearer";
        return problem.WriteAsync(context);
    }

    private static Task Login(HttpContext context, Caller caller)
    {
        var why = caller.Session is not null ? "&why=role" : HttpMethods.IsPost(context.Request.Method) ? "&why=ended" : "";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect($"/login?next={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString.Value)}{why}");
        return Task.CompletedTask;
    }

    private static bool IsPage(HttpRequest request) => (HttpMethods.IsGet(request.Method) || HttpMethods.IsPost(request.Method))
        && !request.Path.StartsWithSegments("/v1", StringComparison.Ordinal)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
