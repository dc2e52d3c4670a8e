using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Weir.Learning.Networks;

/// <summary>
/// Convolution over a text and global max pooling, one block of 16 filters at a time. A text is a row of symbols, so the product
/// of each kernel column with each embedding is made once (<see cref="Fill"/>), and a window is a sum of table rows.
/// </summary>
internal static class Convolution
{
    /// <summary>The table of a block from its kernels and the embeddings.</summary>
    public static void Fill(CharShape s, ReadOnlySpan<float> weights, Span<float> tables, int block)
    {
        ref var kernel = ref MemoryMarshal.GetReference(weights[s.Kernel(block)..s.Kernel(block + 1)]);
        ref var table = ref MemoryMarshal.GetReference(tables[s.Table(block)..s.Table(block + 1)]);
        for (var k = 0; k < s.Width(block); k++)
        {
            for (var c = 0; c < s.Symbols; c++)
            {
                var sum = Vector512<float>.Zero;
                for (var e = 0; e < s.Embedding; e++)
                    sum += Vector512.LoadUnsafe(ref kernel, (nuint)((k * s.Embedding + e) * CharShape.Lanes)) * weights[c * s.Embedding + e];
                sum.StoreUnsafe(ref table, (nuint)((k * s.Symbols + c) * CharShape.Lanes));
            }
        }
    }

    /// <summary>The largest sum of each filter over all windows.</summary>
    /// <param name="s">The shape.</param>
    /// <param name="tables">Tables of all blocks.</param>
    /// <param name="block">Which 16 filters.</param>
    /// <param name="padded">The symbols as <see cref="CharShape.Pad"/> leaves them.</param>
    /// <param name="windows">How many windows.</param>
    public static Vector512<float> Pool(CharShape s, ReadOnlySpan<float> tables, int block, ReadOnlySpan<byte> padded, int windows)
    {
        ref var table = ref MemoryMarshal.GetReference(tables[s.Table(block)..s.Table(block + 1)]);
        ref var symbol = ref MemoryMarshal.GetReference(padded[..(windows + s.Width(block) - 1)]);
        var best = Vector512.Create(float.NegativeInfinity);
        for (var at = 0; at < windows; at++)
        {
            var sum = Window(ref table, ref symbol, at, s.Width(block), s.Symbols * CharShape.Lanes);
            best = Vector512.ConditionalSelect(Vector512.GreaterThan(sum, best), sum, best);
        }
        return best;
    }

    /// <summary>As <see cref="Pool"/>, with the first window that has the largest sum.</summary>
    public static Vector512<float> PoolAt(CharShape s, ReadOnlySpan<float> tables, int block, ReadOnlySpan<byte> padded, int windows, Span<int> positions)
    {
        ref var table = ref MemoryMarshal.GetReference(tables[s.Table(block)..s.Table(block + 1)]);
        ref var symbol = ref MemoryMarshal.GetReference(padded[..(windows + s.Width(block) - 1)]);
        var best = Vector512.Create(float.NegativeInfinity);
        var (where, now) = (Vector512<int>.Zero, Vector512<int>.Zero);
        for (var at = 0; at < windows; at++)
        {
            var sum = Window(ref table, ref symbol, at, s.Width(block), s.Symbols * CharShape.Lanes);
            var isLarger = Vector512.GreaterThan(sum, best);
            best = Vector512.ConditionalSelect(isLarger, sum, best);
            where = Vector512.ConditionalSelect(isLarger.AsInt32(), now, where);
            now += Vector512<int>.One;
        }
        where.CopyTo(positions);
        return best;
    }

    private static Vector512<float> Window(ref float table, ref byte symbol, int at, int width, int stride)
    {
        var sum = Vector512.LoadUnsafe(ref table, (nuint)(System.Runtime.CompilerServices.Unsafe.Add(ref symbol, at) * CharShape.Lanes));
        for (var k = 1; k < width; k++)
            sum += Vector512.LoadUnsafe(ref table, (nuint)(k * stride + System.Runtime.CompilerServices.Unsafe.Add(ref symbol, at + k) * CharShape.Lanes));
        return sum;
    }
}
