namespace Weir.Learning.Calibration;

/// <summary>A block of isotonic regression: the mean score of its rows, the mean label, the weight.</summary>
internal readonly record struct IsotonicBlock(double Score, double Mean, double Weight);

/// <summary>
/// Weighted isotonic regression by pooling adjacent violators; scores and means strictly increase from block to block.
/// </summary>
internal static class IsotonicBlocks
{
    /// <summary>Fits the blocks, their means drawn to the base rate by one mean row's weight.</summary>
    public static List<IsotonicBlock> Fit(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, ReadOnlySpan<float> weights)
    {
        var rows = Sorted(scores, labels, weights);
        double weight = 0, positive = 0;
        foreach (var row in rows)
        {
            weight += row.Weight;
            positive += row.Weight * row.Mean;
        }
        if (!(positive > 0 && positive < weight))
            throw new ArgumentException("Calibration needs rows of both classes.", nameof(labels));
        var (unit, rate) = (weight / scores.Length, positive / weight);
        var drawn = Pool(rows).ConvertAll(b => b with { Mean = (b.Mean * b.Weight + rate * unit) / (b.Weight + unit) });
        return Pool(drawn);
    }

    /// <summary>Merges neighbours until means and scores strictly increase.</summary>
    public static List<IsotonicBlock> Pool(IReadOnlyList<IsotonicBlock> rows)
    {
        var blocks = new List<IsotonicBlock>();
        foreach (var row in rows)
        {
            if (row.Weight <= 0) continue;
            var last = row;
            while (blocks.Count > 0 && (blocks[^1].Mean >= last.Mean || blocks[^1].Score >= last.Score))
            {
                last = Merge(blocks[^1], last);
                blocks.RemoveAt(blocks.Count - 1);
            }
            blocks.Add(last);
        }
        return blocks;
    }

    private static IsotonicBlock Merge(IsotonicBlock a, IsotonicBlock b)
    {
        var weight = a.Weight + b.Weight;
        var share = b.Weight / weight;
        return new IsotonicBlock(a.Score + share * (b.Score - a.Score), a.Mean + share * (b.Mean - a.Mean), weight);
    }

    /// <summary>The rows as blocks in ascending order of score, checked.</summary>
    public static IsotonicBlock[] Sorted(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, ReadOnlySpan<float> weights)
    {
        if (scores.Length != labels.Length || (weights.Length != 0 && weights.Length != scores.Length))
            throw new ArgumentException(
                $"There are {scores.Length} scores, {labels.Length} labels and {weights.Length} weights.", nameof(scores));
        var rows = new IsotonicBlock[scores.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            if (!double.IsFinite(scores[i]) || !(weight >= 0) || float.IsInfinity(weight) || labels[i] > 1)
                throw new ArgumentException(
                    $"Row {i} has score {scores[i]}, label {labels[i]} and weight {weight}.", nameof(scores));
            rows[i] = new IsotonicBlock(scores[i], labels[i], weight);
        }
        // A stable sort: rows of equal score are pooled in their own order, and the last bits with them.
        return [.. rows.OrderBy(r => r.Score)];
    }
}
