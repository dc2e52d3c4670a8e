using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Weir.Server.Security;
using Weir.Storage.Security;

namespace Weir.Server.Dashboard.Security;

/// <summary>Shows, adds, bounds and disables tenants.</summary>
public sealed partial class TenantsPage
{
    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private StoreDoor Open { get; set; } = null!;

    [Inject] private KeyRing Ring { get; set; } = null!;

    [Inject] private NavigationManager Ways { get; set; } = null!;

    private IReadOnlyList<TenantRecord> All { get; set; } = [];

    private string? Fault { get; set; }

    private string? Done => Http.Request.Query["done"].ToString() switch
    {
        "added" => "The tenant is made. Give it an account or a key.",
        "changed" => "The tenant is changed.",
        _ => null,
    };

    /// <inheritdoc/>
    protected override void OnInitialized() => All = Open().Tenants.All();

    private string Field(string name) => Http.Request.HasFormContentType ? Http.Request.Form[name].ToString() : "";

    private void Add()
    {
        var name = Field("name").Trim();
        if (!TryQuota(out var quota)) return;
        if (!AccessNames.IsName(name)) Fault = AccessNames.Wanted("The name");
        else if (!Open().Tenants.Add(name, quota, Http.Caller().Name)) Fault = $"There is a tenant '{name}' already.";
        else Changed("added");
    }

    private void SetQuota(string tenant)
    {
        if (!TryQuota(out var quota)) return;
        Open().Tenants.SetQuota(tenant, quota, Http.Caller().Name);
        Changed("changed");
    }

    private void SetDisabled(string tenant, bool disabled)
    {
        Open().Tenants.SetDisabled(tenant, disabled, Http.Caller().Name);
        Changed("changed");
    }

    private void Changed(string done)
    {
        Ring.Refresh();
        Ways.NavigateTo("/tenants?done=" + done);
    }

    private bool TryQuota(out long? quota)
    {
        quota = null;
        if (Field("quota").Trim() is not { Length: > 0 } text) return true;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 1_000_000_000_000) quota = number;
        else Fault = "Most subjects a day must be a whole number from 1 to 1000000000000, or empty.";
        return Fault is null;
    }
}
