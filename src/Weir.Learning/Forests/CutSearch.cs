using Weir.Learning.Numerics;

namespace Weir.Learning.Forests;

/// <summary>Finds the best cut of one feature from the weights in its bins, or draws one.</summary>
internal readonly struct CutSearch(SplitCriterion criterion, double leastWeight)
{
    /// <summary>The better of the best so far and this feature's best; the earlier one wins a tie.</summary>
    /// <param name="best">The best so far.</param>
    /// <param name="sums">Weights of the bins, those of missing values last.</param>
    /// <param name="position">The column.</param>
    /// <param name="total">The node's weights.</param>
    public Cut Best(Cut best, ReadOnlySpan<ulong> sums, int position, ulong total)
    {
        var parent = Purity(total);
        best = Scan(best, sums, position, total, parent, false);
        return sums[^1] == 0 ? best : Scan(best, sums, position, total, parent, true);
    }

    /// <summary>The same with one cut, drawn between the feature's lowest and highest bin in the node.</summary>
    public Cut Random(Cut best, ReadOnlySpan<ulong> sums, int position, ulong total, ref Xoshiro256 random)
    {
        var bins = sums[..^1];
        var missing = sums[^1];
        var low = bins.IndexOfAnyExcept(0UL);
        var high = bins.LastIndexOfAnyExcept(0UL);
        // With missing values one more cut is possible: all others on the left.
        var cuts = high - low + (missing != 0 ? 1 : 0);
        var bin = low + (cuts > 1 ? random.NextInt(cuts) : 0);
        ulong left = 0;
        foreach (var sum in bins[low..(bin + 1)]) left += sum;
        var parent = Purity(total);
        best = Better(best, position, bin, total, parent, left, false, missing == 0);
        return missing == 0 || bin == high ? best : Better(best, position, bin, total, parent, left + missing, true, false);
    }

    private Cut Scan(Cut best, ReadOnlySpan<ulong> sums, int position, ulong total, double parent, bool missingLeft)
    {
        var left = missingLeft ? sums[^1] : 0;
        for (var bin = 0; bin < sums.Length - 1; bin++)
        {
            if (sums[bin] == 0) continue;
            left += sums[bin];
            if (left == total) break;
            best = Better(best, position, bin, total, parent, left, missingLeft, sums[^1] == 0);
        }
        return best;
    }

    private Cut Better(Cut best, int position, int bin, ulong total, double parent, ulong left, bool missingLeft, bool free)
    {
        var right = total - left;
        var (leftWeight, rightWeight) = (ClassWeights.Both(left), ClassWeights.Both(right));
        if (leftWeight < leastWeight || rightWeight < leastWeight) return best;
        var gain = Math.Max(0, Purity(left) + Purity(right) - parent);
        // Where no row of the node misses the feature, a missing value goes with the heavier side.
        return gain > best.Gain ? new Cut(gain, position, bin, free ? leftWeight >= rightWeight : missingLeft, left) : best;
    }

    /// <summary>Weight times (1 - impurity), up to a constant.</summary>
    private double Purity(ulong word)
    {
        var (zero, one) = (ClassWeights.Zero(word), ClassWeights.One(word));
        if (criterion == SplitCriterion.Gini) return (zero * zero + one * one) / (zero + one);
        return Information(zero, zero + one) + Information(one, zero + one);
    }

    private static double Information(double part, double whole) => part == 0 ? 0 : part * StableMath.Log(part / whole);
}
