using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Weir.Server.Problems;

namespace Weir.Server.Security;

/// <summary>The door of access: finds out who asks, and lets him through to what his role may.</summary>
internal static class AccessDoor
{
    /// <summary>Guards every endpoint that follows.</summary>
    public static void UseAccess(this IApplicationBuilder app) => app.Use(next => context =>
    {
        if (context.GetEndpoint() is not { } endpoint) return next(context);
        var needs = endpoint.Metadata.GetMetadata<NeedsAttribute>();
        return Refusal(context.Caller(), needs?.Role ?? AccessRole.Admin, needs?.MainOnly ?? true) is { } refusal ? refusal.WriteAsync(context) : next(context);
    });

    private static Problem? Refusal(Caller caller, AccessRole role, bool mainOnly)
    {
        if (!caller.May(role))
            return caller == Caller.Nobody
                ? new Problem(StatusCodes.Status401Unauthorized, "Say who you are: send a key as Authorization: Bearer KEY, or log in at /login.")
                : new Problem(StatusCodes.Status403Forbidden, $"This needs the role {role.ToString().ToLowerInvariant()}; {caller.Name} has {caller.Role.ToString().ToLowerInvariant()}. Ask an admin.");
        return mainOnly && !caller.IsOfMain ? new Problem(StatusCodes.Status403Forbidden, "Only the tenant that runs this server may do this. Ask its admin.") : null;
    }
}
