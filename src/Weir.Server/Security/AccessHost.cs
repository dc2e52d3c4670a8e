using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Weir.Server.Security.Limits;
using Weir.Storage;

namespace Weir.Server.Security;

/// <summary>What the guarding of the server is made of.</summary>
internal static class AccessHost
{
    /// <summary>Adds it.</summary>
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<MeterBook>().AddSingleton<QuotaDoor>().AddSingleton<KeyRing>().AddSingleton<CallerResolver>();
        services.AddSingleton<AccessKeeper>().AddHostedService(provider => provider.GetRequiredService<AccessKeeper>());
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
