using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Weir.Server.Appeals;
using Weir.Server.Problems;

namespace Weir.Server.Dashboard.Appeals;

/// <summary>The form by which anyone objects.</summary>
public sealed partial class NewAppealPage
{
    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private StoreDoor Open { get; set; } = null!;

    [Inject] private AppealDesk Desk { get; set; } = null!;

    [Inject] private NavigationManager Places { get; set; } = null!;

    private List<string> Faults { get; } = [];

    /// <inheritdoc/>
    protected override void OnInitialized() => Http.Response.Headers["X-Robots-Tag"] = "noindex";

    private string Shown(string name) => (Http.Request.HasFormContentType ? Http.Request.Form[name] : Http.Request.Query[name]).ToString();

    private void File()
    {
        var faults = new List<Fault>();
        if (AppealDraft.Read(Shown, faults) is not { } draft)
        {
            Faults.AddRange(faults.Select(fault => fault.Detail));
            return;
        }

        var (objection, _, problem) = Desk.File(Open(), Http, draft);
        if (problem is null) Places.NavigateTo($"/appeals/{objection!.Id}?filed=1");
        else Faults.AddRange(problem.Faults.Count > 0 ? problem.Faults.Select(fault => fault.Detail) : [problem.Detail]);
    }
}
