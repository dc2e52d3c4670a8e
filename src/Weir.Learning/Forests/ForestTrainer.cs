using System.Collections.Concurrent;
using Weir.Learning.Numerics;
using Weir.Learning.Trees;

namespace Weir.Learning.Forests;

/// <summary>
/// Grows the trees of a <see cref="Forest"/> by sums over at most 255 bins a feature. Memory beside the data: two bytes
/// a value, 8 bytes a row, and 32 bytes a row and thread.
/// </summary>
internal static class ForestTrainer
{
    private const int MostDraws = 15;

    /// <exception cref="ArgumentException">Too many features, or only one class with weight.</exception>
    public static Forest Fit(Dataset train, CartParameters p, CancellationToken ct)
    {
        var team = new WorkTeam(p.Threads, ct);
        var run = new CartRun(train, p, team);
        var weights = ClassWeights.Of(Array.ConvertAll(train.Weights, w => (double)w), train.Labels, p.Drawn > 0 ? MostDraws : 1);
        // One tree shares its features among the threads; more trees are shared out themselves.
        var ofTree = p.TreeCount == 1 ? team : new WorkTeam(1, ct);
        var idle = new ConcurrentBag<CartGrower>();
        var trees = new CartNode[p.TreeCount][];
        team.Run(trees.Length, t =>
        {
            var grower = idle.TryTake(out var kept) ? kept : run.Grower(ofTree);
            var seed = SplitMix64.Mix((ulong)t, p.Seed);
            var ofRow = p.Drawn > 0 ? Draw(weights.OfRow, p.Drawn, seed) : weights.OfRow;
            trees[t] = grower.Grow(ofRow, p.MinRowsInLeaf * weights.Mean, seed, ct);
            idle.Add(grower);
        });
        foreach (var tree in trees)
        {
            var votes = Array.ConvertAll(run.Shares(tree, weights.Mean), share => share / trees.Length);
            run.Add(tree, votes, weights.Unit);
        }
        return new Forest(run.Model());
    }

    /// <summary>The weights of rows drawn with replacement; the sixteenth draw of a row does not count.</summary>
    private static ulong[] Draw(ulong[] weights, double share, ulong seed)
    {
        var random = new Xoshiro256(~seed);
        var draws = new byte[weights.Length];
        for (var i = Math.Max(1, (int)(share * weights.Length)); i > 0; i--)
        {
            ref var of = ref draws[random.NextInt(draws.Length)];
            if (of < MostDraws) of++;
        }
        var drawn = new ulong[weights.Length];
        for (var i = 0; i < drawn.Length; i++) drawn[i] = weights[i] * draws[i];
        return drawn;
    }
}
