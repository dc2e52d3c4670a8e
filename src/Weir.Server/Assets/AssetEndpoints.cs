using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Security;

namespace Weir.Server.Assets;

/// <summary>Hands out the files that pages load. With their hash in the address they may be kept for good, otherwise they are asked for anew.</summary>
internal static class AssetEndpoints
{
    private const string Icon = "icon.svg";

    /// <summary>Maps /assets and the icon.</summary>
    public static void MapAssets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/{name}", (HttpContext context, string name) => Send(context, AssetSet.Find(name))).Needs(AccessRole.Anyone).ExcludeFromDescription();
        routes.MapGet("/icon.svg", (HttpContext context) => Send(context, AssetSet.Find(Icon))).Needs(AccessRole.Anyone).ExcludeFromDescription();
        // Browsers ask for it unbidden; without an answer their console shows a fault.
        routes.MapGet("/favicon.ico", (HttpContext context) => Send(context, AssetSet.Find(Icon))).Needs(AccessRole.Anyone).ExcludeFromDescription();
    }

    private static Task Send(HttpContext context, Asset? asset)
    {
        var (request, response) = (context.Request, context.Response);
        if (asset is null)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        SafeHeaders.Set(response);
        response.Headers.CacheControl = request.Query["v"] == asset.Hash ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.Vary = "Accept-Encoding";
        var isZipped = request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal);
        var tag = isZipped ? $"\"{asset.Hash}-gzip\"" : $"\"{asset.Hash}\"";
        response.Headers.ETag = tag;
        if (request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        if (isZipped) response.Headers.ContentEncoding = "gzip";
        var bytes = isZipped ? asset.Zipped : asset.Bytes;
        response.ContentType = asset.Type;
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, 0, bytes.Length, context.RequestAborted);
    }
}
