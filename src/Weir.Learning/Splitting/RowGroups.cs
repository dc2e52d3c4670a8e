using Weir.Learning.Numerics;
using Weir.Learning.Preparation;

namespace Weir.Learning.Splitting;

/// <summary>
/// Rows of equal values as one group, so that no row is judged by a twin that was learned from, and what such rows say about the
/// table. Values are compared, not only their hashes; missing values equal each other, and -0 equals 0.
/// </summary>
/// <param name="Groups">The group of each row, numbered from 0 in the order in which they first occur.</param>
/// <param name="Count">How many groups there are: rows with different values.</param>
public sealed record RowGroups(int[] Groups, int Count)
{
    /// <summary>Rows that repeat the values of an earlier row.</summary>
    public int DuplicateRows => Groups.Length - Count;

    /// <summary>Groups whose rows carry both labels.</summary>
    public int ContradictoryGroups { get; private init; }

    /// <summary>Rows of these groups.</summary>
    public int ContradictoryRows { get; private init; }

    /// <summary>
    /// The greatest accuracy that any classifier of these columns can reach on these rows: the share of rows that carry the more
    /// frequent label of their group. 1 without rows.
    /// </summary>
    public double Ceiling { get; private init; } = 1;

    /// <summary>Groups the rows of a table by all its columns.</summary>
    /// <param name="columns">Without the target; of one length.</param>
    /// <param name="labels">0 or 1 a row.</param>
    /// <exception cref="ArgumentException">A column has another length than the labels.</exception>
    public static RowGroups Of(IReadOnlyList<RawColumn> columns, byte[] labels)
    {
        if (columns.FirstOrDefault(column => column.Rows != labels.Length) is { } other)
            throw new ArgumentException($"There are {labels.Length} labels and {other.Rows} values of {other.Name}.", nameof(columns));
        return Of(labels, (column, row) => columns[column].HashAt(row), (column, a, b) => columns[column].IsSame(a, b), columns.Count);
    }

    /// <summary>Groups the rows of a data set by all its features.</summary>
    public static RowGroups Of(Dataset data) => Of(
        data.Labels, (f, row) => Bits(data.Columns[f][row]), (f, a, b) => Bits(data.Columns[f][a]) == Bits(data.Columns[f][b]), data.FeatureCount);

    private static RowGroups Of(byte[] labels, Func<int, int, ulong> key, Func<int, int, int, bool> isSame, int columns)
    {
        var groups = new int[labels.Length];
        var first = new List<int>();
        var known = new Dictionary<ulong, int>();
        for (var row = 0; row < groups.Length; row++)
        {
            ulong hash = 0;
            for (var c = 0; c < columns; c++) hash = SplitMix64.Mix(hash * 0x9E3779B97F4A7C15 ^ key(c, row));
            // Other values of the same hash stand under a further hash.
            while (known.TryGetValue(hash, out var group) && !IsEqual(first[group], row)) hash = SplitMix64.Mix(hash + 1);
            if (known.TryAdd(hash, first.Count)) first.Add(row);
            groups[row] = known[hash];
        }
        return new RowGroups(groups, first.Count).WithLabels(labels);

        bool IsEqual(int a, int b)
        {
            for (var c = 0; c < columns; c++)
                if (!isSame(c, a, b)) return false;
            return true;
        }
    }

    private RowGroups WithLabels(byte[] labels)
    {
        var (rows, ones) = (new int[Count], new int[Count]);
        for (var i = 0; i < labels.Length; i++)
        {
            rows[Groups[i]]++;
            ones[Groups[i]] += labels[i];
        }
        var (contradictory, ofThem, right) = (0, 0, 0L);
        for (var g = 0; g < Count; g++)
        {
            right += Math.Max(ones[g], rows[g] - ones[g]);
            if (ones[g] == 0 || ones[g] == rows[g]) continue;
            contradictory++;
            ofThem += rows[g];
        }
        return this with
        {
            ContradictoryGroups = contradictory,
            ContradictoryRows = ofThem,
            Ceiling = labels.Length == 0 ? 1 : (double)right / labels.Length,
        };
    }

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(float.IsNaN(value) ? float.NaN : value + 0f);
}
