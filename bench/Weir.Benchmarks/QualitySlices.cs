using System.Globalization;
using System.Text;
using Weir.Benchmarks.Harness;
using Weir.Learning.Metrics;

namespace Weir.Benchmarks;

/// <summary>
/// Where a model is strong and weak. Thresholds are those that give 1 % and 0.1 % false alarms on the whole set, for each
/// model its own; a slice shows which share of its phishing and of its benign rows lies above them.
/// </summary>
internal static class QualitySlices
{
    private const int LeastRows = 50;

    public static string Of(string name, Scored ours, IReadOnlyList<PeerScores> peers)
    {
        var set = ours.Set;
        var text = new StringBuilder($"### Slices of {name}\n\n| slice | phishing | benign | weir TPR at 1 % / 0.1 % | false alarms |");
        foreach (var peer in peers) text.Append($" {peer.Key} TPR | false alarms |");
        text.Append("\n|---|---|---|---|---|---|---|---|---|\n");
        var sides = new[] { ours.Scores }.Concat(peers.Select(peer => peer.Scores)).Select(scores => new Side(scores, set.Labels)).ToList();
        foreach (var (slice, rows) in Slices(set))
        {
            if (rows.Count < LeastRows) continue;
            var phishing = rows.Count(i => set.Labels[i] == 1);
            text.Append($"| {slice} | {phishing} | {rows.Count - phishing} |");
            foreach (var side in sides) text.Append($" {side.Share(rows, set.Labels, 1)} | {side.Share(rows, set.Labels, 0)} |");
            text.Append('\n');
        }
        return text.Append('\n').ToString();
    }

    private static IEnumerable<(string Name, List<int> Rows)> Slices(LabelledSet set)
    {
        var all = Enumerable.Range(0, set.Rows.Count).ToList();
        yield return ("root", all.FindAll(i => set.IsRoot[i]));
        yield return ("deep", all.FindAll(i => !set.IsRoot[i]));
        yield return ("shared host", all.FindAll(i => set.IsShared[i]));
        yield return ("own domain", all.FindAll(i => !set.IsShared[i]));
        foreach (var source in all.GroupBy(i => set.Rows[i].Source).OrderBy(g => g.Key, StringComparer.Ordinal)) yield return (source.Key, [.. source]);
        foreach (var month in all.Where(i => set.Rows[i].SeenAt is not null).GroupBy(i => Month(set, i)).OrderBy(g => g.Key, StringComparer.Ordinal).TakeLast(12))
            yield return (month.Key, [.. month]);
    }

    private static string Month(LabelledSet set, int i) => set.Rows[i].SeenAt!.Value.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private sealed class Side(double[] scores, byte[] labels)
    {
        private readonly double _one = RankingMetrics.ThresholdAtFpr(scores, labels, 0.01);
        private readonly double _tenth = RankingMetrics.ThresholdAtFpr(scores, labels, 0.001);

        public string Share(List<int> rows, byte[] labels, byte label)
        {
            var of = rows.FindAll(i => labels[i] == label);
            if (of.Count == 0) return "";
            return $"{Figure.Percent(of.Count(i => scores[i] > _one) / (double)of.Count)} / {Figure.Percent(of.Count(i => scores[i] > _tenth) / (double)of.Count)}";
        }
    }
}
