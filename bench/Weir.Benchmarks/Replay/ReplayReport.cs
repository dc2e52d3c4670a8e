using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;

namespace Weir.Benchmarks.Replay;

/// <summary>The figures of a replay, and the same as a table.</summary>
internal static class ReplayReport
{
    public static Answer Answer(ReplayWorld world, ReplayCollections collections, IReadOnlyList<ReplayPeriod> periods, int last, IReadOnlyList<double> seconds, TimeSpan took)
    {
        var end = ReplayPeriod.Pool([.. periods.TakeLast(last)]);
        var all = ReplayPeriod.Pool(periods);
        var (gain, whole) = (end.Gain, all.Gain);
        var figures = new JsonObject
        {
            ["minutes"] = Figure.Of(took.TotalMinutes, 1),
            ["slowest_cycle_s"] = Figure.Of(seconds.Max(), 1),
            ["cycles"] = world.Count(null),
            ["promoted"] = world.Count("promoted"),
            ["refused"] = world.Count("refused"),
            ["skipped"] = world.Count("skipped"),
            ["failed"] = world.Count("failed"),
            ["rolled_back"] = world.Rollbacks,
            ["pool_rows"] = collections.Pool.Count,
            ["pool_domains"] = collections.PoolDomains,
            ["last_periods"] = Pair(end, gain),
            ["all_periods"] = Pair(all, whole),
            ["periods"] = new JsonArray([.. periods.Select(Row)]),
        };
        return new Answer(figures, end.RenewedTpr / end.FrozenTpr, Text(periods, end, gain, whole));
    }

    private static JsonObject Pair(ReplayPeriod period, Learning.Metrics.Interval gain) => new()
    {
        ["phishing"] = period.Phishing,
        ["renewed"] = Figure.Of(period.RenewedTpr),
        ["frozen"] = Figure.Of(period.FrozenTpr),
        ["gain"] = Figure.Of(gain.Value),
        ["gain_low"] = Figure.Of(gain.Low),
        ["gain_high"] = Figure.Of(gain.High),
    };

    private static JsonObject Row(ReplayPeriod period) => new()
    {
        ["from"] = period.From.ToString("yyyy-MM-dd"),
        ["phishing"] = period.Phishing,
        ["renewed"] = Figure.Of(period.RenewedTpr),
        ["frozen"] = Figure.Of(period.FrozenTpr),
    };

    private static string Text(IReadOnlyList<ReplayPeriod> periods, ReplayPeriod end, Learning.Metrics.Interval gain, Learning.Metrics.Interval whole)
    {
        var text = "TPR at 1 % FPR on phishing of the next four weeks, on domains that no feed had named, beside the held-out benign pool.\n\n| from | phishing | renewed | frozen |\n|---|---|---|---|\n";
        foreach (var period in periods) text += $"| {period.From:yyyy-MM-dd} | {period.Phishing} | {Figure.Percent(period.RenewedTpr)} | {Figure.Percent(period.FrozenTpr)} |\n";
        text += $"| the last {Math.Min(periods.Count, 6)} together | {end.Phishing} | {Figure.Percent(end.RenewedTpr)} | {Figure.Percent(end.FrozenTpr)} |\n";
        return text + $"\nGain of renewing itself at the end: {Said(gain)}; over the whole time: {Said(whole)} (paired bootstrap over registrable domains, 95 %).\n";
    }

    private static string Said(Learning.Metrics.Interval gain) => $"{Figure.Percent(gain.Value)} ({Figure.Percent(gain.Low)} .. {Figure.Percent(gain.High)})";
}
