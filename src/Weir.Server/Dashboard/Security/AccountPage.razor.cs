using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Weir.Server.Security;
using Weir.Storage.Security;

namespace Weir.Server.Dashboard.Security;

/// <summary>What a person may change about himself.</summary>
public sealed partial class AccountPage
{
    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private StoreDoor Open { get; set; } = null!;

    [Inject] private LoginDoor Door { get; set; } = null!;

    [Inject] private SessionDoor Doors { get; set; } = null!;

    [Inject] private NavigationManager Ways { get; set; } = null!;

    private AccountRecord? Account { get; set; }

    private IReadOnlyList<SessionRecord> Sessions { get; set; } = [];

    private int CodesLeft { get; set; }

    private string? PasswordFault { get; set; }

    private string? CodeFault { get; set; }

    private string? Done => Http.Request.Query["done"].ToString() switch
    {
        "first" => "The account is made, and you are logged in. Set up an authenticator, so that the password alone opens nothing.",
        "password" => "The password is changed; your other sessions have ended.",
        "off" => "The authenticator is off.",
        "ended" => "The session has ended.",
        _ => null,
    };

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (Http.Caller().Session is not { } session) return;
        var store = Open();
        Account = store.Accounts.Find(session.Account, null);
        Sessions = store.Sessions.Of(session.Account, Doors.IdleSince);
        CodesLeft = store.Accounts.Codes.Left(session.Account);
    }

    private string Field(string name) => Http.Request.Form[name].ToString();

    private async Task ChangeAsync()
    {
        if (Account is not { } account) return;
        var (store, password) = (Open(), Field("password"));
        PasswordFault = password != Field("again") ? "The two new passwords differ."
            : await Door.ProveAsync(Http, store, account, Field("present")) ?? Accounts.SetPassword(store, account, password, account.Name, Http.Caller().Session!.Id);
        if (PasswordFault is null) Ways.NavigateTo("/account?done=password");
    }

    private async Task SwitchOffAsync()
    {
        if (Account is not { } account) return;
        CodeFault = await Door.ProveAsync(Http, Open(), account, Field("present"));
        if (CodeFault is not null) return;
        Open().Accounts.Codes.Set(account.Id, null, [], account.Name);
        Ways.NavigateTo("/account?done=off");
    }

    private void End(long session)
    {
        if (Account is { } account) Open().Sessions.End(session, account.Id, account.Name);
        Ways.NavigateTo("/account?done=ended");
    }

    private void EndOthers()
    {
        if (Account is { } account) Open().Sessions.EndAll(account.Id, account.Name, Http.Caller().Session!.Id);
        Ways.NavigateTo("/account?done=ended");
    }
}
