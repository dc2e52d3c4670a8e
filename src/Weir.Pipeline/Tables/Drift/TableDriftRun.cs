using System.Globalization;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Schema;
using Weir.Pipeline.Tables.Training;
using Weir.Storage;
using Weir.Storage.Tables;

namespace Weir.Pipeline.Tables.Drift;

/// <summary>Which loads are compared; null is found out.</summary>
/// <param name="From">The load to compare with; null: all that the champion learned from, before there is one the earliest load.</param>
/// <param name="To">The load that is looked at; null: those that came later, before there is a champion the newest.</param>
public readonly record struct DriftLoads(long? From, long? To);

/// <summary>A comparison, or why there is none.</summary>
public sealed record DriftRun(TableDriftReport? Report, string? Refusal);

/// <summary>Compares held rows of a table with each other, or with those of a file.</summary>
public static class TableDriftRun
{
    /// <summary>Compares loads.</summary>
    public static DriftRun Of(WeirStore store, KnownTable table, DriftLoads loads, CancellationToken ct = default)
    {
        var name = table.Record.Name;
        var all = store.Tables.Loads.Of(table.Record.Id, int.MaxValue);
        if (all.Count == 0) return new(null, $"The table '{name}' has no rows to compare; load some first.");
        foreach (var id in (long?[])[loads.From, loads.To])
            if (id is { } wanted && all.All(load => load.Id != wanted)) return new(null, string.Create(CultureInfo.InvariantCulture, $"The table '{name}' has no load {wanted}; its newest are {string.Join(", ", all.Take(10).Select(load => load.Id))}."));
        if (loads.From is { } same && loads.To == same) return new(null, string.Create(CultureInfo.InvariantCulture, $"Load {same} of '{name}' would be held against itself; name two loads, from and to."));
        var learned = Learned(store, table, all);
        (long After, long Until) before = loads.From is { } from ? One(from) : (0, learned ?? all[^1].Id);
        // The only load is not held against itself.
        (long After, long Until) now = loads.To is { } to ? One(to) : loads.From is null && learned is { } last ? (last, long.MaxValue) : all.Count == 1 && loads.From is null ? (all[0].Id, all[0].Id) : One(all[0].Id);
        // The earliest load alone: nothing stands before it.
        if (now == before || (now.Until == before.Until && all.Count > 1 && before.After == 0 && now.After < before.Until && all[^1].Id == now.Until)) return new(null, string.Create(CultureInfo.InvariantCulture, $"Both sides of the comparison are load {now.Until} of '{name}'; name two loads, from and to."));
        var (old, fresh) = (Side(store, table, before, ct), Side(store, table, now, ct));
        if (old.Rows == 0) return new(null, $"No row of '{name}' is left to compare with; name two loads that are held, from and to.");
        if (fresh.Rows > 0) return new(TableDrift.Compare(name, table.Schema, old, fresh, store.Time.GetUtcNow(), ct), null);
        return new(null, $"No rows of '{name}' came {(learned is null ? "after its first load" : "since it was learned")}: there is nothing to compare. Load new rows{(all.Count > 1 ? ", or name two loads, from and to" : "")}.");
    }

    /// <summary>Compares the rows of a file with those that the champion learned from, before there is one with all that are held. The file needs no target.</summary>
    public static DriftRun Of(WeirStore store, KnownTable table, TableFile file, CancellationToken ct = default)
    {
        var all = store.Tables.Loads.Of(table.Record.Id, int.MaxValue);
        if (all.Count == 0) return new(null, $"The table '{table.Record.Name}' has no rows to compare with; load some first.");
        var match = ColumnMatch.Of(table.Schema, file.Columns, needsTarget: false);
        if (match.Refusal(file.Name) is { } refusal) return new(null, refusal);
        var now = Rows(file, table, match, ct);
        if (file.Damage is { } damage) return new(null, damage);
        if (now.Rows == 0) return new(null, $"{file.Name} has no row that can be read by the schema of '{table.Record.Name}'.");
        return new(TableDrift.Compare(table.Record.Name, table.Schema, Side(store, table, (0, Learned(store, table, all) ?? all[0].Id), ct), now, store.Time.GetUtcNow(), ct), null);
    }

    /// <summary>The last load that the champion can have learned from; null when there is no champion.</summary>
    private static long? Learned(WeirStore store, KnownTable table, IReadOnlyList<TableLoad> all)
    {
        if (store.Models.On(table.Record.ChannelNumber).Champion() is not { } champion || store.Models.Find(champion.Version) is not { } model) return null;
        return TableReport.FromJson(model.Parameters) is { LastLoad: > 0 and var last } ? last : all.FirstOrDefault(load => load.At <= model.CreatedAt)?.Id;
    }

    private static (long After, long Until) One(long load) => (load - 1, load);

    private static DriftSide Side(WeirStore store, KnownTable table, (long After, long Until) loads, CancellationToken ct) =>
        DriftSide.Of(TableData.Read(store, table.Record.Id, table.Schema, loads.After, loads.Until, ct));

    private static DriftSide Rows(TableFile file, KnownTable table, ColumnMatch match, CancellationToken ct)
    {
        var (reader, labels) = (new TableRowReader(file, table.Schema, match, needsTarget: false), new List<byte>());
        List<float>[] columns = [.. table.Schema.Features.Select(_ => new List<float>())];
        var (count, hasLabels) = (0L, match.Target >= 0);
        while (reader.Read())
        {
            if ((count++ & 0xFFF) == 0) ct.ThrowIfCancellationRequested();
            if (reader.Fault is not null) continue;
            for (var f = 0; f < columns.Length; f++) columns[f].Add(reader.Row.Values[f]);
            hasLabels &= reader.Row.IsPhishing is not null;
            if (hasLabels) labels.Add(reader.Row.IsPhishing == true ? (byte)1 : (byte)0);
        }

        return new DriftSide([.. columns.Select(column => column.ToArray())], hasLabels ? [.. labels] : []);
    }
}
