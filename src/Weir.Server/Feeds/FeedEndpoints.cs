using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Pipeline.Feeds;
using Weir.Server.Api;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Server.Settings;
using Weir.Storage.Feeds;

namespace Weir.Server.Feeds;

/// <summary>The feeds over HTTP: how they are, what they brought, and the changes of <c>weir feeds</c>.</summary>
internal static class FeedEndpoints
{
    /// <summary>Maps /v1/feeds.</summary>
    public static void MapFeeds(this IEndpointRouteBuilder routes)
    {
        var feeds = routes.MapGroup("/v1/feeds").WithTags("Feeds");
        Reading(feeds.MapGet("", (FeedDesk desk) => Read(() => Results.Ok(new PageAnswer<FeedStatus>(desk.All(), null)))), "feeds", "Every feed: settings without secrets, figures, health and standing.")
            .Produces<PageAnswer<FeedStatus>>();
        Reading(feeds.MapGet("/kinds", () => FeedKinds.All.Select(FeedPreset.Of).ToList()), "feedKinds", "The kinds of feeds there are, and what each needs.")
            .Produces<IReadOnlyList<FeedPreset>>();
        Reading(feeds.MapGet("/{name}", (string name, FeedDesk desk) => Read(() => desk.Find(FeedDesk.NameOf(name)) is { } feed ? Results.Ok(feed) : Unknown(name))), "feed", "One feed.")
            .Produces<FeedStatus>().ProducesProblem(StatusCodes.Status404NotFound).WithETag();
        Reading(feeds.MapGet("/{name}/fetches", Fetches), "feedFetches", "The fetches of a feed, newest first.")
            .Produces<PageAnswer<FetchRecord>>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        Changing(feeds.MapPost("", Add), "addFeed", "Adds a feed to weir.json, or changes its settings.").Produces<FeedDone>(StatusCodes.Status201Created).Idempotent();
        Changing(feeds.MapDelete("/{name}", (string name, FeedDesk desk, HttpContext context) => Answer(desk.Remove(FeedDesk.NameOf(name), Who(context)))), "removeFeed", "Takes a feed out of weir.json; what it has said stays.");
        Changing(feeds.MapPost("/{name}/fetch", Fetch), "fetchFeed", "Fetches a feed now; the answer tells where its fetches are listed.").Produces<FeedDone>(StatusCodes.Status202Accepted);
        Changing(feeds.MapPost("/{name}/enable", (string name, FeedDesk desk, HttpContext context) => Answer(desk.Switch(FeedDesk.NameOf(name), true, Who(context)))), "enableFeed", "Fetches a paused feed again.");
        Changing(feeds.MapPost("/{name}/disable", (string name, FeedDesk desk, HttpContext context) => Answer(desk.Switch(FeedDesk.NameOf(name), false, Who(context)))), "disableFeed", "Pauses a feed.");
        Changing(feeds.MapPost("/{name}/release", (string name, FeedDesk desk, HttpContext context) => Answer(desk.Release(FeedDesk.NameOf(name), Who(context)))), "releaseFeed", "Believes a quarantined feed again.");
        Changing(feeds.MapPost("/{name}/quarantine", (string name, FeedReason body, FeedDesk desk, HttpContext context) => Answer(desk.Quarantine(FeedDesk.NameOf(name), body.Reason, Who(context)))), "quarantineFeed", "Keeps what a feed says, but learns nothing from it.");
    }

    private static RouteHandlerBuilder Reading(RouteHandlerBuilder route, string name, string summary) =>
        route.WithName(name).WithSummary(summary).Needs(AccessRole.Viewer, mainOnly: true);

    private static RouteHandlerBuilder Changing(RouteHandlerBuilder route, string name, string summary) => route.WithName(name).WithSummary(summary)
        .Needs(AccessRole.Admin, mainOnly: true).Produces<FeedDone>().ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    private static IResult Fetches(string name, HttpRequest request, FeedDesk desk, StoreDoor open)
    {
        name = FeedDesk.NameOf(name);
        var faults = new List<Fault>();
        var page = PageQuery.Read(request, faults);
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        var rows = open().Feeds.Fetches(name, page.Limit + 1, page.After ?? long.MaxValue);
        return rows.Count == 0 && desk.Find(name) is null ? Unknown(name) : Results.Ok(page.Cut(rows, fetch => fetch.Id));
    }

    private static IResult Add(NewFeed body, FeedDesk desk, HttpContext context)
    {
        if (body.Name is not { Length: > 0 } name) return new ProblemResult(Problem.Invalid([new Fault("name", "Name the feed: a kind, or a name of your own with a kind.")]));
        var change = desk.Set(name, body.Kind, body.Settings ?? [], Who(context));
        return change.Status == StatusCodes.Status201Created ? Results.Created($"/v1/feeds/{Uri.EscapeDataString(name)}", new FeedDone(change.Sentence)) : Answer(change);
    }

    private static IResult Fetch(string name, FeedDesk desk, HttpContext context)
    {
        var change = desk.Fetch(FeedDesk.NameOf(name), Who(context));
        return change.IsDone ? Results.Accepted($"/v1/feeds/{Uri.EscapeDataString(name)}/fetches", new FeedDone(change.Sentence)) : Answer(change);
    }

    private static IResult Answer(FeedChange change) => change.IsDone
        ? Results.Ok(new FeedDone(change.Sentence))
        : new ProblemResult(new Problem(change.Status, change.Sentence) { Faults = [.. change.Faults.Select(fault => new Fault("settings", fault))] });

    private static IResult Read(Func<IResult> read)
    {
        try
        {
            return read();
        }
        catch (SettingsException faults)
        {
            return new ProblemResult(new Problem(StatusCodes.Status409Conflict, $"weir.json cannot be used as it is: {string.Join(' ', faults.Faults)}"));
        }
    }

    private static ProblemResult Unknown(string name) =>
        new(new Problem(StatusCodes.Status404NotFound, $"No feed is named {(name.Length > 80 ? name[..80] : name)}; GET /v1/feeds lists them."));

    private static string Who(HttpContext context) => context.Caller().Name;

    /// <summary>A feed to add.</summary>
    /// <param name="Name">At most 64 letters, digits, dots, dashes and underscores.</param>
    /// <param name="Kind">One of /v1/feeds/kinds; left out, the name is one.</param>
    /// <param name="Settings">Url, Key, Every, StaleAfter, Trust, Label and what the kind knows; see docs/feeds.md.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record NewFeed(string? Name, string? Kind, Dictionary<string, string>? Settings);

    /// <summary>Why.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record FeedReason(string? Reason);

    /// <summary>What was done, in one sentence.</summary>
    internal sealed record FeedDone(string Done);
}
