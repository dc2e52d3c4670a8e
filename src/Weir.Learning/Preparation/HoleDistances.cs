using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Weir.Learning.Numerics;

namespace Weir.Learning.Preparation;

/// <summary>
/// Squared distances from some rows with holes to all donors, by the steps of scikit-learn's nan_euclidean_distances: |x|² - 2xy + |y|²
/// with holes as 0, less what stands against a hole of the other side, scaled from the columns that both have to all. Infinite where
/// both have none. Every sum runs over the columns in order, unfused, as the reference BLAS adds them: near 0 the formula is all
/// rounding, and a distance that is 0 here and 1e-8 there would weigh otherwise.
/// </summary>
internal sealed class HoleDistances(DonorTiles donors)
{
    private const int Lanes = DonorTiles.Lanes;
    private const int TileRows = DonorTiles.TileRows;

    private readonly double[] _squared = CacheLine.Copy<double>(new double[donors.BlockRows * donors.Tiles * TileRows]);

    /// <summary>The squared distances of one of the rows, one a donor, rounded up to whole tiles.</summary>
    public Span<double> Of(int row) => MemoryMarshal.CreateSpan(ref At(row, 0), donors.Tiles * TileRows);

    public void Measure(Receivers rows)
    {
        for (var tile = 0; tile < donors.Tiles; tile++)
        {
            for (var first = 0; first < rows.Count; first += Receivers.Group)
            {
                Products(rows, first, tile);
                if (donors.MixedColumns[tile].Length > 0) TakeHolesOfDonors(rows, first, tile);
            }
            for (var row = 0; row < rows.Count; row++) TakeHolesOfRow(rows, row, tile);
        }
    }

    private ref double At(int row, int tile) => ref Unsafe.Add(ref CacheLine.First(_squared), (row * donors.Tiles + tile) * TileRows);

    private void Products(Receivers rows, int first, int tile)
    {
        ref var y = ref Unsafe.Add(ref CacheLine.First(donors.Values), tile * donors.ColumnCount * TileRows);
        ref var x = ref rows.Values[first * donors.ColumnCount];
        Vector512<double> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (var c = donors.ColumnCount; c > 0; c--)
        {
            var low = Vector512.LoadUnsafe(ref y);
            var high = Vector512.LoadUnsafe(ref y, Lanes);
            var p = Vector512.Create(x);
            a0 += low * p;
            a1 += high * p;
            p = Vector512.Create(Unsafe.Add(ref x, 1));
            b0 += low * p;
            b1 += high * p;
            p = Vector512.Create(Unsafe.Add(ref x, 2));
            c0 += low * p;
            c1 += high * p;
            p = Vector512.Create(Unsafe.Add(ref x, 3));
            d0 += low * p;
            d1 += high * p;
            y = ref Unsafe.Add(ref y, TileRows);
            x = ref Unsafe.Add(ref x, Receivers.Group);
        }
        Euclid(rows.Norms[first], a0, a1, first, tile);
        Euclid(rows.Norms[first + 1], b0, b1, first + 1, tile);
        Euclid(rows.Norms[first + 2], c0, c1, first + 2, tile);
        Euclid(rows.Norms[first + 3], d0, d1, first + 3, tile);
    }

    private void Euclid(double norm, Vector512<double> low, Vector512<double> high, int row, int tile)
    {
        ref var norms = ref Unsafe.Add(ref CacheLine.First(donors.Norms), tile * TileRows);
        ref var to = ref At(row, tile);
        var own = Vector512.Create(norm);
        var minusTwo = Vector512.Create(-2.0);
        Vector512.Max(low * minusTwo + own + Vector512.LoadUnsafe(ref norms), Vector512<double>.Zero).StoreUnsafe(ref to);
        Vector512.Max(high * minusTwo + own + Vector512.LoadUnsafe(ref norms, Lanes), Vector512<double>.Zero).StoreUnsafe(ref to, Lanes);
    }

