using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Learning.Forests;

/// <summary>Adds up the weights of a node's rows by the bins of one feature.</summary>
internal sealed class NodeSums
{
    private const int Most = 256;
    private const int Lanes = 4;
    private readonly ulong[] _sums = new ulong[Most * Lanes];

    /// <summary>The sums of bins 0 .. bins - 1; every value is below <paramref name="bins"/>.</summary>
    public ReadOnlySpan<ulong> Of(BinView values, int bins, ReadOnlySpan<int> rows, ReadOnlySpan<ulong> weights)
    {
        var sums = _sums.AsSpan();
        var many = rows.Length > 2 * Most;
        if (many) sums.Clear();
        else sums[..bins].Clear();
        if (weights.Length < rows.Length) throw new ArgumentException("Fewer weights than rows.");
        Add(values, rows, weights, many ? Most : 0);
        if (many) Merge(sums, bins);
        return sums[..bins];
    }

    /// <summary>Four rows at a time, each to its own lane: rows that share a bin then need not wait for one another.</summary>
    private void Add(BinView values, ReadOnlySpan<int> rows, ReadOnlySpan<ulong> weights, int lane)
    {
        ref var to = ref MemoryMarshal.GetArrayDataReference(_sums);
        ref var bin = ref values.Values[values.Offset];
        nint stride = values.Stride;
        ref var row = ref MemoryMarshal.GetReference(rows);
        ref var weight = ref MemoryMarshal.GetReference(weights);
        nint i = 0;
        // Unchecked on purpose: rows come from the grower (the view has them), a byte cannot leave its lane of 256 words.
        for (; i <= rows.Length - Lanes; i += Lanes)
        {
            Unsafe.Add(ref to, (nint)Unsafe.Add(ref bin, stride * Unsafe.Add(ref row, i))) += Unsafe.Add(ref weight, i);
            Unsafe.Add(ref to, lane + (nint)Unsafe.Add(ref bin, stride * Unsafe.Add(ref row, i + 1))) += Unsafe.Add(ref weight, i + 1);
            Unsafe.Add(ref to, 2 * lane + (nint)Unsafe.Add(ref bin, stride * Unsafe.Add(ref row, i + 2))) += Unsafe.Add(ref weight, i + 2);
            Unsafe.Add(ref to, 3 * lane + (nint)Unsafe.Add(ref bin, stride * Unsafe.Add(ref row, i + 3))) += Unsafe.Add(ref weight, i + 3);
        }
        for (; i < rows.Length; i++) Unsafe.Add(ref to, (nint)Unsafe.Add(ref bin, stride * Unsafe.Add(ref row, i))) += Unsafe.Add(ref weight, i);
    }

    private static void Merge(Span<ulong> sums, int bins)
    {
        for (var b = 0; b < bins; b++) sums[b] += sums[Most + b] + sums[2 * Most + b] + sums[3 * Most + b];
    }
}
