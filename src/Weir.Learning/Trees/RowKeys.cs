using System.Numerics;

namespace Weir.Learning.Trees;

/// <summary>
/// A row as integers in the order of its floats, twice: missing values are below everything in the first half (and so go
/// left) and above everything in the second (and go right). One compare then settles every case.
/// </summary>
internal static class RowKeys
{
    private const int Magnitude = 0x7FFFFFFF;

    /// <summary>The key of a number: a &lt; b exactly when Of(a) &lt; Of(b), also for -0 and +0.</summary>
    public static int Of(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value + 0f);
        return bits ^ ((bits >> 31) & Magnitude);
    }

    /// <summary>Fills <paramref name="keys"/>, twice as long as the row.</summary>
    public static void Write(ReadOnlySpan<float> row, Span<int> keys)
    {
        var left = keys[..row.Length];
        var right = keys.Slice(row.Length, row.Length);
        var i = 0;
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var values = new Vector<float>(row[i..]);
            var present = Vector.Equals(values, values);
            var bits = Vector.AsVectorInt32(values + Vector<float>.Zero);
            var key = bits ^ (Vector.ShiftRightArithmetic(bits, 31) & new Vector<int>(Magnitude));
            Vector.ConditionalSelect(present, key, new Vector<int>(int.MinValue)).CopyTo(left[i..]);
            Vector.ConditionalSelect(present, key, new Vector<int>(int.MaxValue)).CopyTo(right[i..]);
        }
        for (; i < row.Length; i++)
        {
            var missing = float.IsNaN(row[i]);
            left[i] = missing ? int.MinValue : Of(row[i]);
            right[i] = missing ? int.MaxValue : Of(row[i]);
        }
    }
}
