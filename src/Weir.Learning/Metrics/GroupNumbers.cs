namespace Weir.Learning.Metrics;

/// <summary>Groups of any numbers as 0, 1, 2 … in the order in which they first appear.</summary>
internal static class GroupNumbers
{
    /// <exception cref="ArgumentException">There are no rows.</exception>
    public static (int[] Groups, int Count) Dense(ReadOnlySpan<int> groups)
    {
        if (groups.IsEmpty) throw new ArgumentException("A bootstrap needs rows.", nameof(groups));
        var (least, most) = (int.MaxValue, int.MinValue);
        foreach (var group in groups) (least, most) = (Math.Min(least, group), Math.Max(most, group));
        var width = (long)most - least + 1;
        return width <= 4L * groups.Length ? ByTable(groups, least, (int)width) : ByHash(groups);
    }

    private static (int[] Groups, int Count) ByTable(ReadOnlySpan<int> groups, int least, int width)
    {
        var (numbers, dense, count) = (new int[width], new int[groups.Length], 0);
        for (var i = 0; i < dense.Length; i++)
        {
            ref var number = ref numbers[groups[i] - least];
            if (number == 0) number = ++count;
            dense[i] = number - 1;
        }
        return (dense, count);
    }

    private static (int[] Groups, int Count) ByHash(ReadOnlySpan<int> groups)
    {
        var (numbers, dense) = (new Dictionary<int, int>(), new int[groups.Length]);
        for (var i = 0; i < dense.Length; i++)
        {
            if (!numbers.TryGetValue(groups[i], out var number)) numbers.Add(groups[i], number = numbers.Count);
            dense[i] = number;
        }
        return (dense, numbers.Count);
    }
}
