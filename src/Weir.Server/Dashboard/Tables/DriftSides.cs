using Weir.Storage;
using Weir.Storage.Tables;

namespace Weir.Server.Dashboard.Tables;

/// <summary>Which loads are compared with which: those up to one, and those behind it up to another.</summary>
/// <param name="Until">The last load of the rows before; 0 when there are too few loads.</param>
/// <param name="To">The last load of the new rows.</param>
/// <param name="Why">How these were chosen, in a sentence.</param>
internal sealed record DriftSides(long Until, long To, string Why)
{
    /// <summary>What is asked for, else what the model that serves had seen and what came since, else all before the newest load.</summary>
    public static DriftSides Of(WeirStore store, TableRecord table, IReadOnlyList<TableLoad> loads, long? until, long? to)
    {
        if (loads.Count < 2) return new DriftSides(0, 0, "");
        var newest = loads[0].Id;
        if (until is { } asked && loads.Any(load => load.Id == asked) && asked < newest)
            return new DriftSides(asked, to is { } last && last > asked && loads.Any(load => load.Id == last) ? last : newest, "As chosen.");
        if (store.Models.On(table.ChannelNumber).Champion() is { } champion && store.Models.Find(champion.Version) is { } model
            && loads.FirstOrDefault(load => load.At <= model.CreatedAt) is { } learned && learned.Id < newest)
            return new DriftSides(learned.Id, newest, $"What came since {champion.Version}, which serves, was trained, beside what it learned from.");
        return new DriftSides(loads[1].Id, newest, "The newest load beside all before it.");
    }
}
