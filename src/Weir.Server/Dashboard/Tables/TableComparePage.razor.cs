using Microsoft.AspNetCore.Components;
using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Tables.Training;
using Weir.Server.Dashboard.Models;
using Weir.Server.Models;
using Weir.Server.Security;
using Weir.Storage.Models;

namespace Weir.Server.Dashboard.Tables;

/// <summary>The models of a table: what was tried for each, how they do, and which one serves.</summary>
public sealed partial class TableComparePage
{
    private IReadOnlyList<VersionRow> _versions = [];
    private IReadOnlyList<string> _below = [];
    private VersionRow? _shown;
    private Champion? _champion;
    private DeploymentRecord? _beside;
    private string? _refused;
    private bool _isAdmin;

    [Inject] private ModelChanges Changes { get; set; } = null!;

    private protected override void Look()
    {
        var channel = Table!.Record.ChannelNumber;
        var models = Store.Models.On(channel);
        (_champion, _beside, _below) = (models.Champion(), Store.Deployments.On(channel).Running(), models.Below());
        _versions = [.. models.All().Select(model => new VersionRow(model, ModelCards.State(model, _champion, _beside), ReportText.TryParse(model.Report), Training(model)))];
        _shown = _versions.FirstOrDefault(row => row.Model.Version == Asked("version")) ?? _versions.FirstOrDefault(row => row.Model.Version == _champion?.Version) ?? _versions.FirstOrDefault();
        _isAdmin = ModelActs.May(Http.Caller());
    }

    /// <summary>What was tried for a version; null for one that was not trained here.</summary>
    internal static TableReport? Training(ModelVersion model) => TableReport.FromJson(model.Parameters) is { Winner.Length: > 0 } report ? report : null;

    private void Change()
    {
        var result = ModelActs.Do(Http, Changes, Table!.Record.ChannelNumber);
        if (result.IsDone) Here.NavigateTo($"/tables/{Name}/compare");
        else _refused = result.Sentence;
    }

    private sealed record VersionRow(ModelVersion Model, string State, EvaluationReport? Report, TableReport? Training);
}
