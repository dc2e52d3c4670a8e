using Weir.Detection.Tables;
using Weir.Learning;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Schema;
using Weir.Server.Problems;
using Weir.Storage.Tables;

namespace Weir.Server.Tables;

/// <summary>Finds the model that rows are to be judged by: that of the named table, else of the only one whose columns the rows have.</summary>
internal sealed class PredictTarget(StoreDoor open, TableServing serving)
{
    private const int MostColumns = 8;

    /// <summary>The model, or why there is none.</summary>
    public (TableModel? Model, Problem? Problem) Find(TableFile file, string? channel, string? version)
    {
        var store = open();
        if (channel is null && version is not null && store.Models.Find(version) is { } model && store.Tables.All().FirstOrDefault(table => table.ChannelNumber == model.Channel) is { } own) channel = own.Channel;
        var (table, problem) = channel is null ? OfColumns(file) : TableProblems.OfChannel(store, channel);
        if (table is null) return (null, problem);
        var (found, why) = serving.Find(table.Name, table.ChannelNumber, version);
        return found is null ? (null, why) : Misfit(file, found) is { } misfit ? (null, misfit) : (found, null);
    }

    private (TableRecord? Table, Problem? Problem) OfColumns(TableFile file)
    {
        var all = new TableCatalog(open()).All();
        if (all.Count == 0) return TableProblems.Only(open());
        var fitting = all.Where(table => ColumnMatch.Of(Schema(table), file.Columns, needsTarget: false).Fits).Select(table => table.Record).ToList();
        if (fitting is [var only]) return (only, null);
        var names = TableProblems.Names([.. (fitting.Count == 0 ? all.Select(table => table.Record) : fitting).Select(table => table.Name)]);
        return (null, Problem.Invalid([new Fault("channel", fitting.Count > 1
            ? $"Several tables have these columns ({names}); name the one that is meant: ?channel=table:{fitting[0].Name}."
            : $"No table has the columns of {file.Name} ({Shown(file.Columns)}); there are {names}. Name one (?channel=table:{all[0].Record.Name}), and the answer names every column that is missing.")]));
    }

    // What serves decides; a schema may have changed since it was trained.
    private TableSchema Schema(KnownTable table)
    {
        try
        {
            return serving.Champion(table.Record.ChannelNumber)?.Schema ?? table.Schema;
        }
        catch (ModelFileException)
        {
            return table.Schema;
        }
    }

    private static Problem? Misfit(TableFile file, TableModel model)
    {
        var match = ColumnMatch.Of(model.Schema, file.Columns, needsTarget: false);
        return match.Refusal(file.Name) is { } refusal ? UploadedRows.Unusable(refusal, LoadAnswers.Faults(match)) : null;
    }

    private static string Shown(IReadOnlyList<string> columns) => string.Join(", ", columns.Take(MostColumns)) + (columns.Count > MostColumns ? ", …" : "");
}
