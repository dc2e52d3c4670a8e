using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Schema;
using Weir.Server.Security;

namespace Weir.Server.Dashboard.Tables;

/// <summary>A file of rows before it is loaded: what was found in it, and what a person says to that.</summary>
public sealed partial class LookPage
{
    private const int MostNotes = 40;
    private const int MostYaml = 4_000_000;

    /// <summary>The number of the file.</summary>
    [Parameter] public string Id { get; set; } = "";

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private StoreDoor Open { get; set; } = null!;

    [Inject] private StagedFiles Staged { get; set; } = null!;

    [Inject] private TableDesk Desk { get; set; } = null!;

    [Inject] private NavigationManager Here { get; set; } = null!;

    private StagedFile? File { get; set; }

    private TableLoadResult? Result { get; set; }

    private string? Trouble { get; set; }

    private bool Known { get; set; }

    private bool IsGood => Result?.Outcome == TableLoadOutcome.Tried;

    private IEnumerable<string> Columns => Result?.Proposal?.Profile.Columns.Select(column => column.Name) ?? [];

    private IEnumerable<string> Values => Result?.Proposal?.Targets is [var first, ..] targets ? (targets.FirstOrDefault(target => target.Column == File?.Target) ?? first).Values.Select(value => value.Value) : [];

    private string Yaml => File?.Yaml ?? Result?.Proposal?.Yaml ?? (Result?.Schema is { } schema ? SchemaYaml.Write(schema) : "");

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        File = Staged.Find(Id, Http.Caller().Tenant) is { IsToJudge: false, IsToCompare: false } file ? file : null;
        if (File is null) Http.IsMissing();
        if (File is not { Done: null } waiting) return;
        Known = Open().Tables.Find(waiting.Table) is not null;
        Result = await Task.Run(() => Desk.Try(waiting, Http.RequestAborted), Http.RequestAborted);
    }

    private async Task LoadAsync()
    {
        var result = await Task.Run(() => Desk.Load(File!, Http.RequestAborted), Http.RequestAborted);
        if (result.Outcome is TableLoadOutcome.Loaded or TableLoadOutcome.Known) Here.NavigateTo($"/tables/new/look/{Id}");
        else Trouble = result.Sentence;
    }

    private void Choose() => Again(File! with { Table = TableDesk.TableOf(Sent("table"), null, File.Name), Target = Sent("target"), Phishing = Sent("phishing"), Benign = Sent("benign"), Yaml = null });

    private void SetYaml()
    {
        var yaml = Http.Request.Form["yaml"].ToString();
        if (yaml.Length > MostYaml) Trouble = "A schema has at most 4 million characters.";
        else Again(File! with { Yaml = Sent("act") == "drop" ? null : yaml });
    }

    private void Discard()
    {
        Staged.Forget(Id);
        Here.NavigateTo("/tables");
    }

    private void Again(StagedFile file)
    {
        Staged.Save(file);
        Here.NavigateTo($"/tables/new/look/{Id}");
    }

    private string? Sent(string name) => Http.Request.Form[name].ToString().Trim() is { Length: > 0 } text ? text : null;
}
