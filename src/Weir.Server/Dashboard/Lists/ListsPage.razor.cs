using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Server.Api;
using Weir.Server.Lists;
using Weir.Server.Models;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage.Settings;

namespace Weir.Server.Dashboard.Lists;

/// <summary>The lists for a person: search, add, import, and what ends soon.</summary>
public sealed partial class ListsPage
{
    private const int Rows = 50;
    private const int MostFaults = 20;

    private static readonly (string Word, string Text)[] Scopes =
    [
        ("", "what the value says: a page, a host or a domain"), ("url", "this URL in all its spellings"), ("prefix", "this path and all below it"),
        ("host", "this host, not the hosts below it"), ("domain", "this domain and all hosts below it"),
    ];

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private StoreDoor Open { get; set; } = null!;

    [Inject] private ListDesk Desk { get; set; } = null!;

    [Inject] private DetectorHolder Holder { get; set; } = null!;

    [Inject] private NavigationManager Places { get; set; } = null!;

    private List<string> Faults { get; } = [];

    private List<string> ImportFaults { get; } = [];

    private List<string> QueryFaults { get; } = [];

    private IReadOnlyList<KeptEntry> Entries { get; set; } = [];

    private IReadOnlyList<KeptEntry> Ending { get; set; } = [];

    private IReadOnlyList<ReferenceList> Reference => Holder.Current.Reference;

    private ListCounts Counts { get; set; } = new(0, 0, 0, 0);

    private string? Next { get; set; }

    private DateTimeOffset Now { get; set; }

    private bool MayChange => Caller.May(AccessRole.Analyst);

    private Caller Caller => Http.Caller();

    private string? Done => Asked("done") switch
    {
        "added" => "The entries are kept; they count from the next answers on.",
        "removed" => "The entry is gone.",
        "imported" => "The file is imported.",
        _ => null,
    };

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        var store = Open();
        var faults = new List<Fault>();
        var page = PageQuery.Read(Http.Request, faults);
        var filter = ListQuery.Read(Http.Request, Caller.Tenant, faults);
        QueryFaults.AddRange(faults.Select(fault => $"{fault.Field}: {fault.Detail}"));
        (Now, Counts) = (store.Time.GetUtcNow(), store.Lists.Count(Caller.Tenant));
        var cut = (page with { Limit = Rows }).Cut(store.Lists.Read(filter with { After = page.After, Limit = Rows + 1 }), entry => entry.Id);
        (Entries, Next) = (cut.Items, cut.Next);
        if (Counts.Ending > 0) Ending = store.Lists.Read(new ListFilter(Caller.Tenant) { EndsBefore = Now.AddDays(7) });
    }

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private string Asked(string name) => Http.Request.Query[name].ToString();

    private string Field(string name) => Http.Request.HasFormContentType ? Http.Request.Form[name].ToString().Replace("\0", "", StringComparison.Ordinal) : "";

    private void Add()
    {
        if (!MayChange || Drafts() is not { Count: > 0 } drafts) return;
        Tell(Desk.Add(Open(), Caller, drafts, Field("replace") is "true", "hand", []), Faults, "/lists?done=added");
    }

    private IReadOnlyList<ListDraft> Drafts()
    {
        var values = Field("value").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var reason = Field("reason").Trim();
        if (reason.Length is 0 or > ListDraft.MostReason) Faults.Add($"Say why, in at most {ListDraft.MostReason} characters.");
        if (values.Length is 0 or > ListDraft.MostEntries) Faults.Add($"Write at least one value and at most {ListDraft.MostEntries}, one a line.");
        if (values.Any(value => value.Length > ListDraft.MostValue)) Faults.Add($"A value has more than {ListDraft.MostValue} characters.");
        DateTimeOffset? end = null;
        if (Field("expires").Trim() is { Length: > 0 } text)
        {
            if (ListWords.TryReadEnd(text, Now, out var at, out var fault)) end = at;
            else Faults.Add(fault);
        }

        if (!ListWords.Kinds.TryGetValue(Field("kind"), out var kind)) Faults.Add("Choose block or allow.");
        ListScope? scope = ListWords.Scopes.TryGetValue(Field("scope"), out var chosen) ? chosen : null;
        return Faults.Count > 0 ? [] : [.. values.Select((value, i) => new ListDraft(values.Length == 1 ? "" : $"line {i + 1}: ", kind, value, scope, reason, end, Field("force") is "true"))];
    }

    private async Task ImportAsync()
    {
        if (!MayChange) return;
        if (Http.Request.Form.Files["file"] is not { Length: > 0 } file)
        {
            ImportFaults.Add("Choose a file that is not empty.");
            return;
        }

        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        Tell(ListFileEndpoints.Take(await reader.ReadToEndAsync(Http.RequestAborted), Open(), Caller, Desk), ImportFaults, "/lists?done=imported");
    }

    private static string Place(string field) => field is "value" ? "" : $"{(field.StartsWith("line ", StringComparison.Ordinal) ? field.Replace(": value", "", StringComparison.Ordinal) : field)}: ";

    private void Tell(ListAnswer answer, List<string> faults, string then)
    {
        faults.AddRange(answer.Faults.Concat(answer.Conflicts).Take(MostFaults).Select(fault => Place(fault.Field) + fault.Detail));
        if (faults.Count == 0) Places.NavigateTo(then);
    }
}
