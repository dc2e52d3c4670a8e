using Weir.Detection;
using Weir.Server.Stats;

namespace Weir.Server.Metrics;

/// <summary>What was answered, and how fast.</summary>
internal static class VerdictMetrics
{
    private static readonly (Channel Channel, string Name)[] Channels = [.. Enum.GetValues<Channel>().Select(channel => (channel, Word(channel)))];

    public static void Write(MetricText text, VerdictCounts counts)
    {
        text.Counter("weir_verdicts_total", "Verdicts by channel and decision.");
        foreach (var (channel, name) in Channels)
            foreach (var decision in Enum.GetValues<Decision>()) text.Sample(counts.Of(channel, decision), ("channel", name), ("decision", Word(decision)));
        text.Histogram("weir_verdict_duration_seconds", "How long verdicts took, from the subject to the decision.");
        foreach (var (channel, name) in Channels)
        {
            var (buckets, seconds) = counts.Durations(channel);
            text.Buckets(VerdictCounts.Bounds, buckets, seconds, ("channel", name));
        }
    }

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
