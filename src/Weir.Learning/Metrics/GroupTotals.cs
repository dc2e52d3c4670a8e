namespace Weir.Learning.Metrics;

/// <summary>Rows and positives of every group, so that the totals of a draw need one look a group and none a row.</summary>
internal sealed class GroupTotals
{
    private readonly int[] _rows;
    private readonly int[] _positives;
    private readonly long _allRows;
    private readonly long _allPositives;

    public GroupTotals(ReadOnlySpan<byte> labels, ReadOnlySpan<int> groups)
    {
        var last = -1;
        foreach (var group in groups) last = Math.Max(last, group);
        (_rows, _positives) = (new int[last + 1], new int[last + 1]);
        _allRows = labels.Length;
        for (var i = 0; i < labels.Length; i++)
        {
            var positive = labels[i] == 0 ? 0 : 1;
            _allPositives += positive;
            if (groups.IsEmpty) continue;
            _rows[groups[i]]++;
            _positives[groups[i]] += positive;
        }
    }

    /// <summary>Under the counts of a draw; empty = every row once.</summary>
    public (long Positives, long Negatives) Of(ReadOnlySpan<int> counts)
    {
        if (counts.IsEmpty) return (_allPositives, _allRows - _allPositives);
        long positives = 0, all = 0;
        for (var g = 0; g < _rows.Length; g++)
        {
            positives += (long)counts[g] * _positives[g];
            all += (long)counts[g] * _rows[g];
        }
        return (positives, all - positives);
    }
}
