using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Server.Appeals;
using Weir.Server.Lists;
using Weir.Server.Security;
using Weir.Storage.Appeals;

namespace Weir.Server.Dashboard.Appeals;

/// <summary>A case before the analyst who settles it.</summary>
public sealed partial class AppealCasePage
{
    /// <summary>The number of the case.</summary>
    [Parameter] public long Id { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private StoreDoor Open { get; set; } = null!;

    [Inject] private AppealDesk Desk { get; set; } = null!;

    [Inject] private ServerOptions Options { get; set; } = null!;

    [Inject] private NavigationManager Places { get; set; } = null!;

    private AppealCase? Case { get; set; }

    private IReadOnlyList<Objection> Objections { get; set; } = [];

    private Verdict Verdict { get; set; } = null!;

    private DateTimeOffset Now { get; set; }

    private List<string> Faults { get; } = [];

    private bool MayChange => Http.Caller().May(AccessRole.Analyst);

    private string EntryDays => Options.Appeals.EntryDays.ToString(CultureInfo.InvariantCulture);

    private string? Done => Http.Request.Query["done"].ToString() switch
    {
        "settled" => "The case is settled; the lists follow with the next answers.",
        "taken" => "You have taken it on.",
        "reopened" => "The case is open again.",
        _ => null,
    };

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        var store = Open();
        Now = store.Time.GetUtcNow();
        Case = store.Appeals.Case(Http.Caller().Tenant, Id);
        if (Case is null)
        {
            Http.IsMissing();
            return;
        }

        Objections = store.Appeals.Objections(Id);
        Verdict = Desk.Verdict(Case.Tenant, Case.Subject, Explain.Top);
    }

    private string Field(string name) => Http.Request.HasFormContentType ? Http.Request.Form[name].ToString().Replace("\0", "", StringComparison.Ordinal) : "";

    private void Take()
    {
        if (MayChange) Tell(Desk.Take(Open(), Http.Caller(), Id)?.Detail, "taken");
    }

    private void Reopen()
    {
        if (!MayChange) return;
        var reason = Field("reason").Trim();
        Tell(reason.Length is 0 or > AppealDraft.MostReason ? "Say why, in at most 2,000 characters." : Desk.Reopen(Open(), Http.Caller(), Id, reason)?.Detail, "reopened");
    }

    private void Settle()
    {
        if (!MayChange || Draft() is not { } draft) return;
        var result = Desk.Settle(Open(), Http.Caller(), Id, draft);
        Tell(result.Refusal, result.Warning is null ? "settled" : "settled&blocked=1");
    }

    private SettleDraft? Draft()
    {
        var reason = Field("reason").Trim();
        if (!AppealWords.Outcomes.TryGetValue(Field("outcome"), out var isOverturned)) Faults.Add("Choose whether the verdict was wrong or stays.");
        if (reason.Length is 0 or > AppealDraft.MostReason) Faults.Add(SettleDraft.ReasonNeeded);
        if (!int.TryParse(Field("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days is < 1 or > SettleDraft.MostDays) Faults.Add("The days are a number from 1 to 36,500.");
        ListScope? scope = ListWords.Scopes.TryGetValue(Field("scope"), out var chosen) ? chosen : null;
        return Faults.Count > 0 ? null : new SettleDraft(isOverturned, null, reason, scope, days, Field("learn") is "true");
    }

    private void Tell(string? fault, string then)
    {
        if (!MayChange) return;
        if (fault is not null) Faults.Add(fault);
        else Places.NavigateTo($"/appeals/case/{Id}?done={then}");
    }
}
