using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Weir.Server.Problems;
using Weir.Server.Security;

namespace Weir.Server.Live;

/// <summary>
/// GET /events: server-sent events for open pages. Each names a topic of which there is news and nothing else; <c>?since=</c> the number that
/// stands in a page (data-told) asks first for what was told since that page was made. A comment every fifteen seconds keeps proxies from
/// closing the line; the end of the server ends it at once.
/// </summary>
internal static class EventsEndpoint
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Maps /events.</summary>
    public static void MapEvents(this IEndpointRouteBuilder routes) => routes.MapGet("/events", Listen).Needs(AccessRole.Viewer)
        .WithTags("Stats").WithName("events").WithSummary("Topics of which there is news, as server-sent events: overview, jobs, alerts, models, review, appeals, feeds.")
        .Produces<string>(StatusCodes.Status200OK, "text/event-stream").ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task Listen(HttpContext context, LiveEvents events, ListenerSeats seats, TimeProvider time, IHostApplicationLifetime life)
    {
        var caller = context.Caller();
        using var seat = seats.Take($"{caller.Tenant}/{caller.Name}");
        if (seat is null)
        {
            context.Response.Headers.RetryAfter = "10";
            await new Problem(StatusCodes.Status429TooManyRequests, $"{ListenerSeats.EachMay} pages of {caller.Name} listen already. Close one.").WriteAsync(context);
            return;
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await Tell(context.Response, events, Since(context.Request) ?? events.Now, time, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The page or the server went away, which is how this ends.
        }
    }

    private static long? Since(HttpRequest request) =>
        long.TryParse(request.Query["since"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static async Task Tell(HttpResponse response, LiveEvents events, long since, TimeProvider time, CancellationToken ct)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using var topics = events.Listen(since, ends.Token).GetAsyncEnumerator(ends.Token);
        // Asked for before the greeting, so that whoever reads the greeting misses nothing after it.
        var next = topics.MoveNextAsync().AsTask();
        try
        {
            await Write(response, "retry: 3000\n: listening\n\n", ct);
            while (true)
            {
                await Task.WhenAny(next, Task.Delay(Heartbeat, time, ct));
                ct.ThrowIfCancellationRequested();
                var hasTopic = next.IsCompleted && await next;
                await Write(response, hasTopic ? $"data: {topics.Current}\n\n" : ": still here\n\n", ct);
                if (hasTopic) next = topics.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            await ends.CancelAsync();
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private static async Task Write(HttpResponse response, string text, CancellationToken ct)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
        await response.Body.FlushAsync(ct);
    }
}
