namespace Weir.Learning.Drift;

/// <summary>
/// Finds values among sorted ones: a table over the leading bits of a float says where to look, a search among the few that share them
/// does the rest. Answers 2 i + 1 for value i itself and 2 i for what lies below it and above the one before.
/// </summary>
internal sealed class ValueIndex
{
    private const int Shift = 16;
    private readonly float[] _values;
    private readonly int[] _starts;
    private readonly uint _first;

    public ValueIndex(float[] sorted)
    {
        _values = sorted;
        if (sorted.Length == 0)
        {
            _starts = [0, 0];
            return;
        }
        _first = Key(sorted[0]) >> Shift;
        _starts = new int[(Key(sorted[^1]) >> Shift) - _first + 2];
        var at = 0;
        for (var bucket = 0; bucket < _starts.Length; bucket++)
        {
            while (at < sorted.Length && (Key(sorted[at]) >> Shift) - _first < bucket) at++;
            _starts[bucket] = at;
        }
    }

    /// <summary>How many different answers there are.</summary>
    public int Places => 2 * _values.Length + 1;

    /// <summary>The place of a value that is not NaN.</summary>
    public int Find(float value)
    {
        var bucket = (long)(Key(value + 0f) >> Shift) - _first;
        if (bucket < 0) return 0;
        if (bucket >= _starts.Length - 1) return 2 * _values.Length;
        var (low, high) = (_starts[bucket], _starts[bucket + 1]);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_values[middle] < value) low = middle + 1;
            else high = middle;
        }
        return low < _values.Length && _values[low] == value ? 2 * low + 1 : 2 * low;
    }

    // Orders as the floats do.
    private static uint Key(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
    }
}
