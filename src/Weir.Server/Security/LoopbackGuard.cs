using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Weir.Server.Problems;

namespace Weir.Server.Security;

/// <summary>
/// Without a key only this machine is answered: the peer is loopback, no proxy stands between, and Host names this machine
/// (so that a foreign page cannot reach Weir through a name that it points at 127.0.0.1).
/// </summary>
internal static class LoopbackGuard
{
    private const string WayOut = "Ask from this machine, or let others in with WEIR__Server__AllowRemote=true.";

    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"];

    /// <summary>Guards everything that follows but the probes.</summary>
    public static void UseLoopbackGuard(this IApplicationBuilder app, ServerOptions options)
    {
        if (options.AllowRemote) return;
        app.Use(next => context => !HasKeyOfItsOwn(context.Request.Path) && Refusal(context) is { } refusal ? refusal.WriteAsync(context) : next(context));
    }

    /// <summary>Why a request is not from this machine, for what only this machine may do, whoever else is let in; null when it is.</summary>
    public static Problem? NotLocal(HttpContext context) => Refusal(context) is null
        ? null
        : new Problem(StatusCodes.Status403Forbidden, "Only this machine may change what serves. Ask from there without a proxy, or use `weir models`.");

    private static Problem? Refusal(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } peer || !IPAddress.IsLoopback(peer))
            return IsProbe(context.Request.Path) ? null : Forbidden("Only requests from this machine are answered.");
        if (!IsLocal(context.Request.Host.Host)) return IsProbe(context.Request.Path) ? null : Forbidden("The Host header does not name this machine.");
        return HasProxyHeader(context.Request.Headers) ? Forbidden("The request came through a proxy.") : null;
    }

    private static Problem Forbidden(string reason) => new(StatusCodes.Status403Forbidden, $"{reason} {WayOut}");

    // Collectors are other machines by nature, and each shows its key.
    private static bool HasKeyOfItsOwn(PathString path) =>
        path.Value is { } text && text.StartsWith("/v1/collectors/", StringComparison.Ordinal) && text.EndsWith("/observations", StringComparison.Ordinal);

    private static bool IsProbe(PathString path) => path.Value is "/healthz" or "/readyz";

    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host is "127.0.0.1"
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool HasProxyHeader(IHeaderDictionary headers)
    {
        // A direct call carries few headers, so looking at them once is cheaper than asking for six names.
        foreach (var header in headers)
            foreach (var name in ProxyHeaders)
                if (header.Key.Length == name.Length && header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
