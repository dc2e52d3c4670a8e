using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Weir.Server.Problems;

namespace Weir.Server.Security;

/// <summary>
/// A cookie is sent by the browser whoever made it ask, so a request that changes something counts as its owner's only when one of our pages sent it:
/// by Sec-Fetch-Site, by Origin, or, where the browser sends neither, by the token that a page's form carries.
/// </summary>
internal static class SameOrigin
{
    /// <summary>Why a request with a session is not taken; null when it is.</summary>
    public static Problem? Refusal(HttpContext context, Endpoint endpoint)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)) return null;
        return (IsOurs(request) ?? endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: true }) ? null
            : new Problem(StatusCodes.Status403Forbidden, "The request was not sent by a page of this server. Programs send a key in place of the cookie.");
    }

    private static bool? IsOurs(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ } site, ..]) return site is "same-origin" or "none";
        return request.Headers.Origin is [{ } origin, ..] && origin is not "null" ? origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase) : null;
    }
}
