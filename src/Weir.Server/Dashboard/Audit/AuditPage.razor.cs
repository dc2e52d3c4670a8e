using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Weir.Server.Api;
using Weir.Server.Audits;
using Weir.Server.Problems;
using Weir.Storage.Audits;
using Weir.Storage.Settings;

namespace Weir.Server.Dashboard.Audit;

/// <summary>The audit log for a person: what was changed, and whether the log is what was written.</summary>
public sealed partial class AuditPage
{
    private const int Rows = 50;
    private const int MostShown = 400;

    private static readonly string[] OfAddresses = ["list.", "gold.", "appeal.", "review.", "label."];

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private StoreDoor Open { get; set; } = null!;

    [Inject] private AuditProof Proof { get; set; } = null!;

    private List<string> Faults { get; } = [];

    private IReadOnlyList<AuditEntry> Entries { get; set; } = [];

    private AuditFinding? Finding { get; set; }

    private bool Verified { get; set; }

    private long Count { get; set; }

    private string? Next { get; set; }

    private string? Told => Finding is { State: { IsWhole: true } state } ? $"{Number(state.Entries)} entries, an unbroken chain." : null;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        var store = Open();
        var faults = new List<Fault>();
        var page = PageQuery.Read(Http.Request, faults) with { Limit = Rows };
        var filter = AuditQuery.Read(Http.Request, page, faults);
        Faults.AddRange(faults.Select(fault => $"{fault.Field}: {fault.Detail}"));
        (Count, Finding) = (store.Audit.Count(), Proof.Look(store));
        if (Faults.Count > 0) return;
        var cut = page.Cut(store.Audit.Search(filter), entry => entry.Id);
        (Entries, Next) = (cut.Items, cut.Next);
    }

    private void Verify() => (Finding, Verified) = (Proof.Verify(Open()), true);

    private bool IsBroken(AuditEntry entry) => Finding?.State.Fault?.Entry == entry.Id;

    private static string Chain(AuditState state) => state.Fault switch { null => "unbroken", { Entry: 0 } => "not guarded", _ => "broken" };

    private static bool IsAddress(AuditEntry entry) => OfAddresses.Any(family => entry.Action.StartsWith(family, StringComparison.Ordinal)) && entry.Action != "list.reference";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Shown(string text) => ShownAddress.Visible(text.Length > MostShown ? text[..MostShown] + " …" : text);

    private string Asked(string name) => Http.Request.Query[name].ToString();
}
