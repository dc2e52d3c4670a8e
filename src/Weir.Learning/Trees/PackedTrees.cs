using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Learning.Trees;

/// <summary>
/// The trees as they are walked: one word a node = threshold key (32 bits), key index (16), distance to the left child
/// (16); leaves point at themselves. A step has no branch, and eight trees are walked side by side, so that the reads of
/// one hide behind those of the others.
/// </summary>
internal sealed class PackedTrees
{
    private const int Lanes = 8;

    private readonly ulong[] _nodes;
    private readonly double[] _values;
    private readonly int[] _roots;
    private readonly int[] _steps;
    private readonly double _bias;

    public PackedTrees(TreeTable table)
    {
        var groups = (table.Starts.Length + Lanes - 1) / Lanes;
        _bias = table.Bias;
        // One leaf of value 0 stands in for the trees that the last group lacks.
        _nodes = new ulong[table.Nodes + 1];
        _values = [.. table.Value, 0];
        _roots = new int[groups * Lanes];
        _roots.AsSpan().Fill(table.Nodes);
        table.Starts.CopyTo(_roots, 0);
        _steps = new int[groups];
        for (var tree = 0; tree < table.Starts.Length; tree++)
            _steps[tree / Lanes] = Math.Max(_steps[tree / Lanes], table.Depth[tree]);
        for (var i = 0; i < table.Nodes; i++) _nodes[i] = Pack(table, i);
        _nodes[^1] = Pack(int.MaxValue, 0, 0);
    }

    /// <summary>Bias plus leaf values, in the order of the trees.</summary>
    /// <param name="keys">What <see cref="RowKeys"/> made of a row of the model's feature count.</param>
    public double Sum(ReadOnlySpan<int> keys)
    {
        var sum = _bias;
        for (var group = 0; group < _steps.Length; group++) sum = Add(group, ref MemoryMarshal.GetReference(keys), sum);
        return sum;
    }

    /// <summary>The same for rows that lie one after the other: a few trees at a time, which then stay near.</summary>
    public void Sum(ReadOnlySpan<int> keys, Span<double> sums)
    {
        var width = keys.Length / Math.Max(1, sums.Length);
        sums.Fill(_bias);
        for (var group = 0; group < _steps.Length; group++)
        {
            for (var i = 0; i < sums.Length; i++) sums[i] = Add(group, ref MemoryMarshal.GetReference(keys.Slice(i * width, width)), sums[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Add(int group, ref int key, double sum)
    {
        ref var node = ref MemoryMarshal.GetArrayDataReference(_nodes);
        var roots = _roots.AsSpan(group * Lanes, Lanes);
        nint a = roots[0], b = roots[1], c = roots[2], d = roots[3], e = roots[4], f = roots[5], g = roots[6], h = roots[7];
        for (var step = _steps[group]; step > 0; step--)
        {
            a = Next(ref node, ref key, a);
            b = Next(ref node, ref key, b);
            c = Next(ref node, ref key, c);
            d = Next(ref node, ref key, d);
            e = Next(ref node, ref key, e);
            f = Next(ref node, ref key, f);
            g = Next(ref node, ref key, g);
            h = Next(ref node, ref key, h);
        }

        return sum + _values[a] + _values[b] + _values[c] + _values[d] + _values[e] + _values[f] + _values[g] + _values[h];
    }

    // Unchecked on purpose: TreeTable.Complete has proved that children stay inside their tree and features inside the row.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Next(ref ulong nodes, ref int keys, nint i)
    {
        var word = Unsafe.Add(ref nodes, i);
        var right = Unsafe.Add(ref keys, (nint)((word >> 16) & 0xFFFF)) > (int)(word >> 32);
        return i + (nint)(word & 0xFFFF) + Unsafe.BitCast<bool, byte>(right);
    }

    private static ulong Pack(TreeTable table, int i)
    {
        if (table.Left[i] < 0) return Pack(int.MaxValue, 0, 0);
        var index = table.Feature[i] + (table.MissingLeft[i] != 0 ? 0 : table.FeatureCount);
        return Pack(RowKeys.Of(table.Threshold[i]), index, table.Left[i] - i);
    }

    private static ulong Pack(int key, int index, int distance) => ((ulong)(uint)key << 32) | ((ulong)(uint)index << 16) | (uint)distance;
}
