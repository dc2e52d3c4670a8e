using Microsoft.AspNetCore.Http;
using Weir.Server.Security.Limits;

namespace Weir.Server.Security;

/// <summary>Finds out who asks: by key, by session, as this machine, or as nobody.</summary>
internal sealed class CallerResolver(KeyRing keys, SessionDoor sessions, MeterBook meters, ServerOptions options)
{
    /// <summary>Who asks. A key that lets nobody in does not fall back to anything.</summary>
    public Caller Resolve(HttpContext context) =>
        KeyPlaces.Find(context.Request, out var token) ? keys.Find(token) ?? Caller.Refused : sessions.Find(context) ?? Anonymous(context);

    private Caller Anonymous(HttpContext context)
    {
        if (LoopbackGuard.NotLocal(context, options.Security.Origins) is null) return Caller.Local;
        return options.AllowRemote ? meters.Stranger(context.Connection.RemoteIpAddress) : meters.Nobody(context.Connection.RemoteIpAddress);
    }
}
