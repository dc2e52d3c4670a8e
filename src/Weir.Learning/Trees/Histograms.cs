using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Learning.Trees;

/// <summary>Sums of packed gradients a bin: 256 words a feature, features by position. Buffers are kept for the next tree.</summary>
internal sealed class Histograms(int positions)
{
    public const int Stride = 256;

    private readonly Stack<long[]> _free = new();
    private readonly int _length = (positions + BinnedMatrix.BlockFeatures - 1) / BinnedMatrix.BlockFeatures * BlockLength;

    private const int BlockLength = BinnedMatrix.BlockFeatures * Stride;

    public long[] Rent() => _free.TryPop(out var buffer) ? buffer : new long[_length];

    public void Return(long[] buffer) => _free.Push(buffer);

    /// <summary>Sums one block of eight features over rows; <paramref name="packed"/> lies in the order of the rows.</summary>
    public static void Build(long[] histogram, int block, ulong[] words, ReadOnlySpan<int> rows, ReadOnlySpan<long> packed)
    {
        var sums = histogram.AsSpan(block * BlockLength, BlockLength);
        sums.Clear();
        if (packed.Length < rows.Length) throw new ArgumentException("Fewer gradients than rows.");
        ref var to = ref MemoryMarshal.GetReference(sums);
        ref var word = ref MemoryMarshal.GetArrayDataReference(words);
        ref var gradient = ref MemoryMarshal.GetReference(packed);
        ref var row = ref MemoryMarshal.GetReference(rows);
        // Unchecked on purpose: rows come from the partition (below words.Length), a byte cannot leave its 256 words.
        for (nint i = 0; i < rows.Length; i++) Add(ref to, Unsafe.Add(ref word, Unsafe.Add(ref row, i)), Unsafe.Add(ref gradient, i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref long to, ulong bins, long packed)
    {
        Unsafe.Add(ref to, (nint)(bins & 0xFF)) += packed;
        Unsafe.Add(ref to, (nint)(Stride + ((bins >> 8) & 0xFF))) += packed;
        Unsafe.Add(ref to, (nint)(2 * Stride + ((bins >> 16) & 0xFF))) += packed;
        Unsafe.Add(ref to, (nint)(3 * Stride + ((bins >> 24) & 0xFF))) += packed;
        Unsafe.Add(ref to, (nint)(4 * Stride + ((bins >> 32) & 0xFF))) += packed;
        Unsafe.Add(ref to, (nint)(5 * Stride + ((bins >> 40) & 0xFF))) += packed;
        Unsafe.Add(ref to, (nint)(6 * Stride + ((bins >> 48) & 0xFF))) += packed;
        Unsafe.Add(ref to, (nint)(7 * Stride + (bins >> 56))) += packed;
    }

    /// <summary>The sibling's sums, in place of the parent's: parent - child.</summary>
    public static void Subtract(long[] parent, long[] child, int block)
    {
        var to = MemoryMarshal.Cast<long, System.Numerics.Vector<long>>(parent.AsSpan(block * BlockLength, BlockLength));
        var minus = MemoryMarshal.Cast<long, System.Numerics.Vector<long>>(child.AsSpan(block * BlockLength, BlockLength));
        for (var i = 0; i < to.Length; i++) to[i] -= minus[i];
    }
}
