using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Pipeline;
using Weir.Server.Live;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage;
using Weir.Storage.Alerts;

namespace Weir.Server.Alerts;

/// <summary>What was noticed, and how the channels to people fare.</summary>
internal static class AlertEndpoints
{
    private const int Usual = 100;
    private const int Most = 1000;

    /// <summary>Maps /v1/alerts and the acknowledgement of one.</summary>
    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/alerts", List).WithTags("Alerts").WithName("alerts").Needs(AccessRole.Viewer, mainOnly: true)
            .WithSummary("What was noticed, newest first: open=true leaves out what is over, limit says how many at most (100, up to 1,000).")
            .Produces<AlertList>().ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapPost("/v1/alerts/{id:long}/ack", Acknowledge).WithTags("Alerts").WithName("acknowledgeAlert").Needs(AccessRole.Analyst, mainOnly: true)
            .WithSummary("Says that somebody has taken an alert on: it is not told again while it lasts.")
            .Produces<Alert>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static IResult Acknowledge(long id, HttpContext context, StoreDoor open, LiveEvents live)
    {
        var alerts = open().Alerts;
        if (alerts.Find(id) is null) return new ProblemResult(new Problem(StatusCodes.Status404NotFound, $"There is no alert {id}; GET /v1/alerts lists them."));
        if (!alerts.Acknowledge(id, context.Caller().Name))
            return new ProblemResult(new Problem(StatusCodes.Status409Conflict, $"Alert {id} is over; there is nothing to take on."));
        live.Publish("alerts");
        return Results.Ok(Shown(alerts.Find(id)!));
    }

    private static IResult List(Func<WeirStore?> store, int limit = Usual, bool open = false)
    {
        if (limit is < 1 or > Most) return new ProblemResult(Problem.BadRequest($"The query's 'limit' is a number from 1 to {Most}."));
        if (store() is not { } kept) return Results.Ok(new AlertList([], []));
        var alerts = open ? kept.Alerts.Open().Reverse().Take(limit) : kept.Alerts.Recent(limit);
        return Results.Ok(new AlertList([.. alerts.Select(Shown)], [.. kept.Alerts.Outbox.Channels().Select(Shown)]));
    }

    private static Alert Shown(AlertRecord alert) => new(
        alert.Id, alert.Kind, alert.Subject, (FindingLevel)alert.Level, alert.Sentence, alert.FirstAt, alert.LastAt, alert.Count, alert.ResolvedAt, alert.AckedAt, alert.AckedBy);

    private static Outlet Shown(AlertChannelState state) =>
        new(state.Name, state.Pending, state.LastSentAt, state.Failures, state.Failures > 0 ? state.NotBefore : null, state.LastError);

    /// <summary>Alerts and channels.</summary>
    internal sealed record AlertList(IReadOnlyList<Alert> Alerts, IReadOnlyList<Outlet> Channels);

    /// <summary>One trouble or event; count says how often it was seen, resolvedAt is null while it lasts.</summary>
    internal sealed record Alert(
        long Id, string Kind, string Subject, FindingLevel Level, string Sentence, DateTimeOffset FirstAt, DateTimeOffset LastAt, long Count,
        DateTimeOffset? ResolvedAt, DateTimeOffset? AckedAt, string? AckedBy);

    /// <summary>One way to people; pending messages wait, and are not tried before notBefore.</summary>
    internal sealed record Outlet(string Name, long Pending, DateTimeOffset? LastSentAt, int Failures, DateTimeOffset? NotBefore, string? LastError);
}
