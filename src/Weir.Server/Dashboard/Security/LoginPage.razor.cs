using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Weir.Server.Security;

namespace Weir.Server.Dashboard.Security;

/// <summary>The way in.</summary>
public sealed partial class LoginPage
{
    private const int MostName = 80;

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private StoreDoor Open { get; set; } = null!;

    [Inject] private LoginDoor Door { get; set; } = null!;

    [Inject] private FirstAdmin First { get; set; } = null!;

    [Inject] private NavigationManager Ways { get; set; } = null!;

    private string? Fault { get; set; }

    private string Name { get; set; } = "";

    private CallerSession? Session => Http.Caller().Session;

    private static string Home => Places.Has("/overview") ? "/overview" : "/";

    private string? Done => (Asked("done"), Asked("why")) switch
    {
        ("out", _) => "You are logged out.",
        (_, "ended") => "Your session has ended, so what you sent was not taken. Log in and send it again.",
        _ => null,
    };

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        // Who comes first is told how the first account is made.
        if (HttpMethods.IsGet(Http.Request.Method) && !First.IsThere(Open())) Ways.NavigateTo("/setup");
    }

    private string Asked(string name) => Http.Request.Query[name].ToString();

    private async Task EnterAsync()
    {
        var form = Http.Request.Form;
        Name = form["name"].ToString() is { Length: <= MostName } name ? name : "";
        Fault = await Door.EnterAsync(Http, Open(), Name, form["password"].ToString(), form["code"].ToString());
        if (Fault is null) Ways.NavigateTo(LocalPath.Of(Asked("next"), Home));
    }
}
