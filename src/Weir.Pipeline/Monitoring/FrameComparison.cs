using Weir.Detection;
using Weir.Detection.Features;
using Weir.Learning.Drift;

namespace Weir.Pipeline.Monitoring;

/// <summary>Lays two frames side by side, feature by feature.</summary>
public sealed class FrameComparison(ModelManifest model, MonitoringSettings settings)
{
    private const int ShownTopLevels = 20;

    /// <summary>Compares; the result does not depend on the number of threads.</summary>
    /// <param name="name">The name of the view.</param>
    /// <param name="reference">Rows to compare with.</param>
    /// <param name="current">Rows that are compared.</param>
    /// <param name="byClass">
    /// Whether the reference is weighted to the mixture of classes of the current rows, so that a feature does not seem to move when only
    /// the share of phishing did.
    /// </param>
    /// <param name="known">
    /// More rows that are known: what is unlike the reference is compared with them too, and the smaller effect counts. Null = none.
    /// </param>
    /// <param name="ct">Stops it.</param>
    public DriftView Compare(string name, RowFrame reference, RowFrame current, bool byClass, RowFrame? known = null, CancellationToken ct = default)
    {
        var (weights, knownWeights) = (byClass ? Weights(reference, current) : [], byClass && known is not null ? Weights(known, current) : []);
        var used = Used();
        var drifts = new ColumnDrift[used.Count + 1];
        Parallel.For(0, drifts.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct }, i =>
        {
            float[] Of(RowFrame frame) => i < used.Count ? frame.Columns[used[i].Column] : Array.ConvertAll(frame.Scores, score => (float)score);
            drifts[i] = Nearer(Of(reference), weights, known is null ? null : Of(known), knownWeights, Of(current));
        });
        var isJudged = EffectiveRows(reference, weights) >= settings.LeastRows && current.Rows >= settings.LeastRows;
        var chances = Significance.Adjusted([.. drifts.Select(drift => drift.Effect.Chance)]);
        FeatureDrift[] all = [.. drifts.Select((drift, i) => Described(i < used.Count ? used[i].Id : "score", i < used.Count ? used[i].Importance : 1, drift, chances[i], isJudged))];
        var (tops, topDrift) = TopLevels(reference, current, weights);
        return new DriftView(name, reference.Rows, current.Rows, isJudged, all[..^1].Where(feature => feature.Level == DriftLevel.Shifted).Sum(feature => feature.Importance), all[^1],
            tops, topDrift, [.. all[..^1].OrderByDescending(feature => feature.Level).ThenByDescending(feature => feature.Psi).ThenBy(feature => feature.Id, StringComparer.Ordinal)]);
    }

    private ColumnDrift Nearer(float[] reference, double[] weights, float[]? known, double[] knownWeights, float[] current)
    {
        var drift = ReferenceColumn.Of(reference, weights).Compare(current);
        if (known is null || drift.Effect.Psi < settings.NotablePsi) return drift;
        var other = ReferenceColumn.Of(known, knownWeights).Compare(current);
        return other.Effect.Psi < drift.Effect.Psi ? other : drift;
    }

    private FeatureDrift Described(string id, double importance, ColumnDrift drift, double chance, bool isJudged)
    {
        var (effect, level) = (drift.Effect, isJudged ? settings.LevelOf(drift.Effect, chance) : DriftLevel.None);
        return new FeatureDrift(id, importance, level, effect.Psi, effect.JensenShannon, chance, drift.Ks, drift.KsChance, drift.MissingReference, drift.MissingCurrent, drift.Bins);
    }

    private List<(string Id, double Importance, int Column)> Used() =>
        [.. model.Features.Where(feature => feature.Active).Select(feature => (feature.Id, feature.Importance, UrlFeatureSchema.IndexOf(feature.Id))).Where(feature => feature.Item3 >= 0)];

    private static double[] Weights(RowFrame reference, RowFrame current)
    {
        var (from, to) = (reference.PhishingShare, current.PhishingShare);
        if (!(from is > 0 and < 1) || double.IsNaN(to)) return [];
        return Array.ConvertAll(reference.Labels, label => label switch { 1 => to / from, 0 => (1 - to) / (1 - from), _ => 0 });
    }

    private static double EffectiveRows(RowFrame reference, double[] weights)
    {
        if (weights.Length == 0) return reference.Rows;
        var sum = weights.Sum();
        return sum * sum / weights.Sum(weight => weight * weight);
    }

    private static (IReadOnlyList<CategoryShare>, BinDrift) TopLevels(RowFrame reference, RowFrame current, double[] weights)
    {
        var (ours, theirs) = (new Dictionary<string, double>(StringComparer.Ordinal), new Dictionary<string, double>(StringComparer.Ordinal));
        for (var i = 0; i < reference.Rows; i++) ours[reference.TopLevels[i]] = ours.GetValueOrDefault(reference.TopLevels[i]) + (weights.Length == 0 ? 1 : weights[i]);
        foreach (var top in current.TopLevels) theirs[top] = theirs.GetValueOrDefault(top) + 1;
        var (all, now) = (Math.Max(1e-9, ours.Values.Sum()), Math.Max(1, current.Rows));
        var shown = ours.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(ShownTopLevels).Select(pair => pair.Key).ToList();
        List<CategoryShare> shares = [.. shown.Select(top => new CategoryShare(top, ours[top] / all, theirs.GetValueOrDefault(top) / now))];
        shares.Add(new CategoryShare("others", Math.Max(0, 1 - shares.Sum(share => share.Reference)), Math.Max(0, 1 - shares.Sum(share => share.Current))));
        var rows = EffectiveRows(reference, weights);
        return (shares, BinDrift.Of([.. shares.Select(share => share.Reference * rows)], [.. shares.Select(share => share.Current * current.Rows)]));
    }
}
