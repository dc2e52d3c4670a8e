using Weir.Learning.Numerics;

namespace Weir.Learning.Splitting;

/// <summary>
/// Folds that never part a group and hold about the same share of each label: the largest groups first, each to the fold where it
/// disturbs the shares least.
/// </summary>
public static class StratifiedFolds
{
    /// <summary>The fold (0 .. folds-1) of each row. Order among groups of one size, and with it the folds, follows the seed.</summary>
    /// <param name="groups">The group of each row.</param>
    /// <param name="labels">0 or 1 a row.</param>
    /// <param name="folds">1 or more.</param>
    /// <param name="seed">Of the draw.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static int[] Assign(ReadOnlySpan<int> groups, ReadOnlySpan<byte> labels, int folds, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 1);
        if (groups.Length != labels.Length) throw new ArgumentException($"There are {groups.Length} groups and {labels.Length} labels.", nameof(labels));
        var counts = new Dictionary<int, (int Zeros, int Ones)>();
        var (zeros, ones) = (0, 0);
        for (var i = 0; i < groups.Length; i++)
        {
            var (zero, one) = counts.GetValueOrDefault(groups[i]);
            counts[groups[i]] = (zero + (labels[i] == 0 ? 1 : 0), one + (labels[i] == 0 ? 0 : 1));
            if (labels[i] == 0) zeros++;
            else ones++;
        }
        var order = counts.Select(g => (Group: g.Key, g.Value.Zeros, g.Value.Ones, Hash: SplitMix64.Mix((uint)g.Key, seed))).ToArray();
        Array.Sort(order, (a, b) => a.Zeros + a.Ones != b.Zeros + b.Ones ? (b.Zeros + b.Ones).CompareTo(a.Zeros + a.Ones) : a.Hash.CompareTo(b.Hash));
        var filled = new (double Zeros, double Ones)[folds];
        var of = new Dictionary<int, int>();
        foreach (var (group, zero, one, hash) in order)
        {
            // Both labels weigh alike, however rare one is.
            var (z, o) = (zeros == 0 ? 0 : (double)zero / zeros, ones == 0 ? 0 : (double)one / ones);
            var fold = Best(filled, z, o, (int)(hash % (ulong)folds));
            filled[fold] = (filled[fold].Zeros + z, filled[fold].Ones + o);
            of[group] = fold;
        }
        var result = new int[groups.Length];
        for (var i = 0; i < result.Length; i++) result[i] = of[groups[i]];
        return result;
    }

    /// <summary>The fold whose sum of squares grows least; of equal ones the first from a start that the seed gives.</summary>
    private static int Best((double Zeros, double Ones)[] filled, double zeros, double ones, int start)
    {
        var (best, least) = (start, double.PositiveInfinity);
        for (var k = 0; k < filled.Length; k++)
        {
            var fold = (start + k) % filled.Length;
            var growth = filled[fold].Zeros * zeros + filled[fold].Ones * ones;
            if (growth < least) (best, least) = (fold, growth);
        }
        return best;
    }
}
