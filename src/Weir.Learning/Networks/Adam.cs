using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Weir.Learning.Networks;

/// <summary>Adam (Kingma, Ba 2015) with decoupled weight decay (Loshchilov, Hutter 2019), weight by weight.</summary>
internal sealed class Adam(int weights)
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private const float Epsilon = 1e-8f;
    private readonly float[] _mean = new float[weights];
    private readonly float[] _square = new float[weights];
    private double _decay1 = 1;
    private double _decay2 = 1;

    /// <summary>One step against <paramref name="gradient"/> x <paramref name="scale"/>.</summary>
    public void Step(float[] weights, float[] gradient, float scale, double rate, double weightDecay)
    {
        _decay1 *= Beta1;
        _decay2 *= Beta2;
        var (step, root) = ((float)(rate / (1 - _decay1)), (float)(1 / (1 - _decay2)));
        var keep = (float)(1 - rate * weightDecay);
        ref var w = ref MemoryMarshal.GetArrayDataReference(weights);
        ref var g = ref MemoryMarshal.GetArrayDataReference(gradient);
        ref var m = ref MemoryMarshal.GetArrayDataReference(_mean);
        ref var v = ref MemoryMarshal.GetArrayDataReference(_square);
        for (nuint at = 0; at < (nuint)_mean.Length; at += CharShape.Lanes)
        {
            var slope = Vector512.LoadUnsafe(ref g, at) * scale;
            var mean = Vector512.LoadUnsafe(ref m, at) * Beta1 + slope * (1 - Beta1);
            var square = Vector512.LoadUnsafe(ref v, at) * Beta2 + slope * slope * (1 - Beta2);
            mean.StoreUnsafe(ref m, at);
            square.StoreUnsafe(ref v, at);
            var move = mean * step / (Vector512.Sqrt(square * root) + Vector512.Create(Epsilon));
            (Vector512.LoadUnsafe(ref w, at) * keep - move).StoreUnsafe(ref w, at);
        }
    }
}
