using System.Collections.Concurrent;
using Weir.Detection;
using Weir.Detection.Tables;
using Weir.Learning;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Registry;
using Weir.Server.Verdicts;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Server.Tables;

/// <summary>The shadow of a table: its deployment, the channel, its version, and by which schema rows must have been read for it.</summary>
internal sealed record TableShadow(long Deployment, int Channel, string Version, string Fingerprint);

/// <summary>
/// Judged rows that the shadow of a table is to judge too: away from the answers, and no more of them than the allowance; the others are
/// counted as skipped.
/// </summary>
internal sealed class TableShadows(DeploymentPlan plan)
{
    private const int MostModels = 4;

    private readonly ConcurrentQueue<Row> _waiting = new();
    private readonly ConcurrentDictionary<TableShadow, long> _skipped = new();
    private readonly Dictionary<string, TableModel> _models = new(StringComparer.Ordinal);
    private readonly Allowance _allowance = new(plan.ShadowPerSecond);

    /// <summary>Takes a row that the champion has judged; any thread.</summary>
    public void Take(TableShadow shadow, long key, ReadOnlySpan<float> values, double score, Decision decision)
    {
        if (_allowance.TryTake()) _waiting.Enqueue(new Row(shadow, key, values.ToArray(), score, decision));
        else _skipped.AddOrUpdate(shadow, 1, (_, count) => count + 1);
    }

    /// <summary>Judges what waits and writes what both models said to the store, when there is one. For one thread.</summary>
    public void Drain(TimeSpan since, WeirStore? store)
    {
        var rows = new List<Row>();
        while (_waiting.TryDequeue(out var row)) rows.Add(row);
        _allowance.Refill(since);
        foreach (var shadow in rows.Select(row => row.Shadow).Concat(_skipped.Keys).Distinct().ToList())
        {
            _skipped.TryRemove(shadow, out var skipped);
            if (store is null) continue;
            var (counts, pairs) = Judge([.. rows.Where(row => row.Shadow == shadow)], Model(store, shadow));
            store.Deployments.On(shadow.Channel).Saw(shadow.Deployment, counts with { Skipped = skipped }, pairs);
        }
    }

    // A shadow that cannot judge fails; the champion goes on answering.
    private TableModel? Model(WeirStore store, TableShadow shadow)
    {
        try
        {
            if (!_models.TryGetValue(shadow.Version, out var model))
            {
                if (_models.Count >= MostModels) _models.Clear();
                if (new TableModelSource(store).Find(shadow.Version) is not { } read) return null;
                _models[shadow.Version] = model = read;
            }

            return model.Schema.Fingerprint == shadow.Fingerprint ? model : null;
        }
        catch (ModelFileException)
        {
            return null;
        }
    }

    private static (ShadowCounts Counts, List<ShadowPair> Pairs) Judge(Row[] rows, TableModel? model)
    {
        var (counts, pairs) = (new ShadowCounts(0, 0, 0, 0, 0, 0, 0, 0), new List<ShadowPair>());
        if (model is null) return (counts with { Faults = rows.Length }, pairs);
        var scores = new double[rows.Length];
        new TableScorer(model).Score(rows.SelectMany(row => row.Values).ToArray(), scores);
        foreach (var (i, row) in rows.Index())
        {
            if (double.IsNaN(scores[i]))
            {
                counts = counts with { Faults = counts.Faults + 1 };
                continue;
            }

            var decision = model.Decide(scores[i]);
            var (was, now) = (row.Decision == Decision.Phishing, decision == Decision.Phishing);
            counts = counts with
            {
                Seen = counts.Seen + 1,
                Agreed = counts.Agreed + (row.Decision == decision ? 1 : 0),
                Raised = counts.Raised + (now && !was ? 1 : 0),
                Cleared = counts.Cleared + (was && !now ? 1 : 0),
                Difference = counts.Difference + scores[i] - row.Score,
                Distance = counts.Distance + Math.Abs(scores[i] - row.Score),
            };
            pairs.Add(new ShadowPair(row.Key, row.Score, scores[i], (int)row.Decision, (int)decision));
        }

        return (counts, pairs);
    }

    private sealed record Row(TableShadow Shadow, long Key, float[] Values, double Score, Decision Decision);
}
