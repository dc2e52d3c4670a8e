using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Weir.Server.Lists;
using Weir.Server.Security;
using Weir.Storage.Settings;

namespace Weir.Server.Dashboard.Lists;

/// <summary>One entry: what it says, and how to change or remove it.</summary>
public sealed partial class ListEntryPage
{
    private const string OfCase = "appeal ";

    /// <summary>The number of the entry.</summary>
    [Parameter] public long Id { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private StoreDoor Open { get; set; } = null!;

    [Inject] private NavigationManager Places { get; set; } = null!;

    private KeptEntry? Entry { get; set; }

    private List<string> Faults { get; } = [];

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Entry = Open().Lists.Find(Http.Caller().Tenant, Id);
        if (Entry is null) Http.IsMissing();
    }

    private static string? End(KeptEntry entry) => entry.Entry.Expires?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static long? CaseOf(string source) =>
        source.StartsWith(OfCase, StringComparison.Ordinal) && long.TryParse(source.AsSpan(OfCase.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private string? Shown(string name, string? kept) => Http.Request.HasFormContentType && Http.Request.Form.ContainsKey(name) ? Http.Request.Form[name].ToString() : kept;

    private void Change()
    {
        if (!Http.Caller().May(AccessRole.Analyst)) return;
        var (store, reason, text) = (Open(), Http.Request.Form["reason"].ToString().Replace("\0", "", StringComparison.Ordinal).Trim(), Http.Request.Form["expires"].ToString().Trim());
        DateTimeOffset? end = null;
        if (reason.Length is 0 or > ListDraft.MostReason) Faults.Add($"Say why, in at most {ListDraft.MostReason} characters.");
        if (text.Length > 0 && Entry is { } entry && text != End(entry))
        {
            if (ListWords.TryReadEnd(text, store.Time.GetUtcNow(), out var at, out var fault)) end = at;
            else Faults.Add(fault);
        }
        else if (text.Length > 0)
        {
            end = Entry?.Entry.Expires;
        }

        if (Faults.Count > 0) return;
        store.Lists.Change(Http.Caller().Tenant, Id, reason, end, Http.Caller().Name);
        Places.NavigateTo($"/lists/{Id}?done=changed");
    }

    private void Remove()
    {
        if (!Http.Caller().May(AccessRole.Analyst)) return;
        Open().Lists.Remove(Http.Caller().Tenant, Id, Http.Caller().Name);
        Places.NavigateTo("/lists?done=removed");
    }
}
