using System.Collections.Concurrent;
using System.Globalization;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Drift;
using Weir.Pipeline.Tables.Reading;
using Weir.Storage;
using Weir.Storage.Tables;

namespace Weir.Server.Dashboard.Tables;

/// <summary>What takes a pass over the rows of a table, kept until the rows or their schema are others.</summary>
internal sealed class TableFigures
{
    private const long MostRows = 200_000;
    private const int MostKept = 64;

    private readonly Lock _file = new();
    private readonly ConcurrentDictionary<string, Lazy<object>> _kept = new(StringComparer.Ordinal);

    /// <summary>How the rows repeat and contradict each other.</summary>
    public TableRepeats Repeats(WeirStore store, KnownTable table) => Kept(store, table, "repeats", () => store.Tables.Rows.Repeats(table.Record.Id));

    /// <summary>What the first rows show of the columns.</summary>
    public TableQuality Quality(WeirStore store, KnownTable table) => Kept(store, table, "quality", () => TableQuality.Read(store, table, MostRows));

    /// <summary>Loads beside each other.</summary>
    public DriftRun Drift(WeirStore store, KnownTable table, DriftLoads loads) =>
        Kept(store, table, string.Create(CultureInfo.InvariantCulture, $"drift {loads.From} {loads.To} {store.Models.On(table.Record.ChannelNumber).Champion()?.Version}"), () => TableDriftRun.Of(store, table, loads));

    /// <summary>The rows of a file beside those that were learned from.</summary>
    public DriftRun Drift(WeirStore store, KnownTable table, StagedFile file, string path) =>
        Kept(store, table, string.Create(CultureInfo.InvariantCulture, $"drift {file.Id} {store.Models.On(table.Record.ChannelNumber).Champion()?.Version}"), () => Compare(store, table, file, path));

    // Both sides are held in memory: one file at a time.
    private DriftRun Compare(WeirStore store, KnownTable table, StagedFile file, string path)
    {
        lock (_file)
        {
            try
            {
                using var rows = TableFile.From(InputFile.Open(path, file.Name, TextEncoding.Auto), new TableFileChoice { Words = OptionWords.Page });
                return TableDriftRun.Of(store, table, rows);
            }
            catch (InputFileException fault)
            {
                return new DriftRun(null, fault.Message);
            }
        }
    }

    private T Kept<T>(WeirStore store, KnownTable table, string what, Func<T> read) where T : class
    {
        var newest = store.Tables.Loads.Of(table.Record.Id, 1).FirstOrDefault()?.Id ?? 0;
        var key = string.Create(CultureInfo.InvariantCulture, $"{table.Record.Id} {table.Record.Loads} {newest} {table.Record.Rows} {table.Schema.Fingerprint} {what}");
        if (_kept.Count > MostKept) _kept.Clear();
        var lazy = _kept.GetOrAdd(key, _ => new Lazy<object>(read));
        try
        {
            return (T)lazy.Value;
        }
        catch (StoreException)
        {
            // A store that was away for a moment is asked again.
            _kept.TryRemove(key, out _);
            throw;
        }
    }
}
