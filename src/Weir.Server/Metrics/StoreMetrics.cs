using Weir.Pipeline;

namespace Weir.Server.Metrics;

/// <summary>How learning fares: cycles, gates, alerts.</summary>
internal static class StoreMetrics
{
    private static readonly FindingLevel[] Levels = Enum.GetValues<FindingLevel>();

    public static void Write(MetricText text, StoreFigures figures)
    {
        var store = figures.Read();
        text.Gauge("weir_store_up", "1 while the database can be read.").Sample(figures.IsUp ? 1 : 0);
        if (store is null) return;
        text.Counter("weir_cycles_total", "Cycles by outcome; those of tables name their channel, too.");
        foreach (var (outcome, count) in store.Cycles) text.Sample(count, ("outcome", outcome));
        foreach (var table in store.Tables)
            foreach (var (outcome, count) in table.Cycles) text.Sample(count, ("outcome", outcome), ("channel", table.Channel));
        text.Gauge("weir_last_cycle_timestamp_seconds", "When a cycle last ended, Unix time.").Time(store.LastCycle);
        text.Gauge("weir_last_training_timestamp_seconds", "When a model was last trained, Unix time.").Time(store.LastTraining);
        text.Counter("weir_promotions_total", "Promotions.").Sample(store.Promotions);
        text.Counter("weir_rollbacks_total", "Rollbacks.").Sample(store.Rollbacks);
        WriteGates(text, store);
        WriteAlerts(text, store);
        FeedMetrics.Write(text, store.Feeds);
        DriftMetrics.Write(text, store.Drift);
        TableFigures.Write(text, store.Tables);
    }

    private static void WriteGates(MetricText text, StoreSnapshot store)
    {
        text.Gauge("weir_gate_passed", "1 when the newest judged model passed this gate.");
        foreach (var gate in store.Gates) text.Sample(gate.Passed ? 1 : 0, ("gate", gate.Name));
        text.Gauge("weir_gate_measured", "What the gate measured, in its own unit (ratios 0 to 1).");
        foreach (var gate in store.Gates) text.Sample(gate.Measured ?? double.NaN, ("gate", gate.Name));
        text.Gauge("weir_gate_limit", "What the gate wanted, in its own unit (ratios 0 to 1).");
        foreach (var gate in store.Gates) text.Sample(gate.Limit, ("gate", gate.Name));
    }

    private static void WriteAlerts(MetricText text, StoreSnapshot store)
    {
        text.Gauge("weir_alerts_open", "Alerts that are not over, by level.");
        foreach (var level in Levels) text.Sample(store.Alerts.Count(alert => alert.Level == (int)level), ("level", level.ToString().ToLowerInvariant()));
        text.Gauge("weir_alerts_pending", "Messages that wait for a channel.");
        foreach (var channel in store.Channels) text.Sample(channel.Pending, ("channel", channel.Name));
        text.Gauge("weir_alert_channel_failures", "Attempts in a row that failed.");
        foreach (var channel in store.Channels) text.Sample(channel.Failures, ("channel", channel.Name));
    }
}
