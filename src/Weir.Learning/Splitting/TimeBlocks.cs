using Weir.Learning.Numerics;

namespace Weir.Learning.Splitting;

/// <summary>
/// Blocks of about equally many rows, one after the other in time. Rows of one moment stay in one block. A row without a time
/// tells nothing of the future; it goes with its group to a block by hash.
/// </summary>
public static class TimeBlocks
{
    /// <summary>The block (0 .. blocks-1) of each row.</summary>
    /// <param name="times">When each row was first seen, in any unit; <see cref="long.MinValue"/> = unknown.</param>
    /// <param name="groups">The group of each row.</param>
    /// <param name="blocks">1 or more.</param>
    /// <param name="seed">Of the hash.</param>
    public static int[] Assign(ReadOnlySpan<long> times, ReadOnlySpan<int> groups, int blocks, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        if (times.Length != groups.Length)
            throw new ArgumentException($"There are {times.Length} times and {groups.Length} groups.", nameof(times));
        var cuts = Cuts(times, blocks);
        var of = new int[times.Length];
        for (var i = 0; i < of.Length; i++)
        {
            if (times[i] == long.MinValue) of[i] = (int)(SplitMix64.Mix((uint)groups[i], seed) % (ulong)blocks);
            else while (of[i] < cuts.Length && times[i] >= cuts[of[i]]) of[i]++;
        }
        return of;
    }

    /// <summary>The first moment of each block but the first.</summary>
    private static long[] Cuts(ReadOnlySpan<long> times, int blocks)
    {
        var known = times.ToArray().Where(time => time != long.MinValue).Order().ToArray();
        if (known.Length == 0) return [];
        return [.. Enumerable.Range(1, blocks - 1).Select(block => known[(int)((long)known.Length * block / blocks)])];
    }
}
