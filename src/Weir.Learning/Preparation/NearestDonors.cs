using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Weir.Learning.Preparation;

/// <summary>
/// The nearest donors that have a column. One walk keeps the k smallest; a second finds whether others are equally far as the last
/// of them. Only if so, and if it matters because their values differ, NumPy's partial sort is run to take those that it takes.
/// </summary>
internal sealed class NearestDonors(DonorTiles donors, int most)
{
    private const int Lanes = DonorTiles.Lanes;

    private readonly double[] _squared = new double[most];
    private readonly double[] _distances = new double[most];
    private readonly int[] _rows = new int[most];
    private readonly double[] _values = new double[donors.Rows];
    private readonly int[] _order = new int[donors.Rows];
    private int _count;
    private bool _isAsNumPy;

    /// <summary>True when no donor has a distance.</summary>
    public bool HasNone => double.IsPositiveInfinity(_squared[0]);

    /// <summary>The rows found.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>Their distances, infinite where there is none.</summary>
    public ReadOnlySpan<double> Distances => _distances.AsSpan(0, _count);

    /// <summary>Finds the rows for a column that some donor has.</summary>
    /// <param name="squared">The squared distance of each donor.</param>
    /// <param name="column">The column to be filled.</param>
    public void Find(Span<double> squared, int column)
    {
        (_count, _isAsNumPy) = (Math.Min(most, donors.Counts[column]), false);
        FindSmallest(squared, donors.Has[column]);
        if (HasNone) return;
        for (var i = 0; i < _count; i++) _distances[i] = Math.Sqrt(_squared[i]);
        if (_count < donors.Counts[column] && Matters(squared, column)) TakeAsNumPy(squared, column);
    }

    private void FindSmallest(Span<double> squared, byte[] has)
    {
        ref var first = ref MemoryMarshal.GetReference(squared);
        Array.Fill(_squared, double.PositiveInfinity, 0, _count);
        // Filled first, in any order, so that also rows without a distance stand where too few have one.
        var found = 0;
        var worst = Vector512.Create(double.PositiveInfinity);
        for (var v = 0; v < has.Length; v++)
        {
            var bits = found < _count ? has[v] : (uint)Vector512.LessThan(Vector512.LoadUnsafe(ref first, (nuint)(v * Lanes)), worst).ExtractMostSignificantBits() & has[v];
            for (; bits != 0; bits &= bits - 1)
            {
                var row = v * Lanes + BitOperations.TrailingZeroCount(bits);
                if (found < _count) Insert(squared[row], row, found++);
                else if (squared[row] < _squared[_count - 1]) Insert(squared[row], row, _count - 1);
            }
            if (found == _count) worst = Vector512.Create(_squared[_count - 1]);
        }
    }

    /// <summary>Puts a row where it belongs among the first ones, which are in order; the one at <paramref name="last"/> is lost.</summary>
    private void Insert(double squared, int row, int last)
    {
        var at = last;
        for (; at > 0 && _squared[at - 1] > squared; at--) (_squared[at], _rows[at]) = (_squared[at - 1], _rows[at - 1]);
        (_squared[at], _rows[at]) = (squared, row);
    }

    /// <summary>Whether more rows are as far as the last one found, with other values than those taken.</summary>
    private bool Matters(Span<double> squared, int column)
    {
        var (values, has) = (donors.Columns[column], donors.Has[column]);
        var (low, high) = SameRoot(_squared[_count - 1]);
        var places = _squared.AsSpan(0, _count).Count(low, high);
        var bound = Vector512.Create(high);
        ref var first = ref MemoryMarshal.GetReference(squared);
        var (equal, value, differ) = (0, values[_rows[_count - 1]], false);
        for (var v = 0; v < has.Length; v++)
        {
            var bits = (uint)Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref first, (nuint)(v * Lanes)), bound).ExtractMostSignificantBits() & has[v];
            for (; bits != 0; bits &= bits - 1)
            {
                var row = v * Lanes + BitOperations.TrailingZeroCount(bits);
                if (squared[row] < low) continue;
                equal++;
                differ |= values[row] != value;
            }
            if (equal > places && differ) return true;
        }
        return false;
    }

    /// <summary>The least and the greatest number with the same square root.</summary>
    private static (double Low, double High) SameRoot(double squared)
    {
        var (low, high, root) = (squared, squared, Math.Sqrt(squared));
        while (low > 0 && Math.Sqrt(Math.BitDecrement(low)) == root) low = Math.BitDecrement(low);
        while (double.IsFinite(high) && Math.Sqrt(Math.BitIncrement(high)) == root) high = Math.BitIncrement(high);
        return (low, high);
    }

    /// <summary>Takes the rows that NumPy's partial sort takes, in its order.</summary>
    public void TakeAsNumPy(Span<double> squared, int column)
    {
        if (_isAsNumPy) return;
        _isAsNumPy = true;
        var (has, found) = (donors.Has[column], 0);
        for (var v = 0; v < has.Length; v++)
        {
            for (uint bits = has[v]; bits != 0; bits &= bits - 1)
            {
                var row = v * Lanes + BitOperations.TrailingZeroCount(bits);
                _order[found] = row;
                _values[found++] = Math.Sqrt(squared[row]);
            }
        }
        IntroSelect.Run(_values.AsSpan(0, found), _order.AsSpan(0, found), _count - 1);
        for (var i = 0; i < _count; i++) (_distances[i], _rows[i]) = (_values[i], _order[i]);
    }
}

/// <summary>Counting over sorted numbers.</summary>
file static class Sorted
{
    /// <summary>How many lie in a range, both ends included.</summary>
    public static int Count(this ReadOnlySpan<double> values, double low, double high)
    {
        var count = 0;
        foreach (var value in values) count += value >= low && value <= high ? 1 : 0;
        return count;
    }

    public static int Count(this Span<double> values, double low, double high) => Count((ReadOnlySpan<double>)values, low, high);
}