    /// <summary>Takes away the squares of the rows where a donor has a hole.</summary>
    private void TakeHolesOfDonors(Receivers rows, int first, int tile)
    {
        var marks = donors.Marks.AsSpan(tile * donors.ColumnCount * 2, donors.ColumnCount * 2);
        ref var squares = ref rows.Squares[first * donors.ColumnCount];
        Vector512<double> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        foreach (var c in donors.MixedColumns[tile])
        {
            ref var x = ref Unsafe.Add(ref squares, c * Receivers.Group);
            var low = DonorTiles.Lane(marks[2 * c]);
            var high = DonorTiles.Lane(marks[2 * c + 1]);
            var p = Vector512.Create(x);
            a0 += low & p;
            a1 += high & p;
            p = Vector512.Create(Unsafe.Add(ref x, 1));
            b0 += low & p;
            b1 += high & p;
            p = Vector512.Create(Unsafe.Add(ref x, 2));
            c0 += low & p;
            c1 += high & p;
            p = Vector512.Create(Unsafe.Add(ref x, 3));
            d0 += low & p;
            d1 += high & p;
        }
        Take(a0, a1, first, tile);
        Take(b0, b1, first + 1, tile);
        Take(c0, c1, first + 2, tile);
        Take(d0, d1, first + 3, tile);
    }

    private void Take(Vector512<double> low, Vector512<double> high, int row, int tile)
    {
        ref var to = ref At(row, tile);
        (Vector512.LoadUnsafe(ref to) - low).StoreUnsafe(ref to);
        (Vector512.LoadUnsafe(ref to, Lanes) - high).StoreUnsafe(ref to, Lanes);
    }

    /// <summary>Takes away the squares of the donors where the row has a hole, and scales by the columns that both have.</summary>
    private void TakeHolesOfRow(Receivers rows, int row, int tile)
    {
        ref var values = ref Unsafe.Add(ref CacheLine.First(donors.Values), tile * donors.ColumnCount * TileRows);
        var marks = donors.Marks.AsSpan(tile * donors.ColumnCount * 2, donors.ColumnCount * 2);
        var one = Vector512<double>.One;
        Vector512<double> low = default, high = default, bothLow = default, bothHigh = default;
        foreach (var c in rows.Holes[row].AsSpan(0, rows.HoleCounts[row]))
        {
            ref var y = ref Unsafe.Add(ref values, c * TileRows);
            var p = Vector512.LoadUnsafe(ref y);
            var q = Vector512.LoadUnsafe(ref y, Lanes);
            low += p * p;
            high += q * q;
            bothLow += DonorTiles.Lane(marks[2 * c]) & one;
            bothHigh += DonorTiles.Lane(marks[2 * c + 1]) & one;
        }
        ref var to = ref At(row, tile);
        ref var holes = ref Unsafe.Add(ref CacheLine.First(donors.Holes), tile * TileRows);
        var own = Vector512.Create((double)(donors.ColumnCount - rows.HoleCounts[row]));
        Scaled(Vector512.LoadUnsafe(ref to) - low, own - Vector512.LoadUnsafe(ref holes) + bothLow).StoreUnsafe(ref to);
        Scaled(Vector512.LoadUnsafe(ref to, Lanes) - high, own - Vector512.LoadUnsafe(ref holes, Lanes) + bothHigh).StoreUnsafe(ref to, Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<double> Scaled(Vector512<double> squared, Vector512<double> common)
    {
        var one = Vector512<double>.One;
        var scaled = Vector512.Max(squared, Vector512<double>.Zero) / Vector512.Max(common, one) * Vector512.Create((double)donors.ColumnCount);
        // What is not a number, after values near the end of the range, is no distance either.
        var known = Vector512.GreaterThanOrEqual(common, one) & Vector512.Equals(scaled, scaled);
        return Vector512.ConditionalSelect(known, scaled, Vector512.Create(double.PositiveInfinity));
    }
}
