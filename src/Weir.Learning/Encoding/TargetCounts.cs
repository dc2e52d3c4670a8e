using System.Runtime.InteropServices;
using Weir.Learning.Numerics;

namespace Weir.Learning.Encoding;

/// <summary>Weights of both classes a category, while a <see cref="TargetEncoder"/> is fitted.</summary>
internal sealed class TargetCounts
{
    private readonly Dictionary<ulong, (double Positive, double Negative)> _counts = [];

    public void Add(ulong key, byte label, float weight)
    {
        if (label > 1 || !(weight >= 0) || float.IsInfinity(weight))
            throw new ArgumentException(
                $"A row has label {label} and weight {weight}; labels are 0 or 1, weights 0 or more.", nameof(label));
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out _);
        if (label == 1) count.Positive += weight;
        else count.Negative += weight;
    }

    /// <summary>Keys in ascending order and their smoothed log-odds relative to the base rate.</summary>
    public (ulong[] Keys, float[] Values) LogOdds(double smoothing)
    {
        var keys = _counts.Keys.ToArray();
        Array.Sort(keys);
        // Half a row of each class keeps the base rate inside (0, 1); the sums run over sorted keys for a fixed order.
        double positive = 0.5, negative = 0.5;
        foreach (var key in keys)
        {
            positive += _counts[key].Positive;
            negative += _counts[key].Negative;
        }
        var rate = positive / (positive + negative);
        var prior = StableMath.Log(positive / negative);
        var values = Array.ConvertAll(keys, key => (float)(Smoothed(_counts[key], rate, smoothing) - prior));
        return (keys, values);
    }

    private static double Smoothed((double Positive, double Negative) count, double rate, double smoothing) =>
        StableMath.Log((count.Positive + smoothing * rate) / (count.Negative + smoothing * (1 - rate)));
}
