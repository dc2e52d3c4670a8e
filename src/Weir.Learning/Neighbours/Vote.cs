using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Weir.Learning.Neighbours;

/// <summary>The vote of the nearest rows.</summary>
internal static class Vote
{
    private const int Lanes = 16;

    /// <summary>The share of label 1 among the k nearest; those equally far as the last one share the places that are left.</summary>
    /// <param name="rows">The rows that vote.</param>
    /// <param name="squared">Their squared distances, rounded up to whole vectors by infinite ones.</param>
    /// <param name="neighbours">How many vote; all when there are fewer.</param>
    /// <param name="weights">What each of them counts.</param>
    public static double Share(RowTiles rows, ReadOnlySpan<float> squared, int neighbours, NeighbourWeights weights)
    {
        var places = Math.Min(neighbours, rows.Count);
        var bound = Last(squared, places);
        // At distance 0 only those at distance 0 count.
        if (weights == NeighbourWeights.Distance && squared.Contains(0)) (bound, weights) = (0, NeighbourWeights.Uniform);
        var (near, last) = (new Side(), new Side());
        ref var first = ref MemoryMarshal.GetReference(squared);
        for (var v = 0; v < squared.Length; v += Lanes)
        {
            var bits = Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref first, (nuint)v), Vector512.Create(bound)).ExtractMostSignificantBits();
            for (; bits != 0; bits &= bits - 1)
            {
                var row = v + BitOperations.TrailingZeroCount(bits);
                if (row >= rows.Count) break;
                var vote = rows.Weights[row] / (weights == NeighbourWeights.Uniform ? 1 : Math.Sqrt(squared[row]));
                if (squared[row] < bound) near.Add(vote, rows.Labels[row]);
                else last.Add(vote, rows.Labels[row]);
            }
        }
        var part = last.Rows == 0 ? 0 : Math.Min(1, (double)(places - near.Rows) / last.Rows);
        var all = near.All + part * last.All;
        // All are infinitely far from a row at the end of the range.
        return all > 0 ? (near.Yes + part * last.Yes) / all : Share(rows, squared, neighbours, NeighbourWeights.Uniform);
    }

    /// <summary>The k-th smallest.</summary>
    private static float Last(ReadOnlySpan<float> squared, int k)
    {
        Span<float> smallest = stackalloc float[k];
        smallest.Fill(float.PositiveInfinity);
        ref var first = ref MemoryMarshal.GetReference(squared);
        var worst = Vector512.Create(float.PositiveInfinity);
        for (var v = 0; v < squared.Length; v += Lanes)
        {
            var bits = Vector512.LessThan(Vector512.LoadUnsafe(ref first, (nuint)v), worst).ExtractMostSignificantBits();
            if (bits == 0) continue;
            for (; bits != 0; bits &= bits - 1) Insert(smallest, squared[v + BitOperations.TrailingZeroCount(bits)]);
            worst = Vector512.Create(smallest[^1]);
        }
        return smallest[^1];
    }

    private static void Insert(Span<float> sorted, float value)
    {
        if (!(value < sorted[^1])) return;
        var at = sorted.Length - 1;
        for (; at > 0 && sorted[at - 1] > value; at--) sorted[at] = sorted[at - 1];
        sorted[at] = value;
    }

    /// <summary>Votes of some rows.</summary>
    private struct Side
    {
        public int Rows;
        public double Yes, All;

        public void Add(double vote, byte label)
        {
            Rows++;
            All += vote;
            if (label == 1) Yes += vote;
        }
    }
}
