namespace Weir.Learning.Trees;

/// <summary>
/// Keeps scores from falling (+1) or rising (-1) with a feature: a split on it must step the right way, and whatever grows
/// below stays on its side of the middle of the two steps. Every split of such a model is searched here, inside the
/// limits of its leaf, whatever its feature.
/// </summary>
/// <param name="directions">-1, 0 or +1 a position.</param>
internal sealed class MonotoneRules(int[] directions)
{
    /// <summary>Null when nothing is asked for.</summary>
    public static MonotoneRules? Of(BoostedTreesParameters p, int[] features)
    {
        if (p.Monotone.Count == 0) return null;
        var directions = Array.ConvertAll(features, f => p.Monotone[f]);
        return Array.Exists(directions, d => d != 0) ? new MonotoneRules(directions) : null;
    }

    /// <summary>The best bin of one feature; <paramref name="lefts"/> are the sums on the left by bin.</summary>
    public Split Scan(in SplitSearch search, Split best, ReadOnlySpan<long> lefts, int position, in OpenLeaf leaf, bool? missingLeft)
    {
        var (all, least) = (leaf.Sum, search.Least(leaf));
        var parent = search.Gain(all, search.LeafValue(leaf));
        for (var bin = 0; bin < lefts.Length; bin++)
        {
            var (left, right) = (lefts[bin], all - lefts[bin]);
            if (!(search.HessianOf(left) >= least && search.HessianOf(right) >= least)) continue;
            var (low, high) = (Math.Clamp(search.Step(left), leaf.Low, leaf.High), Math.Clamp(search.Step(right), leaf.Low, leaf.High));
            if (directions[position] * (high - low) < 0) continue;
            best = search.Better(best, search.Gain(left, low) + search.Gain(right, high) - parent, position, bin, missingLeft, left, all);
        }
        return best;
    }

    /// <summary>Limits of the children of a leaf that is divided on a position.</summary>
    public void Limit(int position, ref OpenLeaf left, ref OpenLeaf right, in SplitSearch search)
    {
        if (directions[position] == 0) return;
        var middle = (search.LeafValue(left) + search.LeafValue(right)) / 2;
        if (directions[position] > 0) left.High = right.Low = middle;
        else left.Low = right.High = middle;
    }
}
