using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Detection;
using Weir.Server.Api;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage.Appeals;

namespace Weir.Server.Appeals;

/// <summary>Objections to verdicts, from the filing by anyone to the settlement by an analyst.</summary>
internal static class AppealEndpoints
{
    private const string Json = "application/json";
    private const int MostText = 2_000;

    /// <summary>Maps /v1/appeals.</summary>
    public static void MapAppeals(this IEndpointRouteBuilder routes)
    {
        Tell(routes.MapPost("/v1/appeals", File), "fileAppeal", "Objects to a verdict. Anyone may; the answer names the page that shows how it stands.", AccessRole.Anyone)
            .Accepts<AppealRequest>(Json).Produces<AppealStatus>(201).ProducesProblem(400).ProducesProblem(409).ProducesProblem(415).ProducesProblem(429).ProducesProblem(503).Idempotent();
        Tell(routes.MapGet("/v1/appeals/{id}", Status), "appealStatus", "How an objection stands, for whoever has its id.", AccessRole.Anyone).Produces<AppealStatus>().ProducesProblem(404).WithETag();
        Tell(routes.MapPost("/v1/appeals/{id}/withdraw", Withdraw), "withdrawAppeal", "Takes an objection back, for whoever has its id.", AccessRole.Anyone).Produces<AppealStatus>().ProducesProblem(404).ProducesProblem(409);
        Tell(routes.MapGet("/v1/appeals", List), "appeals", "Cases by deadline: state (open, inReview, upheld, overturned, withdrawn, expired; left out, the first two), subject (a part of it) and overdue=true leave out the others.", AccessRole.Viewer)
            .Produces<PageAnswer<ShownCase>>().ProducesProblem(400);
        Tell(routes.MapGet("/v1/appeals/cases/{id:long}", Case), "appealCase", "A case with its objections, and what is said of the subject now.", AccessRole.Viewer).Produces<CaseInFull>().ProducesProblem(404);
        Change(routes.MapPost("/v1/appeals/cases/{id:long}/take", (long id, HttpContext context, StoreDoor open, AppealDesk desk) => Answer(context, open, id, desk.Take(open(), context.Caller(), id))), "takeAppeal", "Takes a case on.");
        Change(routes.MapPost("/v1/appeals/cases/{id:long}/settle", Settle).Accepts<SettleRequest>(Json), "settleAppeal", "Settles a case: list, label and gold set follow at once.");
        Change(routes.MapPost("/v1/appeals/cases/{id:long}/reopen", Reopen).Accepts<ReopenRequest>(Json), "reopenAppeal", "Opens a closed case again; what its settlement did stays until the next.");
    }

    private static RouteHandlerBuilder Tell(RouteHandlerBuilder route, string name, string summary, AccessRole role) => route.WithTags("Appeals").WithName(name).WithSummary(summary).Needs(role);

