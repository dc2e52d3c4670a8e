using System.Buffers;
using Weir.Learning.Numerics;

namespace Weir.Learning.Explaining;

/// <summary>
/// Shapley values of any model by some orders in which the features become known (Castro, Gómez, Tejada 2009), each walked in both
/// directions; what is not yet known is missing. They add up to the score exactly, are exact for a sum of features, and else the
/// nearer the more orders there are. The same seed gives the same numbers.
/// </summary>
internal static class SampledShapley
{
    /// <summary>Fills one contribution a feature and returns the score of a row of which nothing is known.</summary>
    /// <param name="model">Any model that takes missing values.</param>
    /// <param name="row">One value a feature.</param>
    /// <param name="contributions">One a feature; 0 where the row's value is missing.</param>
    /// <param name="orders">1 or more; each takes twice as many scores as the row has values.</param>
    /// <param name="seed">Of the orders.</param>
    public static double Explain(IClassifier model, ReadOnlySpan<float> row, Span<double> contributions, int orders, ulong seed)
    {
        if (row.Length != model.FeatureCount || contributions.Length != row.Length)
            throw new ArgumentException($"{row.Length} values and {contributions.Length} contributions, the model has {model.FeatureCount} features.");
        contributions.Clear();
        var known = Known(row);
        var rows = ArrayPool<float>.Shared.Rent((known.Length + 1) * row.Length);
        var scores = new double[known.Length + 1];
        var random = new Xoshiro256(seed);
        for (var walk = 0; walk < 2 * orders; walk++)
        {
            if (walk % 2 == 0) random.Shuffle(known.AsSpan());
            else Array.Reverse(known);
            Walk(row, known, rows);
            model.Score(rows.AsSpan(0, scores.Length * row.Length), scores);
            for (var step = 0; step < known.Length; step++) contributions[known[step]] += (scores[step + 1] - scores[step]) / (2 * orders);
        }
        ArrayPool<float>.Shared.Return(rows);
        return scores[0];
    }

    private static int[] Known(ReadOnlySpan<float> row)
    {
        var known = new List<int>();
        for (var f = 0; f < row.Length; f++)
            if (!float.IsNaN(row[f])) known.Add(f);
        return [.. known];
    }

    /// <summary>A row of nothing, then one with each further feature.</summary>
    private static void Walk(ReadOnlySpan<float> row, int[] order, float[] rows)
    {
        rows.AsSpan(0, row.Length).Fill(float.NaN);
        for (var step = 0; step < order.Length; step++)
        {
            rows.AsSpan(step * row.Length, row.Length).CopyTo(rows.AsSpan((step + 1) * row.Length));
            rows[(step + 1) * row.Length + order[step]] = row[order[step]];
        }
    }
}
