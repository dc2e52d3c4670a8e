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

    /// <summary>Tries one cut, drawn between the lowest and the highest bin of a node's rows; false = there is one bin only.</summary>
    /// <param name="best">The best so far.</param>
    /// <param name="bins">One a row.</param>
    /// <param name="weights">One a row.</param>
    /// <param name="missing">The bin of missing values, above all others.</param>
    /// <param name="position">The column.</param>
    /// <param name="total">The node's weights.</param>
    /// <param name="random">What draws.</param>
    public bool TryRandom(
        ref Cut best, ReadOnlySpan<byte> bins, ReadOnlySpan<ulong> weights, int missing, int position, ulong total, ref Xoshiro256 random)
    {
        var (low, high, lost) = Ends(bins, weights, missing);
        var bin = Draw(low, high, lost, total, ref random);
        if (bin < 0) return false;
        ulong left = 0;
        for (var i = 0; i < bins.Length; i++) left += bins[i] <= bin ? weights[i] : 0;
        best = Better(best, position, bin, total, left, lost, bin == high);
        return true;
    }

    /// <summary>The same from the weights in the bins; both draw the same cut.</summary>
    /// <param name="best">The best so far.</param>
    /// <param name="sums">Weights of the bins, those of missing values last.</param>
    /// <param name="position">The column.</param>
    /// <param name="total">The node's weights.</param>
    /// <param name="random">What draws.</param>
    public bool TryRandom(ref Cut best, ReadOnlySpan<ulong> sums, int position, ulong total, ref Xoshiro256 random)
    {
        var there = sums[..^1];
        var (low, high) = (there.IndexOfAnyExcept(0UL), there.LastIndexOfAnyExcept(0UL));
        var bin = Draw(low, high, sums[^1], total, ref random);
        if (bin < 0) return false;
        ulong left = 0;
        for (var i = low; i <= bin; i++) left += sums[i];
        best = Better(best, position, bin, total, left, sums[^1], bin == high);
        return true;
    }

    /// <summary>Draws the last bin on the left, -1 = there is nothing to cut. With missing values one more cut is possible: all others on the left.</summary>
    private static int Draw(int low, int high, ulong lost, ulong total, ref Xoshiro256 random)
    {
        var cuts = high - low + (lost != 0 ? 1 : 0);
        if (cuts <= 0 || lost == total) return -1;
        return low + (cuts > 1 ? random.NextInt(cuts) : 0);
    }

    private Cut Better(Cut best, int position, int bin, ulong total, ulong left, ulong lost, bool isLast)
    {
        var parent = Purity(total);
        best = Better(best, position, bin, total, parent, left, false, lost == 0);
        return lost == 0 || isLast ? best : Better(best, position, bin, total, parent, left + lost, true, false);
    }

    /// <summary>Lowest and highest bin of values that are there, and the weights of those that are not.</summary>
    private static (int Low, int High, ulong Missing) Ends(ReadOnlySpan<byte> bins, ReadOnlySpan<ulong> weights, int missing)
    {
        int low = byte.MaxValue, high = 0;
        ulong lost = 0;
        for (var i = 0; i < bins.Length; i++)
        {
            int bin = bins[i];
            if (bin == missing)
            {
                lost += weights[i];
                continue;
            }
            low = Math.Min(low, bin);
            high = Math.Max(high, bin);
        }
        return (low, high, lost);
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
