using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Weir.Server.Api;
using Weir.Server.Appeals;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage.Appeals;

namespace Weir.Server.Dashboard.Appeals;

/// <summary>The queue of cases.</summary>
public sealed partial class AppealsPage
{
    private const int Rows = 50;

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private StoreDoor Open { get; set; } = null!;

    private AppealCounts Counts { get; set; } = new(0, 0, 0, null);

    private IReadOnlyList<ShownCase> Cases { get; set; } = [];

    private string? Next { get; set; }

    private List<string> Faults { get; } = [];

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        var (store, tenant, faults) = (Open(), Http.Caller().Tenant, new List<Fault>());
        var page = PageQuery.Read(Http.Request, faults) with { Limit = Rows };
        var filter = AppealEndpoints.Filter(Http.Request, tenant, store.Time.GetUtcNow(), faults);
        Faults.AddRange(faults.Select(fault => $"{fault.Field}: {fault.Detail}"));
        Counts = store.Appeals.Count(tenant);
        var cut = page.Cut(store.Appeals.Cases(filter with { After = page.After, Limit = Rows + 1 }), about => about.Id);
        (Cases, Next) = ([.. cut.Items.Select(about => ShownCase.Of(about, store.Time.GetUtcNow()))], cut.Next);
    }

    private static string Words(string state) => state is "inReview" ? "in review" : state;

    private string Asked(string name) => Http.Request.Query[name].ToString();
}
