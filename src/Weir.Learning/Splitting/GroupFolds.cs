using Weir.Learning.Numerics;

namespace Weir.Learning.Splitting;

/// <summary>Folds that never part a group (a registrable domain): the largest groups first, each to the smallest fold.</summary>
public static class GroupFolds
{
    /// <summary>The fold (0 .. folds-1) of each row. Order among equal groups, and with it the folds, follows the seed.</summary>
    public static int[] Assign(ReadOnlySpan<int> groups, int folds, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 1);
        var sizes = new Dictionary<int, int>();
        foreach (var group in groups) sizes[group] = sizes.GetValueOrDefault(group) + 1;
        var order = sizes.Select(g => (Group: g.Key, Size: g.Value, Hash: SplitMix64.Mix((ulong)(uint)g.Key, seed))).ToArray();
        Array.Sort(order, (a, b) => a.Size != b.Size ? b.Size.CompareTo(a.Size) : a.Hash.CompareTo(b.Hash));
        var filled = new int[folds];
        foreach (var (group, size, hash) in order)
        {
            var fold = Smallest(filled, (int)(hash % (ulong)folds));
            filled[fold] += size;
            sizes[group] = fold;
        }
        var result = new int[groups.Length];
        for (var i = 0; i < result.Length; i++) result[i] = sizes[groups[i]];
        return result;
    }

    private static int Smallest(int[] filled, int start)
    {
        var best = start;
        for (var i = 0; i < filled.Length; i++)
            if (filled[i] < filled[best]) best = i;
        return best;
    }
}
