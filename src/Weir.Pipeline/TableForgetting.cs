using Weir.Pipeline.Tables;
using Weir.Storage;
using Weir.Storage.Tables;

namespace Weir.Pipeline;

/// <summary>
/// Takes a table away with all that holds its rows: the rows, the files of its models (a model of neighbours is made of rows) and its drop
/// folder as far as that is empty. What its models were, and when they served, stays in the registry.
/// </summary>
public static class TableForgetting
{
    private const string Why = "its table was forgotten";

    /// <summary>Takes it away; returns the files that people put into its drop folder, which stay.</summary>
    public static IReadOnlyList<string> Forget(WeirStore store, TableRecord table, string actor, CancellationToken ct = default)
    {
        store.Tables.Forget(table.Id, actor, ct);
        foreach (var model in store.Models.On(table.ChannelNumber).All())
        {
            var path = Path.Combine(store.DataDirectory, model.File);
            if (!File.Exists(path)) continue;
            store.Models.FileRemoved(model.Version, actor, Why);
            File.Delete(path);
        }

        return TableTurn.Leave(store, table.Name);
    }
}
