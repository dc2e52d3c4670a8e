using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;

namespace Weir.Server.Security;

/// <summary>
/// Under which address this server is reached. The Host header is written by whoever asks: what is answered names it only where it is an
/// address of this server.
/// </summary>
internal static class OwnAddress
{
    /// <summary>What stands before a path of this server in an answer: its public address, the one that was asked when it is known to be its own, else nothing.</summary>
    public static string Of(HttpContext context, ServerOptions options)
    {
        if (options.PublicUrl.Length > 0) return options.PublicUrl;
        return IsOwn(context, options) ? $"{context.Request.Scheme}://{context.Request.Host}" : "";
    }

    /// <summary>Lets redirects of pages name a path alone, which is where browsers are already.</summary>
    public static void UseRelativeRedirects(this IApplicationBuilder app) => app.Use(next => context =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null) context.Response.OnStarting(Shorten, context);
        return next(context);
    });

    private static bool IsOwn(HttpContext context, ServerOptions options)
    {
        // It stays when a named proxy was believed, which has checked the host itself.
        if (context.Request.Headers.ContainsKey("X-Original-Host")) return true;
        var host = context.Request.Host.Host;
        if (IPAddress.TryParse(host, out var address)) return address.Equals(context.Connection.LocalIpAddress?.IsIPv4MappedToIPv6 == true ? context.Connection.LocalIpAddress.MapToIPv4() : context.Connection.LocalIpAddress);
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return context.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer);
        return options.Urls.Any(url => Uri.TryCreate(url, UriKind.Absolute, out var own) && own.Host.Equals(host, StringComparison.OrdinalIgnoreCase));
    }

    private static Task Shorten(object state)
    {
        var (request, headers) = (((HttpContext)state).Request, ((HttpContext)state).Response.Headers);
        var own = $"{request.Scheme}://{request.Host}";
        if (headers.Location.ToString() is var location && location.StartsWith(own + "/", StringComparison.OrdinalIgnoreCase)) headers.Location = location[own.Length..];
        return Task.CompletedTask;
    }
}
