using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Weir.Server.Api;
using Weir.Server.Lists;
using Weir.Server.Security;
using Weir.Storage.Security;

namespace Weir.Server.Dashboard.Security;

/// <summary>Makes, shows and revokes keys.</summary>
public sealed partial class KeysPage
{
    private const int Rows = 100;

    private static readonly (string Word, string Text)[] Roles =
    [
        ("check", "check: have subjects judged"), ("viewer", "viewer: look at everything of its tenant"), ("analyst", "analyst: also change lists, jobs and appeals"),
        ("admin", "admin: also change keys and accounts"),
    ];

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private StoreDoor Open { get; set; } = null!;

    [Inject] private KeyDesk Desk { get; set; } = null!;

    [Inject] private NavigationManager Ways { get; set; } = null!;

    private IReadOnlyList<KeyRecord> Keys { get; set; } = [];

    private IReadOnlyList<string> Tenants { get; set; } = [];

    private (KeyRecord Record, string Token)? Made { get; set; }

    private string? Fault { get; set; }

    private string? Next { get; set; }

    private DateTimeOffset Now { get; set; }

    private Caller Caller => Http.Caller();

    private string? Done => Http.Request.Query["done"] == "revoked" ? "The key is revoked." : null;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        var store = Open();
        Now = store.Time.GetUtcNow();
        if (Caller.IsOfMain) Tenants = [.. store.Tenants.All().Select(tenant => tenant.Name)];
        Read();
    }

    private void Read()
    {
        var page = PageQuery.Read(Http.Request, []) with { Limit = Rows };
        var cut = page.Cut(Open().Keys.Page(Caller.Bounds, page.After, Rows + 1), key => key.Id);
        (Keys, Next) = (cut.Items, cut.Next);
    }

    // A made key is not kept in the form, so that it is not made twice.
    private string Field(string name) => Made is null && Http.Request.HasFormContentType ? Http.Request.Form[name].ToString() : "";

    private string State(KeyRecord key) => key.RevokedAt is not null ? "revoked" : key.ExpiresAt <= Now ? "expired" : "works";

    private void Make()
    {
        if (Wanted() is not { } wanted) return;
        Fault = Desk.Make(Open(), Caller, wanted, out var made)?.Detail;
        if (Fault is not null) return;
        Made = made;
        Read();
    }

    private KeyRecord? Wanted()
    {
        DateTimeOffset? end = null;
        if (Field("expires").Trim() is { Length: > 0 } text)
        {
            if (ListWords.TryReadEnd(text, Now, out var at, out var fault)) end = at;
            else Fault = fault;
        }

        if (!AccessKeys.Roles.Contains(Field("role"))) Fault = "Choose what the key may.";
        var wanted = new KeyRecord
        {
            Name = Field("name").Trim(),
            Role = Field("role"),
            Tenant = Field("tenant") is { Length: > 0 } tenant ? tenant : Caller.Tenant,
            ExpiresAt = end,
            RequestsASecond = Number("requests", 1_000_000),
            SubjectsADay = Number("subjects", 1_000_000_000_000),
        };
        return Fault is null ? wanted : null;
    }

    private long? Number(string name, long most)
    {
        if (Field(name).Trim() is not { Length: > 0 } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most) return number;
        Fault = string.Create(CultureInfo.InvariantCulture, $"Most {name} must be a whole number from 1 to {most}, or empty.");
        return null;
    }

    private void Revoke(long id)
    {
        Desk.Revoke(Open(), Caller, id);
        Ways.NavigateTo("/keys?done=revoked");
    }
}
