using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Weir.Server.Schedules;
using Weir.Server.Security;
using Weir.Server.Security.Limits;

namespace Weir.Server.Checks;

/// <summary>
/// The short way of the commonest request, a small POST /v1/check of a program: it is answered before routing, on the <see cref="ShortLane"/> of its
/// connection, by the same endpoint and after the same questions. What is unusual about a request, and what would be refused, goes the common way.
/// </summary>
internal static class ShortChecks
{
    private const string Path = "/v1/check";
    private const string Json = "application/json";
    private const string JsonUtf8 = "application/json; charset=utf-8";
    private const int LongestBody = 2 << 10;

    // A thread with connections that always ask never sleeps, and whoever shares its processor waits for whole time slices. More turns than
    // these lose to a busy machine: who gives way often is put last.
    private const int TurnAnswers = 64;

    [ThreadStatic]
    private static int _answered;

    /// <summary>Answers what is short; stands after what guards every answer and before routing.</summary>
    public static void UseShortChecks(this IApplicationBuilder app, ServerOptions options)
    {
        var callers = app.ApplicationServices.GetRequiredService<CallerResolver>();
        var limits = app.ApplicationServices.GetRequiredService<QuotaDoor>();
        var endpoint = app.ApplicationServices.GetRequiredService<CheckEndpoint>();
        // What pages of other origins may read, routing tells.
        var isOpen = options.Role is ServerRole.All or ServerRole.Api && options.Security.Origins.Count == 0;
        app.Use(next => context =>
        {
            var lane = context.Features.Get<ShortLane>();
            if (!isOpen || !IsShort(context.Request)) return lane is not null && lane.Leave() ? Task.Run(() => next(context)) : next(context);
            var caller = callers.Resolve(context);
            if (!caller.May(AccessRole.Check)) return next(context);
            lane?.Enter();
            context.Is(caller);
            var answering = limits.TryRequest(context, caller) is { } limited ? limited.WriteAsync(context) : endpoint.Handle(context);
            if (++_answered % TurnAnswers == 0) Thread.Yield();
            return answering;
        });
    }

    // Without a cookie nobody's session is looked up, so that nothing here waits for the database.
    private static bool IsShort(HttpRequest request) => request.ContentLength is <= LongestBody && request.Path.Value == Path && HttpMethods.IsPost(request.Method)
        && (request.ContentType is Json or JsonUtf8) && !request.IsHttps && !request.Headers.ContainsKey("Cookie");
}
