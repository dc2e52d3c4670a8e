using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Detection;
using Weir.Server.Api;
using Weir.Server.Lists;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage.Review;

namespace Weir.Server.Review;

/// <summary>The review queue: what a person should judge, because the model is unsure and many ask for it, or because feeds disagree.</summary>
internal static class ReviewEndpoints
{
    private const string Json = "application/json";
    private const int MostDecisions = 1_000;
    private const int MostSubject = 8_192;

    /// <summary>What a decision may say; null is skip.</summary>
    private static readonly Dictionary<string, Choice> Choices = new(StringComparer.OrdinalIgnoreCase) { ["phishing"] = Choice.Phishing, ["benign"] = Choice.Benign, ["skip"] = Choice.Skip };

    private enum Choice
    {
        Phishing,
        Benign,
        Skip,
    }

    /// <summary>Maps /v1/review.</summary>
    public static void MapReview(this IEndpointRouteBuilder routes)
    {
        Tell(routes.MapGet("/v1/review", List), "reviewQueue", "Subjects that a person should judge, worth most first: seen often, and the model is unsure.", AccessRole.Viewer)
            .Produces<PageAnswer<ShownCandidate>>().ProducesProblem(400);
        Tell(routes.MapGet("/v1/review/conflicts", Conflicts), "reviewConflicts", "Subjects about which feeds disagree, or whose claims are set aside, newest first.", AccessRole.Viewer, mainOnly: true)
            .Produces<PageAnswer<ShownConflict>>().ProducesProblem(400);
        Tell(routes.MapPost("/v1/review/decide", Decide), "reviewDecide", "Decides up to 1,000 subjects, all or none: label and gold set follow, and a list entry where one is wanted.", AccessRole.Analyst)
            .Accepts<DecideRequest>(Json).Produces<Decided>().ProducesProblem(400).ProducesProblem(415);
    }

    private static RouteHandlerBuilder Tell(RouteHandlerBuilder route, string name, string summary, AccessRole role, bool mainOnly = false) =>
        route.WithTags("Review").WithName(name).WithSummary(summary).Needs(role, mainOnly).ProducesProblem(401).ProducesProblem(403);

    private static IResult List(HttpContext context, StoreDoor open, ReviewDesk desk)
    {
        var faults = new List<Fault>();
        var page = PageQuery.Read(context.Request, faults);
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        var tenant = context.Caller().Tenant;
        var cut = page.Cut(open().ReviewQueue.Read(tenant, page.After, page.Limit + 1), candidate => candidate.Id);
        return Results.Ok(new PageAnswer<ShownCandidate>([.. cut.Items.Select(candidate => ShownCandidate.Of(candidate, desk.Verdict(tenant, candidate.Subject)))], cut.Next));
    }

    private static IResult Conflicts(HttpContext context, StoreDoor open)
    {
        var faults = new List<Fault>();
        var page = PageQuery.Read(context.Request, faults);
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        return Results.Ok(new PageAnswer<ShownConflict>([.. open().SetAsides.Recent(page.Limit).Select(conflict => new ShownConflict(conflict.Subject, conflict.Since, conflict.Claims))], null));
    }

    private static async Task<IResult> Decide(HttpContext context, StoreDoor open, ReviewDesk desk)
    {
        var (body, problem) = await JsonFields.ReadAsync(context.Request);
        if (body is null) return new ProblemResult(problem!);
        using (body)
        {
            var faults = new List<Fault>();
            var fields = new JsonFields(body.RootElement, "", faults);
            var items = fields.Many("items", MostDecisions);
            if (items is null && faults.Count == 0) fields.Fault("items", "Name the subjects: {\"items\":[{\"id\":1,\"decision\":\"benign\"}]}.");
            fields.Done();
            var drafts = (items ?? []).Select((item, index) => Draft(item, $"items[{index}].", faults)).OfType<ReviewDraft>().ToList();
            if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
            var count = desk.Decide(open(), context.Caller(), drafts, faults);
            return faults.Count > 0 ? new ProblemResult(Problem.Invalid(faults)) : Results.Ok(new Decided(count));
        }
    }

    private static ReviewDraft? Draft(JsonElement item, string path, List<Fault> faults)
    {
        var before = faults.Count;
        var fields = new JsonFields(item, path, faults);
        var (id, subject) = (fields.Number("id", 1, long.MaxValue), fields.Text("subject", MostSubject));
        var choice = fields.Word("decision", Choices, isNeeded: true);
        var scope = fields.Word("list", ListWords.Scopes);
        if (faults.Count == before && id is null == subject is null) fields.Fault("id", "Name either the id or the subject.");
        fields.Done();
        return faults.Count > before ? null : new ReviewDraft(path, id, subject, choice switch { Choice.Phishing => true, Choice.Benign => false, _ => null }, scope);
    }

    /// <summary>A subject that waits, with what is said of it now.</summary>
    internal sealed record ShownCandidate(long Id, string Subject, long Seen, DateTimeOffset FirstAt, DateTimeOffset LastAt, double Weight, Decision Decision, double Score, Verdict Verdict)
    {
        public static ShownCandidate Of(ReviewCandidate candidate, Verdict verdict) =>
            new(candidate.Id, candidate.Subject, candidate.Seen, candidate.FirstAt, candidate.LastAt, candidate.Weight, candidate.Decision, candidate.Score, verdict);
    }

    /// <summary>A subject about which feeds disagree; a claim's kind is null when it counts.</summary>
    internal sealed record ShownConflict(string Subject, DateTimeOffset Since, IReadOnlyList<ConflictClaim> Claims);

    /// <summary>What is decided.</summary>
    internal sealed record DecideRequest(IReadOnlyList<DecideItem> Items);

    /// <summary>One subject, by id (of the queue) or by its text. decision: phishing, benign or skip; list: url, prefix, host or domain adds an entry that says so at once.</summary>
    internal sealed record DecideItem(long? Id, string? Subject, string Decision, string? List);

    /// <summary>How many subjects were decided.</summary>
    internal sealed record Decided(int Count);
}
