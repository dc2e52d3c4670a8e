using Weir.Learning.Networks;
using Weir.Learning.Numerics;

namespace Weir.Tests.Learning.Networks;

/// <summary>The network once more, by plain loops: the twin of every vector path, and in double for finite differences.</summary>
internal static class PlainNetwork
{
    /// <summary>The score with the sums in the order of the vector code.</summary>
    public static double Score(CharShape s, float[] weights, byte[] text)
    {
        var padded = new byte[s.Padded];
        var windows = s.Pad(text, padded);
        var hidden = weights[s.HiddenBias..s.Output];
        for (var i = 0; i < s.Pooled; i++)
        {
            var (best, _) = Pool(s, weights, padded, windows, i);
            var pooled = best + weights[s.FilterBias + i];
            if (pooled > 0)
                for (var h = 0; h < s.Hidden; h++) hidden[h] += weights[s.HiddenWeights + i * s.Hidden + h] * pooled;
        }
        double sum = weights[s.OutputBias];
        for (var h = 0; h < s.Hidden; h++) sum += hidden[h] > 0 ? (double)hidden[h] * weights[s.Output + h] : 0;
        return sum;
    }

    /// <summary>The summed logistic loss in double precision, without dropout.</summary>
    public static double Loss(CharShape s, double[] weights, SymbolRows rows, byte[] labels)
    {
        var loss = 0.0;
        for (var r = 0; r < rows.Rows; r++)
        {
            var score = Score(s, weights, rows[r].ToArray());
            loss += StableMath.Softplus(score) - labels[r] * score;
        }
        return loss;
    }

    private static (float Best, int At) Pool(CharShape s, float[] weights, byte[] padded, int windows, int filter)
    {
        var (best, where) = (float.NegativeInfinity, 0);
        for (var at = 0; at < windows; at++)
        {
            float sum = 0;
            for (var k = 0; k < s.Width(filter / 16); k++)
            {
                var entry = 0f;
                for (var e = 0; e < s.Embedding; e++) entry += weights[Kernel(s, filter, k, e)] * weights[padded[at + k] * s.Embedding + e];
                sum = k == 0 ? entry : sum + entry;
            }
            if (sum > best) (best, where) = (sum, at);
        }
        return (best, where);
    }

    private static double Score(CharShape s, double[] weights, byte[] text)
    {
        var padded = new byte[s.Padded];
        var windows = s.Pad(text, padded);
        var hidden = weights[s.HiddenBias..s.Output];
        for (var i = 0; i < s.Pooled; i++)
        {
            var pooled = Enumerable.Range(0, windows).Max(at => Window(s, weights, padded, at, i)) + weights[s.FilterBias + i];
            for (var h = 0; h < s.Hidden; h++) hidden[h] += weights[s.HiddenWeights + i * s.Hidden + h] * Math.Max(0, pooled);
        }
        return weights[s.OutputBias] + Enumerable.Range(0, s.Hidden).Sum(h => Math.Max(0, hidden[h]) * weights[s.Output + h]);
    }

    private static double Window(CharShape s, double[] weights, byte[] padded, int at, int filter)
    {
        var sum = 0.0;
        for (var k = 0; k < s.Width(filter / 16); k++)
            for (var e = 0; e < s.Embedding; e++) sum += weights[Kernel(s, filter, k, e)] * weights[padded[at + k] * s.Embedding + e];
        return sum;
    }

    private static int Kernel(CharShape s, int filter, int k, int e) => s.Kernel(filter / 16) + (k * s.Embedding + e) * 16 + filter % 16;
}
