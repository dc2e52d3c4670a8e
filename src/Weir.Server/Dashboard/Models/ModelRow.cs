using Weir.Pipeline.Evaluation;
using Weir.Server.Models;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Server.Dashboard.Models;

/// <summary>A version in the list.</summary>
internal sealed record ModelRow(ModelVersion Model, string State, EvaluationReport? Report)
{
    /// <summary>Every version, the newest first.</summary>
    public static IReadOnlyList<ModelRow> All(WeirStore store)
    {
        var (champion, running) = (store.Models.Champion(), store.Deployments.Running());
        return [.. store.Models.All().Select(model => new ModelRow(model, ModelCards.State(model, champion, running), ReportText.TryParse(model.Report)))];
    }

    /// <summary>Figures by version, the oldest first, for a chart.</summary>
    public static IReadOnlyList<object?[]> Chart(IReadOnlyList<ModelRow> rows) =>
        [.. rows.Where(row => row.Report is not null).Reverse().Select(row => (object?[])[row.Model.Version, .. ReportFigures.Main.Where(figure => figure.Key != "ece").Select(figure => figure.Of(row.Report!)?.Value)])];

    /// <summary>The heads of <see cref="Chart"/>.</summary>
    public static IReadOnlyList<string> ChartColumns { get; } = ["version", .. ReportFigures.Main.Where(figure => figure.Key != "ece").Select(figure => figure.Name)];
}
