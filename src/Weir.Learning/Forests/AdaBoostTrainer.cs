using Weir.Learning.Numerics;
using Weir.Learning.Trees;

namespace Weir.Learning.Forests;

/// <summary>
/// Real AdaBoost. Its sum of half log-odds is half the log-odds of the whole (Friedman et al. 2000, Lemma 1), so the model
/// is a sum of trees like a boosted one, with leaves twice as large.
/// </summary>
internal static class AdaBoostTrainer
{
    /// <exception cref="ArgumentException">Too many features, or only one class with weight.</exception>
    public static BoostedTrees Fit(Dataset train, AdaBoostParameters p, CancellationToken ct)
    {
        var team = new WorkTeam(p.Threads, ct);
        var run = new CartRun(train, p, team);
        var grower = run.Grower(team);
        var weights = Array.ConvertAll(train.Weights, w => (double)w);
        for (var round = 0; round < p.Rounds; round++)
        {
            var words = ClassWeights.Of(weights, train.Labels, 1);
            var tree = grower.Grow(words.OfRow, p.MinRowsInLeaf * words.Mean, SplitMix64.Mix((ulong)round, p.Seed), ct);
            // Nothing left to divide; a first tree without a split still tells the rate.
            if (tree.Length == 1 && round > 0) break;
            var values = Array.ConvertAll(run.Shares(tree, words.Mean), share => p.LearningRate * StableMath.Logit(share));
            run.Add(tree, values, words.Unit);
            Reweigh(weights, train.Labels, tree, values, run, team);
        }
        return run.Model();
    }

    /// <summary>weight *= e^(-y h) with y = -1 or 1 and h half the leaf's value; the sum stays about what it was.</summary>
    private static void Reweigh(double[] weights, byte[] labels, CartNode[] tree, double[] values, CartRun run, WorkTeam team)
    {
        const int Chunk = 16_384;
        var factors = Array.ConvertAll(values, value => StableMath.Exp(-value / 2));
        team.Run((weights.Length + Chunk - 1) / Chunk, c =>
        {
            var end = Math.Min(weights.Length, (c + 1) * Chunk);
            for (var row = c * Chunk; row < end; row++)
            {
                var factor = factors[run.LeafOf(tree, row)];
                weights[row] *= labels[row] == 1 ? factor : 1 / factor;
            }
        });
        double total = 0;
        foreach (var weight in weights) total += weight;
        for (var row = 0; row < weights.Length; row++) weights[row] /= total;
    }
}
