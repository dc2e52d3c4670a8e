using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Tables;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Server.Dashboard.Tables;

/// <summary>A table in the list, with the model that serves it.</summary>
internal sealed record TableLine(KnownTable Table, Champion? Champion, EvaluationReport? Report, DeploymentRecord? Beside)
{
    /// <summary>Every table by name.</summary>
    public static IReadOnlyList<TableLine> All(WeirStore store) => [.. new TableCatalog(store).All().Select(table => Of(store, table))];

    /// <summary>One table.</summary>
    public static TableLine Of(WeirStore store, KnownTable table)
    {
        var models = store.Models.On(table.Record.ChannelNumber);
        var champion = models.Champion();
        var report = champion is null ? null : ReportText.TryParse(store.Models.Find(champion.Version)?.Report);
        return new TableLine(table, champion, report, store.Deployments.On(table.Record.ChannelNumber).Running());
    }
}
