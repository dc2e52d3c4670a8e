using System.Collections.Concurrent;
using System.Globalization;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Drift;
using Weir.Pipeline.Tables.Reading;
using Weir.Storage;
using Weir.Storage.Tables;

namespace Weir.Server.Dashboard.Tables;

/// <summary>What takes a pass over the rows of a table, kept until the rows or their schema are others.</summary>
internal sealed class TableFigures(TimeProvider time)
{
    private const long MostRows = 200_000;
    private const int MostKept = 64;

    private readonly ConcurrentDictionary<string, Lazy<object>> _kept = new(StringComparer.Ordinal);

    /// <summary>How the rows repeat and contradict each other.</summary>
    public TableRepeats Repeats(WeirStore store, KnownTable table) => Kept(store, table, "repeats", () => store.Tables.Rows.Repeats(table.Record.Id));

    /// <summary>What the first rows show of the columns.</summary>
    public TableQuality Quality(WeirStore store, KnownTable table) => Kept(store, table, "quality", () => TableQuality.Read(store, table, MostRows));

    /// <summary>The rows of the loads behind one and up to another, beside those up to the first.</summary>
    public TableDriftReport Drift(WeirStore store, KnownTable table, long until, long to) => Kept(store, table, string.Create(CultureInfo.InvariantCulture, $"drift {until} {to}"), () =>
    {
        var before = DriftSide.Of(TableData.Read(store, table.Record.Id, table.Schema, untilLoad: until));
        var now = DriftSide.Of(TableData.Read(store, table.Record.Id, table.Schema, afterLoad: until, untilLoad: to));
        return TableDrift.Compare(table.Record.Name, table.Schema, before, now, time.GetUtcNow());
    });

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
