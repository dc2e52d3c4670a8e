using Weir.Detection.Tables;
using Weir.Learning;
using Weir.Pipeline.Tables;
using Weir.Storage;

namespace Weir.Server.Tables;

/// <summary>What is known about a table, put together for endpoints and pages.</summary>
internal sealed class TableDesk(TableServing serving, TableTrainings trainings)
{
    private const int Loads = 10;
    private const int MostNamed = 10;

    /// <summary>All about a table; null when it is not there.</summary>
    public TableDetail? Detail(WeirStore store, string name)
    {
        if (new TableCatalog(store).Find(name) is not { } table) return null;
        var champion = store.Models.On(table.Record.ChannelNumber).Champion()?.Version;
        return new TableDetail(TableAnswer.Of(table, champion), store.Tables.Rows.Repeats(table.Record.Id), SchemaAnswer.Of(table.Schema), store.Tables.Loads.Of(table.Record.Id, Loads),
            ChangedSchema(table), trainings.Latest(name).FirstOrDefault());
    }

    /// <summary>In which columns the champion reads rows otherwise than the schema says now; null when it does not, or there is none.</summary>
    public string? ChangedSchema(KnownTable table)
    {
        TableModel? model;
        try
        {
            model = serving.Champion(table.Record.ChannelNumber);
        }
        catch (ModelFileException)
        {
            return "The model that serves cannot be read, so that its schema is not known; roll back to another.";
        }

        if (model is null || model.Schema.Fingerprint == table.Schema.Fingerprint) return null;
        string[] before = [.. model.Schema.Features.Select(column => column.Name)], now = [.. table.Schema.Features.Select(column => column.Name)];
        string[] words = [.. now.Except(before).Select(column => $"'{column}' is new"), .. before.Except(now).Select(column => $"'{column}' is gone")];
        var what = words.Length == 0 ? "kinds, values or marks of its columns, or the target" : string.Join(", ", words.Take(MostNamed)) + (words.Length > MostNamed ? ", …" : "");
        return $"The schema has changed since {model.Version} was trained ({what}); that model reads rows as before, and a training by the new schema must be forced.";
    }
}
