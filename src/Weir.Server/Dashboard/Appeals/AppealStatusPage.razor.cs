using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Weir.Server.Appeals;

namespace Weir.Server.Dashboard.Appeals;

/// <summary>How an objection stands, for whoever has its id. It leads nowhere else.</summary>
public sealed partial class AppealStatusPage
{
    /// <summary>The id of the objection.</summary>
    [Parameter] public string Id { get; set; } = "";

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private StoreDoor Open { get; set; } = null!;

    [Inject] private AppealDesk Desk { get; set; } = null!;

    [Inject] private AppealLink Link { get; set; } = null!;

    [Inject] private NavigationManager Places { get; set; } = null!;

    private AppealStatus? Status { get; set; }

    private string? Subject { get; set; }

    private List<string> Faults { get; } = [];

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Http.Response.Headers["X-Robots-Tag"] = "noindex";
        var store = Open();
        if (store.Appeals.Find(Id) is { } found)
            (Status, Subject) = (AppealStatus.Of(found.Objection, found.Case, store.Time.GetUtcNow(), Link.PageOf(Id)), found.Case.Subject);
        else Http.IsMissing();
    }

    /// <summary>The colour of a state.</summary>
    internal static string? Tone(string state) => state switch
    {
        "overturned" => "good",
        "upheld" or "expired" => "warn",
        _ => null,
    };

    private void Withdraw()
    {
        if (Desk.Withdraw(Open(), Id) is { } problem) Faults.Add(problem.Detail);
        else Places.NavigateTo($"/appeals/{Id}");
    }
}
