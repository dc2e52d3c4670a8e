using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Detection.Reference;
using Weir.Pipeline;
using Weir.Pipeline.Collecting;
using Weir.Pipeline.Feeds;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage;

namespace Weir.Server.Collectors;

/// <summary>Takes what collectors on other machines hand over, and tells how they are.</summary>
internal static class CollectorEndpoints
{
    private const int LongestOutbox = 64;
    private const string Bearer = "Bearer ";

    /// <summary>Maps /v1/collectors and the hand-over below it.</summary>
    public static void MapCollectors(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/collectors", List)
            .WithTags("Collectors").WithName("collectors").WithSummary("The machines that gather for this one, and when each was heard of.").Produces<CollectorList>().Needs(AccessRole.Viewer, mainOnly: true);
        routes.MapPost("/v1/collectors/{name}/observations", TakeAsync)
            .WithTags("Collectors").WithName("handOver").WithSummary("Takes a numbered batch of observations from a collector; batch 0 asks which number is expected.")
            .Produces<HandOverAnswer>().Produces<HandOverAnswer>(StatusCodes.Status409Conflict).ExcludeFromDescription().Needs(AccessRole.Anyone);
    }

    private static CollectorList List(Func<WeirStore?> open, ServerOptions options, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return new CollectorList([.. (open()?.Collectors.All() ?? []).Select(collector => new ShownCollector(
            collector.Name, collector.HeardAt, collector.RowsAt, collector.Rows, collector.Added, collector.Rejected,
            now - (collector.HeardAt ?? collector.KnownAt) > options.Collector.AwayAfter))]);
    }

    private static async Task<IResult> TakeAsync(HttpContext context, string name, Func<WeirStore?> open, ServerOptions options)
    {
        if (!options.Collector.Admits(name, KeyOf(context.Request)))
            return new ProblemResult(new Problem(StatusCodes.Status401Unauthorized, "No collector of this name has this key. Set the same key on both machines."));
        if (open() is not { } store) return new ProblemResult(new Problem(StatusCodes.Status503ServiceUnavailable, "The database is not open yet. Try again."));
        var outbox = context.Request.Headers[MainMachine.OutboxHeader].ToString();
        var isNumbered = long.TryParse(context.Request.Headers[MainMachine.BatchHeader], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (!isNumbered || !CollectorSettings.IsName(outbox) || outbox.Length > LongestOutbox)
            return new ProblemResult(Problem.BadRequest($"The headers {MainMachine.OutboxHeader} and {MainMachine.BatchHeader} must name the outbox and the number of the batch."));
        if (number == 0) return Results.Ok(new HandOverAnswer(true, store.Collectors.Hear(name, outbox), 0));
        return Answer(Intake(store, options), name, outbox, number, await BodyAsync(context));
    }

    private static IResult Answer(BatchIntake intake, string name, string outbox, long number, byte[] lines)
    {
        var (batch, fault) = intake.Take(name, outbox, number, lines);
        if (batch is null) return new ProblemResult(Problem.BadRequest(fault!));
        var answer = new HandOverAnswer(batch.IsTaken, batch.Expected, batch.Added);
        return batch.IsTaken ? Results.Ok(answer) : Results.Conflict(answer);
    }

    private static BatchIntake Intake(WeirStore store, ServerOptions options)
    {
        var subjects = new UrlSubjects(ReferenceLists.Load(options.DataDirectory));
        return new BatchIntake(store, new HandedSubjects(subjects.TryRead, subjects.IsPopular, store.Time).TryRead);
    }

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var held = new MemoryStream();
        await context.Request.Body.CopyToAsync(held, context.RequestAborted);
        return held.ToArray();
    }

    private static string KeyOf(HttpRequest request)
    {
        var text = request.Headers.Authorization.ToString();
        return text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? text[Bearer.Length..].Trim() : "";
    }

    /// <summary>What became of a batch.</summary>
    /// <param name="Taken">Whether its rows are in the store.</param>
    /// <param name="Expected">The number of the batch that should come next.</param>
    /// <param name="Added">Subjects never seen before.</param>
    internal sealed record HandOverAnswer(bool Taken, long Expected, long Added);

    /// <summary>Every collector.</summary>
    internal sealed record CollectorList(IReadOnlyList<ShownCollector> Collectors);

    /// <summary>One collector; away when it has been silent for too long.</summary>
    internal sealed record ShownCollector(string Name, DateTimeOffset? HeardAt, DateTimeOffset? RowsAt, long Rows, long Added, long Rejected, bool IsAway);
}
