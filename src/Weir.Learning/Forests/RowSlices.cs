using System.Runtime.CompilerServices;

namespace Weir.Learning.Forests;

/// <summary>The rows of a tree and their weights, those of one node together and in ascending order.</summary>
internal sealed class RowSlices(int rows)
{
    private readonly int[] _rows = new int[rows];
    private readonly ulong[] _weights = new ulong[rows];
    private readonly int[] _rightRows = new int[rows];
    private readonly ulong[] _rightWeights = new ulong[rows];
    private readonly byte[] _bins = new byte[rows];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Rows(int start, int count) => _rows.AsSpan(start, count);

    public ReadOnlySpan<ulong> Weights(int start, int count) => _weights.AsSpan(start, count);

    /// <summary>Starts a tree with the rows whose weight is above 0; returns their sum.</summary>
    public ulong Reset(ReadOnlySpan<ulong> weights)
    {
        ulong sum = 0;
        Count = 0;
        for (var row = 0; row < weights.Length; row++)
        {
            if (weights[row] == 0) continue;
            (_rows[Count], _weights[Count++]) = (row, weights[row]);
            sum += weights[row];
        }
        return sum;
    }

    /// <summary>Whether all rows of a node have one bin.</summary>
    public bool IsConstant(int start, int count, BinView values)
    {
        var first = values[_rows[start]];
        foreach (var row in _rows.AsSpan(start, count))
            if (values[row] != first) return false;
        return true;
    }

    /// <summary>The bins of a node's rows side by side, until the next call.</summary>
    public ReadOnlySpan<byte> Bins(int start, int count, BinView values)
    {
        var rows = Rows(start, count);
        var bins = _bins.AsSpan(0, count);
        for (var i = 0; i < bins.Length; i++) bins[i] = values[rows[i]];
        return bins;
    }

    /// <summary>Moves rows of bins up to one bin, and of one more, before the others; returns how many.</summary>
    public int Divide(int start, int count, BinView values, int upTo, int and)
    {
        var rows = _rows.AsSpan(start, count);
        var weights = _weights.AsSpan(start, count);
        int left = 0, right = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var (row, weight, bin) = (rows[i], weights[i], values[rows[i]]);
            // Written to both sides, counted on one: no branch that half of the rows would miss.
            (rows[left], weights[left]) = (row, weight);
            (_rightRows[right], _rightWeights[right]) = (row, weight);
            var goesLeft = Unsafe.BitCast<bool, byte>(bin <= upTo | bin == and);
            left += goesLeft;
            right += 1 - goesLeft;
        }
        _rightRows.AsSpan(0, right).CopyTo(rows[left..]);
        _rightWeights.AsSpan(0, right).CopyTo(weights[left..]);
        return left;
    }
}
