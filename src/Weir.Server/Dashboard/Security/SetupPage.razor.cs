using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Weir.Server.Security;

namespace Weir.Server.Dashboard.Security;

/// <summary>Where the printed link leads: the first account is made here, once.</summary>
public sealed partial class SetupPage
{
    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private StoreDoor Open { get; set; } = null!;

    [Inject] private LoginDoor Door { get; set; } = null!;

    [Inject] private FirstAdmin First { get; set; } = null!;

    [Inject] private NavigationManager Ways { get; set; } = null!;

    private string? Fault { get; set; }

    private string Name { get; set; } = "";

    private bool IsLink { get; set; }

    private string Asked => Http.Request.Query["token"].ToString();

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        IsLink = Accounts.IsLink(Open(), Asked);
        if (Asked.Length > 0 && !IsLink && !First.IsThere(Open())) Http.Response.StatusCode = StatusCodes.Status403Forbidden;
    }

    private async Task MakeAsync()
    {
        if (!IsLink) return;
        var (store, form) = (Open(), Http.Request.Form);
        (Name, var password) = (form["name"].ToString(), form["password"].ToString());
        Fault = password == form["again"].ToString() ? Accounts.AddFirst(store, Asked, Name, password, out _) : "The two passwords differ.";
        if (Fault is not null) return;
        Fault = await Door.EnterAsync(Http, store, Name, password, "");
        Ways.NavigateTo(Fault is null ? "/account?done=first" : "/login");
    }
}
