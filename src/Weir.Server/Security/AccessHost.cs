using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Server.Security.Limits;
using Weir.Storage;

namespace Weir.Server.Security;

/// <summary>What the guarding of the server is made of.</summary>
internal static class AccessHost
{
    /// <summary>Adds it.</summary>
    public static void AddAccess(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<MeterBook>().AddSingleton<QuotaDoor>().AddSingleton<KeyRing>().AddSingleton<CallerResolver>();
        services.AddSingleton<KeyDesk>().AddSingleton<FirstAdmin>().AddSingleton<SessionDoor>().AddSingleton<LoginDelay>().AddSingleton<LoginDoor>();
        services.AddSingleton<AccessKeeper>().AddHostedService(provider => provider.GetRequiredService<AccessKeeper>());
        services.AddSecretBox(options.DataDirectory);
        services.AddOrigins(options.Security);
    }

    /// <summary>Maps keys, accounts, tenants, settings and the way out.</summary>
    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        routes.MapKeys();
        routes.MapAccounts();
        routes.MapTenants();
        routes.MapSettings();
        routes.MapPost("/logout", (HttpContext context, StoreDoor open) =>
        {
            if (context.Caller() is { Session: { } session } caller) open().Sessions.End(session.Id, session.Account, caller.Name);
            SessionDoor.Forget(context);
            return Results.Redirect("/login?done=out");
        }).ExcludeFromDescription().Needs(AccessRole.Anyone);
    }

    /// <summary>Knows the keys before the first request comes.</summary>
    public static void UseKeysOfStore(this WebApplication app)
    {
        try
        {
            app.Services.GetRequiredService<KeyRing>().Refresh();
        }
        catch (StoreException fault)
        {
            ServerLog.AccessNotKept(app.Logger, fault.Message);
        }
    }
}
