using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Weir.Learning.Numerics;

namespace Weir.Learning.Trees;

/// <summary>
/// Adds a tree's leaf values to the sums of 64 rows. With AVX-512 VBMI the eight bytes of the values are looked up by
/// permutations, plane by plane, and woven into numbers; the sums then lie in the order in which the weaving leaves them.
/// Trees of more than 256 leaves are looked up one row after the other.
/// </summary>
internal sealed class LeafSums
{
    private readonly bool _planes;
    private readonly int _stride;
    private readonly int[] _starts;
    private readonly byte[] _bytes;
    private readonly double[] _values;

    /// <param name="order">The leaves.</param>
    /// <param name="plain">Without permutations, also where the processor has them.</param>
    public LeafSums(LeafOrder order, bool plain = false)
    {
        IsWide = order.Most > 256;
        _starts = order.Start;
        _planes = Avx512Vbmi.IsSupported && !plain && !IsWide;
        _stride = order.Most <= 64 ? 64 : order.Most <= 128 ? 128 : 256;
        _values = IsWide ? order.Values : new double[order.Start.Length * _stride];
        for (var tree = 0; !IsWide && tree < order.Start.Length; tree++)
        {
            var end = tree + 1 < order.Start.Length ? order.Start[tree + 1] : order.Nodes.Length;
            order.Values.AsSpan(order.Start[tree], end - order.Start[tree]).CopyTo(_values.AsSpan(tree * _stride));
        }
        _bytes = _planes ? Planes() : [];
    }

    /// <summary>The numbers of leaves have two bytes.</summary>
    public bool IsWide { get; }

    /// <param name="tree">Whose leaves.</param>
    /// <param name="leaves">The leaf of each of 64 rows.</param>
    /// <param name="high">High bytes of the leaves, when they have two.</param>
    /// <param name="sums">64 sums, in the order of <see cref="CopyTo"/>.</param>
    public void Add(int tree, ref byte leaves, ref byte high, ref double sums)
    {
        if (IsWide)
        {
            ref var first = ref _values[_starts[tree]];
            for (var i = 0; i < TreeBlocks.Rows; i++) Unsafe.Add(ref sums, i) += Unsafe.Add(ref first, Unsafe.Add(ref leaves, i) | Unsafe.Add(ref high, i) << 8);
            return;
        }

        if (_planes)
        {
            AddPlanes(tree, Vector512.LoadUnsafe(ref leaves), ref sums);
            return;
        }
        ref var value = ref _values[tree * _stride];
        for (var i = 0; i < TreeBlocks.Rows; i++) Unsafe.Add(ref sums, i) += Unsafe.Add(ref value, Unsafe.Add(ref leaves, i));
    }

    /// <summary>The sums in the order of the rows.</summary>
    public void CopyTo(ReadOnlySpan<double> sums, Span<double> rows)
    {
        // Weaving leaves the rows 16 a + 2 b and + 1 at 8 b + 2 a.
        for (var i = 0; i < rows.Length; i++) rows[i] = sums[_planes ? 8 * (i / 2 % 8) + 2 * (i / 16) + i % 2 : i];
    }

    private byte[] Planes()
    {
        var bytes = MemoryMarshal.AsBytes(_values);
        var planes = new byte[bytes.Length];
        for (var i = 0; i < _values.Length; i++)
            for (var b = 0; b < 8; b++) planes[(i / _stride * 8 + b) * _stride + i % _stride] = bytes[8 * i + b];
        return CacheLine.Copy<byte>(planes);
    }

    private void AddPlanes(int tree, Vector512<byte> leaves, ref double sums)
    {
        ref var planes = ref Unsafe.Add(ref CacheLine.First(_bytes), tree * _stride * 8);
        var (a, b) = Weave(Look(ref planes, 0, leaves), Look(ref planes, 1, leaves));
        var (c, d) = Weave(Look(ref planes, 2, leaves), Look(ref planes, 3, leaves));
        var (e, f) = Weave(Look(ref planes, 4, leaves), Look(ref planes, 5, leaves));
        var (g, h) = Weave(Look(ref planes, 6, leaves), Look(ref planes, 7, leaves));
        AddQuarter(a, c, e, g, ref sums);
        AddQuarter(b, d, f, h, ref Unsafe.Add(ref sums, 32));
    }

    private static void AddQuarter(Vector512<ushort> a, Vector512<ushort> b, Vector512<ushort> c, Vector512<ushort> d, ref double sums)
    {
        AddEighth(Avx512BW.UnpackLow(a, b).AsUInt32(), Avx512BW.UnpackLow(c, d).AsUInt32(), ref sums);
        AddEighth(Avx512BW.UnpackHigh(a, b).AsUInt32(), Avx512BW.UnpackHigh(c, d).AsUInt32(), ref Unsafe.Add(ref sums, 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddEighth(Vector512<uint> a, Vector512<uint> b, ref double sums)
    {
        (Vector512.LoadUnsafe(ref sums) + Avx512F.UnpackLow(a, b).AsDouble()).StoreUnsafe(ref sums);
        (Vector512.LoadUnsafe(ref sums, 8) + Avx512F.UnpackHigh(a, b).AsDouble()).StoreUnsafe(ref sums, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<ushort> Low, Vector512<ushort> High) Weave(Vector512<byte> a, Vector512<byte> b) =>
        (Avx512BW.UnpackLow(a, b).AsUInt16(), Avx512BW.UnpackHigh(a, b).AsUInt16());

    /// <summary>Byte <paramref name="plane"/> of the values of 64 leaves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<byte> Look(ref byte planes, int plane, Vector512<byte> leaves)
    {
        ref var table = ref Unsafe.Add(ref planes, plane * _stride);
        if (_stride == 64) return Avx512Vbmi.PermuteVar64x8(Vector512.LoadUnsafe(ref table), leaves);
        var low = Avx512Vbmi.PermuteVar64x8x2(Vector512.LoadUnsafe(ref table), leaves, Vector512.LoadUnsafe(ref table, 64));
        if (_stride == 128) return low;
        var high = Avx512Vbmi.PermuteVar64x8x2(Vector512.LoadUnsafe(ref table, 128), leaves, Vector512.LoadUnsafe(ref table, 192));
        return Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(leaves, Vector512.Create((byte)128)), high, low);
    }
}
