using Weir.Storage;
using Weir.Storage.Tables;

namespace Weir.Server.Metrics;

/// <summary>How a table fares.</summary>
internal sealed record TableFigures(string Channel, long Rows, DateTimeOffset? ChampionSince, DateTimeOffset? LastTraining, IReadOnlyDictionary<string, long> Cycles)
{
    // Every table is a series of its own.
    private const int MostTables = 200;

    public static IReadOnlyList<TableFigures> Read(WeirStore store, IReadOnlyList<(int Channel, string Outcome, long Count)> cycles) =>
        [.. store.Tables.All().Take(MostTables).Select(table => Of(store, table, cycles))];

    public static void Write(MetricText text, IReadOnlyList<TableFigures> tables)
    {
        text.Gauge("weir_table_rows", "Rows that a table holds.");
        foreach (var table in tables) text.Sample(table.Rows, ("channel", table.Channel));
        text.Gauge("weir_table_champion_timestamp_seconds", "Since when the champion of a table serves, Unix time.");
        foreach (var table in tables) text.Time(table.ChampionSince, ("channel", table.Channel));
        text.Gauge("weir_table_last_training_timestamp_seconds", "When a model of a table was last trained, Unix time.");
        foreach (var table in tables) text.Time(table.LastTraining, ("channel", table.Channel));
    }

    private static TableFigures Of(WeirStore store, TableRecord table, IReadOnlyList<(int Channel, string Outcome, long Count)> cycles) => new(
        table.Channel, table.Rows, store.Models.On(table.ChannelNumber).Champion()?.Since, store.Trainings.On(table.ChannelNumber).LastTraining(),
        cycles.Where(cycle => cycle.Channel == table.ChannelNumber).ToDictionary(cycle => cycle.Outcome, cycle => cycle.Count, StringComparer.Ordinal));
}
