using Weir.Detection.Tables;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Training;
using Weir.Storage;

namespace Weir.Pipeline;

/// <summary>Which rows a model of a table was trained with, by what rows of equal values share (<see cref="TableRow.HashOf"/>).</summary>
/// <param name="Learned">It has learned from them.</param>
/// <param name="KeptBack">They were kept back when it was trained, to judge it on.</param>
public sealed record LearnedTableRows(IReadOnlySet<long> Learned, IReadOnlySet<long> KeptBack)
{
    /// <summary>Reads them from the rows that are held; null when these are not, or no longer, the rows that the model was trained with.</summary>
    public static LearnedTableRows? Of(WeirStore store, TableModel model, CancellationToken ct)
    {
        if (new TableCatalog(store).Find(model.Table) is not { } table || table.Schema.Fingerprint != model.Schema.Fingerprint) return null;
        var last = LaterTableRows.LastLoad(store, model.Version);
        var data = TableData.Read(store, table.Record.Id, table.Schema, untilLoad: last > 0 ? last : long.MaxValue, ct: ct);
        if (data.Rows == 0 || TableTrainer.HashOf(data) != model.Manifest.DatasetHash) return null;
        var test = new TableTrainer(new TableTrainingParameters(), store.Time).TestOf(data);
        var width = table.Schema.Features.Count;
        var kept = Enumerable.Range(0, test.Labels.Length).Select(i => TableRow.HashOf(test.Values.AsSpan(i * width, width))).ToHashSet();
        return new LearnedTableRows(data.Hashes.Where(hash => !kept.Contains(hash)).ToHashSet(), kept);
    }
}
