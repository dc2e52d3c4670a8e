using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Weir.Server.Api;
using Weir.Server.Security;
using Weir.Storage.Security;

namespace Weir.Server.Dashboard.Security;

/// <summary>Shows accounts and adds them.</summary>
public sealed partial class AccountsPage
{
    private const int Rows = 100;

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private StoreDoor Open { get; set; } = null!;

    [Inject] private NavigationManager Ways { get; set; } = null!;

    private IReadOnlyList<AccountRecord> People { get; set; } = [];

    private IReadOnlyList<string> Tenants { get; set; } = [];

    private string? Fault { get; set; }

    private string? Next { get; set; }

    private Caller Caller => Http.Caller();

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        var store = Open();
        if (Caller.IsOfMain) Tenants = [.. store.Tenants.All().Select(tenant => tenant.Name)];
        var page = PageQuery.Read(Http.Request, []) with { Limit = Rows };
        var cut = page.Cut(store.Accounts.Page(Caller.Bounds, page.After, Rows + 1), one => one.Id);
        (People, Next) = (cut.Items, cut.Next);
    }

    private string Field(string name) => Http.Request.HasFormContentType ? Http.Request.Form[name].ToString() : "";

    private void Add()
    {
        var tenant = Caller.IsOfMain && Field("tenant") is { Length: > 0 } chosen ? chosen : Caller.Tenant;
        Fault = Accounts.Add(Open(), Field("name"), Field("role"), tenant, Field("password"), Caller.Name);
        if (Fault is null) Ways.NavigateTo("/accounts?done=added");
    }
}
