using Microsoft.Playwright;
using Weir.Server.Security;
using Weir.Storage.Security;

namespace Weir.BrowserTests.Support;

/// <summary>Lets a browser in as somebody of a role.</summary>
internal static class Logins
{
    /// <summary>Enters by a key that every request shows; below check nobody is asked.</summary>
    public static async Task Enter(IBrowserContext context, WeirInBrowser weir, AccessRole role)
    {
        if (role == AccessRole.Anyone) return;
        var wanted = new KeyRecord { Name = Guid.NewGuid().ToString("N"), Role = role.ToString().ToLowerInvariant(), Tenant = Caller.MainTenant };
        var (_, key) = AccessKeys.Make(weir.Store, wanted, "test")!.Value;
        weir.Knows();
        await context.SetExtraHTTPHeadersAsync([KeyValuePair.Create("X-Api-Key", key)]);
    }
}
