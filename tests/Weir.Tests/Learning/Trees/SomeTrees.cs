using Weir.Learning.Numerics;
using Weir.Learning.Trees;

namespace Weir.Tests.Learning.Trees;

/// <summary>Trees of any shape that nobody trained, rows that hit their thresholds, and the plain walk.</summary>
internal static class SomeTrees
{
    private static readonly float[] Odd = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f, -0f, float.Epsilon, -float.Epsilon, float.MaxValue];

    /// <summary>Trees of 1 to <paramref name="leaves"/> leaves; the last feature is asked for most, with the most thresholds.</summary>
    public static TreeTable Table(ulong seed, int features, int trees, int leaves)
    {
        var random = new Xoshiro256(seed);
        var (starts, feature, threshold, missingLeft, left) = (new List<int>(), new List<int>(), new List<float>(), new List<byte>(), new List<int>());
        void Leaf()
        {
            feature.Add(-1);
            threshold.Add(0);
            missingLeft.Add(0);
            left.Add(-1);
        }
        for (var tree = 0; tree < trees; tree++)
        {
            var start = feature.Count;
            starts.Add(start);
            Leaf();
            for (var splits = random.NextInt(4) == 0 ? random.NextInt(leaves) : leaves - 1; splits > 0; splits--)
            {
                var node = start + random.NextInt(feature.Count - start);
                // From the drawn node downwards to a leaf, so that trees become uneven.
                while (left[node] >= 0) node = left[node] + random.NextInt(2);
                feature[node] = random.NextInt(4) == 0 ? features - 1 : random.NextInt(features);
                threshold[node] = Threshold(ref random, feature[node] == features - 1 ? 4000 : 20);
                missingLeft[node] = (byte)random.NextInt(2);
                left[node] = feature.Count;
                Leaf();
                Leaf();
            }
        }
        var table = new TreeTable
        {
            FeatureCount = features,
            Bias = random.NextDouble() - 0.5,
            Starts = [.. starts],
            Feature = [.. feature],
            Threshold = [.. threshold],
            MissingLeft = [.. missingLeft],
            Left = [.. left],
            Value = [.. feature.Select(_ => random.NextDouble() - 0.5)],
            Cover = [.. feature.Select(_ => 1 + 9 * random.NextDouble())],
        };
        return table.Complete() ? table : throw new InvalidOperationException("These should be trees.");
    }

    /// <summary>Rows one after the other: values near thresholds, and odd ones.</summary>
    public static float[] Rows(TreeTable table, ulong seed, int rows, double odd = 0.1)
    {
        var random = new Xoshiro256(seed);
        var values = new float[rows * table.FeatureCount];
        for (var i = 0; i < values.Length; i++)
        {
            var value = Threshold(ref random, i % table.FeatureCount == table.FeatureCount - 1 ? 4000 : 20);
            values[i] = random.NextDouble() < odd ? Odd[random.NextInt(Odd.Length)] : random.NextInt(2) == 0 ? value : MathF.BitIncrement(value);
        }
        return values;
    }

    public static double PlainScore(TreeTable table, ReadOnlySpan<float> row)
    {
        var sum = table.Bias;
        foreach (var root in table.Starts)
        {
            var node = root;
            while (table.Left[node] >= 0) node = table.Left[node] + (table.GoesLeft(node, row) ? 0 : 1);
            sum += table.Value[node];
        }
        return sum;
    }

    private static float Threshold(ref Xoshiro256 random, int values)
    {
        var value = (random.NextInt(values) - values / 2) / 8f;
        return value is > 2f and < 2.2f ? float.PositiveInfinity : value is < -2f and > -2.2f ? float.NegativeInfinity : value == 0 && random.NextInt(2) == 0 ? -0f : value;
    }
}
