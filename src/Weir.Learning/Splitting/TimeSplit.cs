namespace Weir.Learning.Splitting;

/// <summary>The side of a split on which a row stands.</summary>
public enum SplitSide : byte
{
    /// <summary>Learned from.</summary>
    Train = 0,

    /// <summary>Judged on.</summary>
    Test = 1,

    /// <summary>On neither side: it is late, but its group is known from training.</summary>
    Left = 2,
}

/// <summary>A split by time and group: every test row is first seen at or after the cut, and no group is on both sides.</summary>
public static class TimeSplit
{
    /// <summary>The side of each row.</summary>
    /// <param name="seenAt">When each row was first seen, in any unit; <see cref="long.MinValue"/> = unknown, which counts
    /// as before the cut.</param>
    /// <param name="groups">The group of each row.</param>
    /// <param name="cut">The first moment of the test time.</param>
    public static SplitSide[] Assign(ReadOnlySpan<long> seenAt, ReadOnlySpan<int> groups, long cut)
    {
        if (seenAt.Length != groups.Length)
            throw new ArgumentException($"There are {seenAt.Length} times and {groups.Length} groups.", nameof(seenAt));
        var early = new HashSet<int>();
        for (var i = 0; i < groups.Length; i++)
            if (seenAt[i] < cut) early.Add(groups[i]);
        var sides = new SplitSide[groups.Length];
        for (var i = 0; i < sides.Length; i++)
        {
            if (seenAt[i] >= cut) sides[i] = early.Contains(groups[i]) ? SplitSide.Left : SplitSide.Test;
        }
        return sides;
    }
}
