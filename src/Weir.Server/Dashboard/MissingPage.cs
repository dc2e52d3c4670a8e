using Microsoft.AspNetCore.Http;

namespace Weir.Server.Dashboard;

/// <summary>Lets a page that says "there is no such thing" carry the status of that.</summary>
internal static class MissingPage
{
    /// <summary>The page is sent with 404.</summary>
    public static void IsMissing(this HttpContext http) => http.Response.OnStarting(() =>
    {
        // Set earlier, the renderer would leave the page out.
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });
}
