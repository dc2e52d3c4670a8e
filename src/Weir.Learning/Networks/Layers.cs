using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Weir.Learning.Networks;

/// <summary>The dense layers over the pooled filters. Sums run over inputs in their order; lanes are units of the layer.</summary>
internal static class Layers
{
    /// <summary>Hidden units before their rectifier; filters at 0 are passed over.</summary>
    public static void Hidden(CharShape s, ReadOnlySpan<float> weights, ReadOnlySpan<float> pooled, Span<float> hidden)
    {
        weights.Slice(s.HiddenBias, s.Hidden).CopyTo(hidden);
        for (var i = 0; i < s.Pooled; i++)
            if (pooled[i] != 0) AddScaled(hidden[..s.Hidden], weights.Slice(s.HiddenWeights + i * s.Hidden, s.Hidden), pooled[i]);
    }

    /// <summary>Log-odds from the hidden units after their rectifier.</summary>
    public static double Output(CharShape s, ReadOnlySpan<float> weights, ReadOnlySpan<float> hidden)
    {
        double sum = weights[s.OutputBias];
        for (var h = 0; h < s.Hidden; h++) sum += (double)hidden[h] * weights[s.Output + h];
        return sum;
    }

    /// <summary>sum += values * factor. Both have a multiple of 16 values.</summary>
    public static void AddScaled(Span<float> sum, ReadOnlySpan<float> values, float factor)
    {
        ref var to = ref MemoryMarshal.GetReference(sum);
        ref var from = ref MemoryMarshal.GetReference(values[..sum.Length]);
        for (nuint at = 0; at < (nuint)sum.Length; at += CharShape.Lanes)
            (Vector512.LoadUnsafe(ref to, at) + Vector512.LoadUnsafe(ref from, at) * factor).StoreUnsafe(ref to, at);
    }

    /// <summary>Sum of products: 16 partial sums, then halves onto halves.</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ref var left = ref MemoryMarshal.GetReference(a);
        ref var right = ref MemoryMarshal.GetReference(b[..a.Length]);
        var sum = Vector512<float>.Zero;
        for (nuint at = 0; at < (nuint)a.Length; at += CharShape.Lanes) sum += Vector512.LoadUnsafe(ref left, at) * Vector512.LoadUnsafe(ref right, at);
        var eight = sum.GetLower() + sum.GetUpper();
        var four = eight.GetLower() + eight.GetUpper();
        return (four[0] + four[2]) + (four[1] + four[3]);
    }
}
