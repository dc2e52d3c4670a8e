using Weir.Detection.Tables;
using Weir.Learning;
using Weir.Pipeline.Registry;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Training;
using Weir.Storage;

namespace Weir.Pipeline;

/// <summary>Labelled rows of a table that some of its models have not learned from, nor rows of equal values: on them they can be judged as they do in service.</summary>
internal static class LaterTableRows
{
    /// <summary>Most rows that are judged; the newest are taken.</summary>
    public const int Most = 20_000;

    /// <summary>The newest load that a version learned from; 0 when it is not known.</summary>
    public static long LastLoad(WeirStore store, string version) => store.Models.Find(version) is { } model ? TableReport.FromJson(model.Parameters)?.LastLoad ?? 0 : 0;

    /// <summary>The rows of later loads, each different one once.</summary>
    public static JudgedRows Since(WeirStore store, KnownTable table, long afterLoad, CancellationToken ct)
    {
        var data = TableData.Read(store, table.Record.Id, table.Schema, afterLoad: afterLoad, ct: ct);
        var (known, groups) = (store.Tables.Rows.KnownHashes(table.Record.Id, afterLoad), new Dictionary<long, int>());
        var seen = new HashSet<(long, byte)>();
        int[] rows = [.. Enumerable.Range(0, data.Rows).Reverse().Where(i => !known.Contains(data.Hashes[i]) && seen.Add((data.Hashes[i], data.Labels[i]))).Take(Most)];
        var features = data.Columns.Length;
        var values = new float[rows.Length * features];
        foreach (var (place, row) in rows.Index())
            for (var f = 0; f < features; f++) values[place * features + f] = data.Columns[f][row];
        return new JudgedRows(values, Array.ConvertAll(rows, row => data.Labels[row]),
            Array.ConvertAll(rows, row => groups.TryGetValue(data.Hashes[row], out var group) ? group : groups[data.Hashes[row]] = groups.Count));
    }

    /// <summary>A version that reads rows by the schema of the table; null when it cannot be read, or reads others.</summary>
    public static TableModel? TryOpen(WeirStore store, KnownTable table, string version)
    {
        try
        {
            return new TableModelSource(store).Find(version) is { } model && model.Schema.Fingerprint == table.Schema.Fingerprint ? model : null;
        }
        catch (ModelFileException)
        {
            return null;
        }
    }
}
