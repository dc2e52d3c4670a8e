using Microsoft.Playwright;
using Weir.Server.Security;

namespace Weir.BrowserTests.Support;

/// <summary>Lets a browser in as somebody of a role.</summary>
internal static class Logins
{
    /// <summary>Enters; on this machine everybody is an admin without logging in.</summary>
    public static Task Enter(IBrowserContext context, WeirInBrowser weir, AccessRole role) => Task.CompletedTask;
}
