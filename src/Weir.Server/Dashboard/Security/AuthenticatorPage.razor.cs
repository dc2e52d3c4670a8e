using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Weir.Server.Security;
using Weir.Storage.Security;

namespace Weir.Server.Dashboard.Security;

/// <summary>Sets up an authenticator: the secret is kept only once a code has shown that the app has it.</summary>
public sealed partial class AuthenticatorPage
{
    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private StoreDoor Open { get; set; } = null!;

    [Inject] private LoginDoor Door { get; set; } = null!;

    [Inject] private IDataProtectionProvider Protection { get; set; } = null!;

    private AccountRecord? Account { get; set; }

    private IReadOnlyList<string>? Recovery { get; set; }

    private string? Fault { get; set; }

    private string Secret { get; set; } = "";

    private string Sealed => Seal.Protect(Owner + Secret);

    private string Grouped => string.Join(' ', Secret.Chunk(4).Select(part => new string(part)));

    private QrCode Code => QrCode.Of(Totp.Uri(Account!.Name, Secret));

    private string Owner => Account!.Id.ToString(CultureInfo.InvariantCulture) + ":";

    private IDataProtector Seal => Protection.CreateProtector("Weir.Totp.Setup");

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (Http.Caller().Session is not { } session) return;
        Account = Open().Accounts.Find(session.Account, null);
        Secret = Account is null ? "" : Kept() ?? Totp.MakeSecret();
    }

    // The secret travels sealed in the form until it is proved, so that nothing half set up is stored.
    private string? Kept() => Http.Request.HasFormContentType && Seal.TryUnprotect(Http.Request.Form["sealed"].ToString()) is { } kept && kept.StartsWith(Owner, StringComparison.Ordinal)
        ? kept[Owner.Length..] : null;

    private async Task SwitchOnAsync()
    {
        if (Account is not { } account) return;
        var store = Open();
        Fault = await Door.ProveAsync(Http, store, account, Http.Request.Form["present"].ToString());
        if (Fault is not null) return;
        Recovery = Door.SwitchOn(store, account.Id, Secret, Http.Request.Form["code"].ToString(), account.Name);
        if (Recovery is null) Fault = "This code does not fit. Look whether the clock of the phone is right, and take the next code.";
    }
}
