namespace Weir.Learning.Drift;

/// <summary>How many rows have each value of a reference, lie between two of them, or have none. Counts of parts may be added.</summary>
public sealed class ColumnCounts
{
    private readonly long[] _places;

    private ColumnCounts(long[] places, long missing, long rows) => (_places, Missing, Rows) = (places, missing, rows);

    /// <summary>Rows without a value.</summary>
    public long Missing { get; }

    /// <summary>All rows.</summary>
    public long Rows { get; }

    /// <summary>The sum of two counts against the same reference.</summary>
    public ColumnCounts And(ColumnCounts other)
    {
        if (other._places.Length != _places.Length) throw new ArgumentException("The counts are of two references.", nameof(other));
        return new ColumnCounts([.. _places.Zip(other._places, (a, b) => a + b)], Missing + other.Missing, Rows + other.Rows);
    }

    internal static ColumnCounts Of(ValueIndex index, ReadOnlySpan<float> values)
    {
        var (places, missing) = (new long[index.Places], 0L);
        foreach (var value in values)
        {
            if (float.IsNaN(value)) missing++;
            else places[index.Find(value)]++;
        }
        return new ColumnCounts(places, missing, values.Length);
    }

    /// <summary>Rows that have the value at a position.</summary>
    internal long At(int position) => _places[2 * position + 1];

    /// <summary>Rows below the value at a position and above the one before; at the number of values, those above all.</summary>
    internal long Between(int position) => _places[2 * position];
}
