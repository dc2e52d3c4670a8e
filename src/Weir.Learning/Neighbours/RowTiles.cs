using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Weir.Learning.Numerics;

namespace Weir.Learning.Neighbours;

/// <summary>
/// Training rows, sixteen to a tile and column by column within it. The squared distance is the sum of squared differences, unfused and
/// in the order of the columns: equal rows are at 0, and rows that differ alike are equally far to the last bit.
/// </summary>
internal sealed class RowTiles
{
    /// <summary>Rows that are measured together.</summary>
    public const int Group = 4;

    private const int Lanes = 16;

    private readonly float[] _values;
    private readonly int _features;

    public RowTiles(float[][] columns, byte[] labels, float[] weights)
    {
        (Columns, Labels, Weights, _features) = (columns, labels, weights, columns.Length);
        Padded = (labels.Length + Lanes - 1) / Lanes * Lanes;
        var values = new float[Padded * _features];
        for (var f = 0; f < _features; f++)
            for (var i = 0; i < Padded; i++) values[(i / Lanes * _features + f) * Lanes + i % Lanes] = i < labels.Length ? columns[f][i] : 0;
        _values = CacheLine.Copy<float>(values);
    }

    public float[][] Columns { get; }

    public byte[] Labels { get; }

    public float[] Weights { get; }

    public int Count => Labels.Length;

    /// <summary>The number of rows, rounded up to whole tiles.</summary>
    public int Padded { get; }

    /// <summary>Fills <see cref="Padded"/> squared distances for each of <see cref="Group"/> rows; those of rows that are not there are infinite.</summary>
    /// <param name="rows">Column by column, the rows side by side.</param>
    /// <param name="squared">Row by row.</param>
    public void Measure(ReadOnlySpan<float> rows, Span<float> squared)
    {
        ref var to = ref MemoryMarshal.GetReference(squared);
        ref var y = ref CacheLine.First(_values);
        for (var tile = 0; tile < Padded; tile += Lanes)
        {
            Vector512<float> a = default, b = default, c = default, d = default;
            ref var x = ref MemoryMarshal.GetReference(rows);
            for (var f = _features; f > 0; f--)
            {
                var value = Vector512.LoadUnsafe(ref y);
                (a, b) = (a + Square(value - Vector512.Create(x)), b + Square(value - Vector512.Create(Unsafe.Add(ref x, 1))));
                (c, d) = (c + Square(value - Vector512.Create(Unsafe.Add(ref x, 2))), d + Square(value - Vector512.Create(Unsafe.Add(ref x, 3))));
                x = ref Unsafe.Add(ref x, Group);
                y = ref Unsafe.Add(ref y, Lanes);
            }
            a.StoreUnsafe(ref Unsafe.Add(ref to, tile));
            b.StoreUnsafe(ref Unsafe.Add(ref to, Padded + tile));
            c.StoreUnsafe(ref Unsafe.Add(ref to, 2 * Padded + tile));
            d.StoreUnsafe(ref Unsafe.Add(ref to, 3 * Padded + tile));
        }
        for (var r = 0; r < Group; r++) squared.Slice(r * Padded + Count, Padded - Count).Fill(float.PositiveInfinity);
    }

    private static Vector512<float> Square(Vector512<float> difference) => difference * difference;
}