    private static void Change(RouteHandlerBuilder route, string name, string summary) => Tell(route, name, summary, AccessRole.Analyst)
        .Produces<ShownCase>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);

    private static async Task<IResult> File(HttpContext context, StoreDoor open, AppealDesk desk, AppealLink link)
    {
        var (body, problem) = await JsonFields.ReadAsync(context.Request);
        if (body is null) return new ProblemResult(problem!);
        using (body)
        {
            var faults = new List<Fault>();
            if (AppealDraft.Read(body.RootElement, faults) is not { } draft) return new ProblemResult(Problem.Invalid(faults));
            var store = open();
            var (objection, about, refused) = desk.File(store, context, draft);
            if (refused is not null) return new ProblemResult(refused);
            return Results.Created(link.PageOf(objection!.Id), AppealStatus.Of(objection, about!, store.Time.GetUtcNow(), link.PageOf(objection.Id)));
        }
    }

    private static IResult Status(string id, StoreDoor open, AppealLink link)
    {
        var store = open();
        return store.Appeals.Find(id) is { } found ? Results.Ok(AppealStatus.Of(found.Objection, found.Case, store.Time.GetUtcNow(), link.PageOf(id))) : new ProblemResult(AppealDesk.Unknown());
    }

    private static IResult Withdraw(string id, StoreDoor open, AppealDesk desk, AppealLink link) =>
        desk.Withdraw(open(), id) is { } problem ? new ProblemResult(problem) : Status(id, open, link);

    private static IResult List(HttpContext context, StoreDoor open)
    {
        var faults = new List<Fault>();
        var page = PageQuery.Read(context.Request, faults);
        var store = open();
        var filter = Filter(context.Request, context.Caller().Tenant, store.Time.GetUtcNow(), faults);
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        var cut = page.Cut(store.Appeals.Cases(filter with { After = page.After, Limit = page.Limit + 1 }), about => about.Id);
        return Results.Ok(new PageAnswer<ShownCase>([.. cut.Items.Select(about => ShownCase.Of(about, store.Time.GetUtcNow()))], cut.Next));
    }

    /// <summary>Which cases a query wants.</summary>
    internal static AppealFilter Filter(HttpRequest request, string tenant, DateTimeOffset now, List<Fault> faults)
    {
        var states = new List<AppealState>();
        foreach (var word in request.Query["state"].SelectMany(text => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (AppealWords.States.TryGetValue(word, out var state)) states.Add(state);
            else if (word is "all") states.AddRange(AppealWords.States.Values);
            else faults.Add(new Fault("state", $"One of {string.Join(", ", AppealWords.States.Keys)}, or all."));
        }

        var text = request.Query["subject"].ToString().Trim();
        if (text.Length > MostText) faults.Add(new Fault("subject", $"At most {MostText} characters."));
        var overdue = request.Query["overdue"].ToString();
        if (overdue is not ("" or "true" or "false")) faults.Add(new Fault("overdue", "true or false."));
        return new AppealFilter(tenant)
        {
            States = states.Count > 0 ? [.. states.Distinct()] : [AppealState.Open, AppealState.InReview],
            Text = text.Length > 0 ? text : null,
            DueBefore = overdue is "true" ? now : null,
        };
    }

    private static IResult Case(long id, HttpContext context, StoreDoor open, AppealDesk desk)
    {
        var (store, caller) = (open(), context.Caller());
        if (store.Appeals.Case(caller.Tenant, id) is not { } about) return new ProblemResult(AppealDesk.Missing(id));
        var objections = store.Appeals.Objections(id).Select(one => new ShownObjection(
            AppealWords.Of(one.Wanted == 1), one.Reason, caller.May(AccessRole.Analyst) ? one.Contact : null, one.Verdict, one.FiledBy, one.FiledAt, one.WithdrawnAt));
        return Results.Ok(new CaseInFull(ShownCase.Of(about, store.Time.GetUtcNow()), [.. objections], desk.Verdict(caller.Tenant, about.Subject, Explain.Top)));
    }

    private static async Task<IResult> Settle(long id, HttpContext context, StoreDoor open, AppealDesk desk)
    {
        var (body, problem) = await JsonFields.ReadAsync(context.Request);
        if (body is null) return new ProblemResult(problem!);
        using (body)
        {
            var (store, faults) = (open(), new List<Fault>());
            if (store.Appeals.Case(context.Caller().Tenant, id) is null) return new ProblemResult(AppealDesk.Missing(id));
            if (SettleDraft.Read(body.RootElement, faults) is not { } draft) return new ProblemResult(Problem.Invalid(faults));
            var result = desk.Settle(store, context.Caller(), id, draft);
            if (result.Case is { } about) return Results.Ok(ShownCase.Of(about, store.Time.GetUtcNow()) with { Warning = result.Warning });
            return new ProblemResult(result.IsEntry ? Problem.Invalid([new Fault("scope", result.Refusal!)]) : new Problem(StatusCodes.Status409Conflict, result.Refusal!));
        }
    }

    private static async Task<IResult> Reopen(long id, HttpContext context, StoreDoor open, AppealDesk desk)
    {
        var (body, problem) = await JsonFields.ReadAsync(context.Request);
        if (body is null) return new ProblemResult(problem!);
        using (body)
        {
            var faults = new List<Fault>();
            var fields = new JsonFields(body.RootElement, "", faults);
            var reason = fields.Text("reason", AppealDraft.MostReason, "Say why it is opened again.");
            fields.Done();
            return faults.Count > 0 ? new ProblemResult(Problem.Invalid(faults)) : Answer(context, open, id, desk.Reopen(open(), context.Caller(), id, reason!));
        }
    }

    private static IResult Answer(HttpContext context, StoreDoor open, long id, Problem? problem) => problem is not null
        ? new ProblemResult(problem)
        : Results.Ok(ShownCase.Of(open().Appeals.Case(context.Caller().Tenant, id)!, open().Time.GetUtcNow()));
}
