using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Weir.Detection;
using Weir.Server.Checks;
using Weir.Server.Problems;
using Weir.Server.Security;

namespace Weir.Server.Pages;

/// <summary>The check page and what it is drawn with.</summary>
internal static class PageEndpoints
{
    private const int MaxFormBytes = 128 << 10;

    /// <summary>Maps / for reading and asking, and the page's files.</summary>
    public static void MapCheckPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext context, Judge judge) => Show(context, judge, context.Request.Query["subject"])).ExcludeFromDescription().Needs(AccessRole.Check);
        routes.MapPost("/", Ask).ExcludeFromDescription().Needs(AccessRole.Check);
        routes.MapGet("/weir.css", (HttpContext context) => Send(context, "weir.css", "text/css; charset=utf-8")).ExcludeFromDescription().Needs(AccessRole.Anyone);
    }

    private static async Task Ask(HttpContext context, Judge judge)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MaxFormBytes;
        if (!context.Request.HasFormContentType)
        {
            await new Problem(StatusCodes.Status415UnsupportedMediaType, "This page reads a form. Programs ask POST /v1/check.").WriteAsync(context);
            return;
        }
        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            await Show(context, judge, form["subject"].ToString());
        }
        catch (InvalidDataException)
        {
            await Problem.BadRequest("The form could not be read.").WriteAsync(context);
        }
    }

    private static Task Show(HttpContext context, Judge judge, string? subject)
    {
        var detector = judge.Begin();
        subject = subject?.Trim();
        var verdict = string.IsNullOrEmpty(subject) ? null : judge.Of(detector, new CheckSubject(subject, null), Explain.Top, context.Caller());
        SafeHeaders.Set(context.Response);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(CheckPage.Render(subject, verdict, detector).Markup, context.RequestAborted);
    }

    private static async Task Send(HttpContext context, string name, string type)
    {
        SafeHeaders.Set(context.Response);
        context.Response.ContentType = type;
        context.Response.Headers.CacheControl = "max-age=300";
        await using var file = typeof(PageEndpoints).Assembly.GetManifestResourceStream("Weir.Server.Pages." + name)!;
        await file.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
