using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Server.Api;
using Weir.Server.Lists;
using Weir.Server.Problems;
using Weir.Server.Review;
using Weir.Server.Security;
using Weir.Storage.Review;

namespace Weir.Server.Dashboard.Review;

/// <summary>The review queue for a person: plain buttons, one subject or many at once.</summary>
public sealed partial class ReviewPage
{
    private const int PerPage = 20;
    private const int MostConflicts = 20;
    private const int MostPicked = 1_000;

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private StoreDoor Open { get; set; } = null!;

    [Inject] private ReviewDesk Desk { get; set; } = null!;

    [Inject] private NavigationManager Places { get; set; } = null!;

    private IReadOnlyList<(ReviewCandidate Candidate, Verdict Verdict)> Rows { get; set; } = [];

    private IReadOnlyList<Conflict> Conflicts { get; set; } = [];

    private long Waiting { get; set; }

    private string? Next { get; set; }

    private List<string> Faults { get; } = [];

    private bool MayChange => Http.Caller().May(AccessRole.Analyst);

    private string? Done => int.TryParse(Http.Request.Query["done"], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        ? count == 1 ? "One subject is decided." : $"{count} subjects are decided." : null;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        var (store, caller) = (Open(), Http.Caller());
        var page = PageQuery.Read(Http.Request, new List<Fault>()) with { Limit = PerPage };
        var cut = page.Cut(store.ReviewQueue.Read(caller.Tenant, page.After, PerPage + 1), candidate => candidate.Id);
        (Rows, Next) = ([.. cut.Items.Select(candidate => (candidate, Desk.Verdict(caller.Tenant, candidate.Subject)))], cut.Next);
        Waiting = store.ReviewQueue.Count(caller.Tenant);
        if (caller.IsOfMain) Conflicts = store.SetAsides.Recent(MostConflicts);
    }

    private static string Word(Verdict verdict) => verdict.Decision.ToString().ToLowerInvariant();

    private static string Short(string subject)
    {
        var shown = ShownAddress.Defanged(subject.Length <= 200 ? subject : subject[..200]);
        return shown.Length <= 60 ? shown : shown[..60] + " …";
    }

    private static string Kind(string? kind) => kind switch
    {
        null => "",
        "popular" => " (set aside: a popular site, and no other feed says so)",
        "unusual" => " (set aside: unusual for this feed)",
        "stale" => " (given up: not confirmed for long, and the site looks benign by now)",
        "cleared" or "relisted" => " (set aside: a person cleared it)",
        _ => $" ({kind})",
    };

    private void Decide()
    {
        if (!MayChange) return;
        var (form, drafts, faults) = (Http.Request.Form, new List<ReviewDraft>(), new List<Fault>());
        ListScope? scope = ListWords.Scopes.TryGetValue(form["list"].ToString(), out var chosen) ? chosen : null;
        if (Split(form["subject"].ToString()) is var (word, subject)) drafts.Add(new ReviewDraft("", null, subject, Label(word), null));
        if (Split(form["one"].ToString()) is var (choice, one) && Number(one) is { } id) drafts.Add(new ReviewDraft("", id, null, Label(choice), scope));
        if (form["all"].ToString() is { Length: > 0 } all)
            drafts.AddRange(form["pick"].Take(MostPicked).Select(pick => Number(pick)).OfType<long>().Select(pick => new ReviewDraft($"{pick}: ", pick, null, Label(all), scope)));
        if (drafts.Count == 0) Faults.Add("Pick at least one subject.");
        var count = Desk.Decide(Open(), Http.Caller(), drafts, faults);
        Faults.AddRange(faults.Take(10).Select(fault => fault.Detail));
        if (Faults.Count == 0) Places.NavigateTo($"/review?done={count}");
    }

    private static bool? Label(string word) => word switch { "phishing" => true, "benign" => false, _ => null };

    private static (string Word, string Tail)? Split(string text)
    {
        var at = text.IndexOf(':', StringComparison.Ordinal);
        return at > 0 && text[..at] is ("phishing" or "benign" or "skip")
            ? (text[..at], text[(at + 1)..]) : null;
    }

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
