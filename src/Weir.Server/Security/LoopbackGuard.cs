using System.Net;
using Microsoft.AspNetCore.Http;

namespace Weir.Server.Security;

/// <summary>
/// Who needs no key: this machine. The peer is loopback, no proxy stands between, and Host names this machine (so that a foreign page cannot
/// reach Weir through a name that it points at 127.0.0.1), and no foreign page sent it.
/// </summary>
internal static class LoopbackGuard
{
    // X-Original- is what stays of X-Forwarded- when a named proxy was believed.
    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via", "X-Original-For", "X-Original-Host", "X-Original-Proto"];

    /// <summary>Why a request is not from this machine, in one sentence; null when it is.</summary>
    public static string? NotLocal(HttpContext context, IReadOnlyList<string>? origins = null)
    {
        if (context.Connection.RemoteIpAddress is not { } peer || !IPAddress.IsLoopback(peer)) return "Without a key only requests from this machine are answered.";
        if (!IsLocal(context.Request.Host.Host)) return "The Host header does not name this machine.";
        return HeaderFault(context.Request, origins ?? []);
    }

    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host is "127.0.0.1"
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static string? HeaderFault(HttpRequest request, IReadOnlyList<string> origins)
    {
        // A direct call carries few headers, so looking at them once is cheaper than asking for each name.
        foreach (var header in request.Headers)
        {
            foreach (var name in ProxyHeaders)
                if (header.Key.Length == name.Length && header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) return "The request came through a proxy.";
            if (header.Key.Length == 14 && header.Key.Equals("Sec-Fetch-Site", StringComparison.OrdinalIgnoreCase) && IsForeign(header.Value) && !IsSafe(request.Method) && !origins.Contains(request.Headers.Origin.ToString()))
                return "The request was sent by a page of another site.";
        }

        return null;
    }

    private static bool IsForeign(string? site) => site is "cross-site" or "same-site";

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
