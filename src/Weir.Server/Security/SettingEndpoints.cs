using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Api;

namespace Weir.Server.Security;

/// <summary>The settings over HTTP, for admins of main: what is set and where. They are changed where they stand.</summary>
internal static class SettingEndpoints
{
    /// <summary>Maps /v1/settings.</summary>
    public static void MapSettings(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/settings", (ServerOptions options) => new PageAnswer<ShownSetting>(SettingDesk.Shown(options.DataDirectory), null))
            .WithTags("Settings").WithName("settings").WithSummary("What is set and where, by name, without secrets.").Needs(AccessRole.Admin, mainOnly: true)
            .Produces<PageAnswer<ShownSetting>>().ProducesProblem(401).ProducesProblem(403);
}
