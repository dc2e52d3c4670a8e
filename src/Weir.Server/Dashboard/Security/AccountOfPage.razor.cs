using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Weir.Server.Security;
using Weir.Storage.Security;

namespace Weir.Server.Dashboard.Security;

/// <summary>One account, for an admin: role, password, authenticator, and whether it works.</summary>
public sealed partial class AccountOfPage
{
    /// <summary>The number of the account.</summary>
    [Parameter] public long Id { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private StoreDoor Open { get; set; } = null!;

    [Inject] private NavigationManager Ways { get; set; } = null!;

    private AccountRecord? Account { get; set; }

    private string? Fault { get; set; }

    private string? Done => Http.Request.Query["done"].ToString() switch
    {
        "changed" => "The account is changed; its sessions have ended.",
        "off" => "The authenticator is off.",
        _ => null,
    };

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Account = Open().Accounts.Find(Id, Http.Caller().Bounds);
        if (Account is null) Http.IsMissing();
    }

    private void SetRole()
    {
        var role = Http.Request.Form["role"].ToString();
        if (Account is { } account && Accounts.Roles.Contains(role)) Change(account, role, account.DisabledAt is not null, null);
    }

    private void SetPassword()
    {
        if (Account is { } account) Change(account, account.Role, account.DisabledAt is not null, Http.Request.Form["password"].ToString());
    }

    private void SetDisabled(bool disabled)
    {
        if (Account is { } account) Change(account, account.Role, disabled, null);
    }

    private void SwitchOff()
    {
        if (Account is { } account) Open().Accounts.Codes.Set(account.Id, null, [], Http.Caller().Name);
        Ways.NavigateTo($"/accounts/{Id}?done=off");
    }

    private void Change(AccountRecord account, string role, bool disabled, string? password)
    {
        Fault = AccountDesk.Change(Open(), Http.Caller(), account, role, disabled, password)?.Detail;
        if (Fault is null) Ways.NavigateTo($"/accounts/{Id}?done=changed");
    }
}
