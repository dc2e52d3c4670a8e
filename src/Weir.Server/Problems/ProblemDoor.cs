using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using Weir.Storage;

namespace Weir.Server.Problems;

/// <summary>The door of HTTP: every failure and every bare error status leaves as problem details.</summary>
internal static class ProblemDoor
{
    private const int MostMember = 80;
    private const int NoSpaceLeft = 28;

    private const string NoMember = "There is no such member here, or its value is of another kind. /openapi/v1.json says what this path takes.";

    /// <summary>Wraps everything that follows.</summary>
    public static void UseProblems(this IApplicationBuilder app, ServerOptions options, ILogger log) =>
        app.Use(next => context => Pass(next, context, options, log));

    private static Task Pass(RequestDelegate next, HttpContext context, ServerOptions options, ILogger log)
    {
        try
        {
            var answering = next(context);
            // The common answer is complete here, and then costs no state machine.
            return answering.IsCompletedSuccessfully && context.Response.StatusCode < 400 ? answering : Finish(answering, context, options, log);
        }
        catch (Exception failure)
        {
            return Finish(Task.FromException(failure), context, options, log);
        }
    }

    private static async Task Finish(Task answering, HttpContext context, ServerOptions options, ILogger log)
    {
        Problem? problem = null;
        try
        {
            await answering;
            if (IsBare(context.Response)) problem = OfStatus(context, options);
            else if (IsUnsent(context)) problem = Problem.BadRequest("The form of a page is older than the login, or no page of this server sent it. Load the page again and send it once more; programs ask POST /v1/check.");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (BadHttpRequestException bad)
        {
            context.Response.StatusCode = bad.StatusCode;
            problem = bad.InnerException is JsonException { Path: ['$', '.', .. { Length: > 0 } member] } ? Problem.Invalid([new Fault(member.Length <= MostMember ? member : member[..MostMember], NoMember)]) : OfStatus(context, options);
        }
        catch (StoreException unreadable)
        {
            // Its sentence names paths of this machine: the log gets it, the caller the way to whoever may read it.
            ServerLog.RequestRefused(log, context.Request.Path, unreadable.Message);
            problem = unreadable.IsFull ? Full : new Problem(StatusCodes.Status503ServiceUnavailable, "The database of this server cannot be used now. Its log holds the cause, and `weir doctor` the way out.");
        }
        catch (IOException full) when (full.HResult == NoSpaceLeft)
        {
            ServerLog.RequestFailed(log, full, context.Request.Path);
            problem = Full;
        }
        catch (InvalidOperationException) when (!context.Response.HasStarted && HasUnknownCharset(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            problem = OfStatus(context, options);
        }
        catch (Exception failure) // the door: whatever failed inside, the caller gets a clear answer and the log the cause
        {
            ServerLog.RequestFailed(log, failure, context.Request.Path);
            problem = new Problem(StatusCodes.Status500InternalServerError, "The server failed on this request. Its log holds the cause.");
        }
        if (problem is null) return;
        if (context.Response.HasStarted) context.Abort();
        else await problem.WriteAsync(context);
    }

    private static Problem Full => new(StatusCodes.Status507InsufficientStorage, "The disk of this server is full; free some space, then send the request again: nothing of it was kept.");

    // The reading of JSON throws for it as for a fault of this program.
    private static bool HasUnknownCharset(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.Charset.HasValue) return false;
        return type.Encoding is null;
    }

    private static bool IsBare(HttpResponse response) =>
        response.StatusCode >= 400 && !response.HasStarted && response.ContentType is null && response.ContentLength is null or 0;

    // A component refuses a form without its token with an empty page.
    private static bool IsUnsent(HttpContext context) =>
        context.Response is { StatusCode: StatusCodes.Status400BadRequest, HasStarted: false } && context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false };

    private static string Unread(HttpContext context)
    {
        if (HasUnknownCharset(context.Request)) return "The charset in the Content-Type of the body is not known here. Send UTF-8, and leave the charset out.";
        var types = Accepted(context);
        return $"The body has a content type that this path does not read. Send Content-Type: {(types.Count > 0 ? string.Join(" or ", types) : "application/json")}.";
    }

    // Routing has put an endpoint of its own in the place of the one that was asked.
    private static IReadOnlyList<string> Accepted(HttpContext context)
    {
        foreach (var endpoint in context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is not { } accepts || endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(context.Request.Method) != true) continue;
            if (new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(context.Request.Path, [])) return accepts.ContentTypes;
        }

        return [];
    }

    // Paths that other programs of this kind answer to a browser.
    private static string Way(PathString path) => path.Value switch
    {
        "/train" => " POST /train?channel=table:NAME with the key of an analyst starts a training; GET /v1/trainings tells how it goes.",
        "/predict" => " POST /predict?channel=table:NAME with a file of rows has them judged.",
        _ => "",
    };

    private static Problem OfStatus(HttpContext context, ServerOptions options) => new(context.Response.StatusCode, context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this path. /openapi/v1.json lists every path; the check page is at /.",
        StatusCodes.Status405MethodNotAllowed => $"This path does not answer {context.Request.Method}. It answers {context.Response.Headers.Allow}.{Way(context.Request.Path)}",
        StatusCodes.Status413PayloadTooLarge => $"The body is longer than {options.MaxBodyBytes} bytes (Server:MaxBodyBytes). {(context.Request.Path.StartsWithSegments("/v1/check") ? "Send fewer subjects at a time, or use /v1/check/stream." : "Send it in parts.")}",
        StatusCodes.Status415UnsupportedMediaType => Unread(context),
        _ => "The request could not be read. /openapi/v1.json says what this path takes: the fields of its JSON, and the kind of each.",
    });
}
