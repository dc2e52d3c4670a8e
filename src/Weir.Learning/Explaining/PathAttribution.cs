using Weir.Learning.Trees;

namespace Weir.Learning.Explaining;

/// <summary>
/// The cheap attribution (Saabas 2014): each split on the row's path gives its feature the change of the mean value. Adds up
/// to the score; unlike <see cref="TreeShap"/> it depends on the order of the splits. No allocation.
/// </summary>
public static class PathAttribution
{
    /// <summary>Fills one contribution (in log-odds) a feature and returns the expected score; together they are the score.</summary>
    /// <exception cref="ArgumentException">A span has another length than the model's feature count.</exception>
    public static double Explain(BoostedTrees m, ReadOnlySpan<float> row, Span<double> contributions)
    {
        TreeShap.CheckShapes(m, row, contributions);
        var table = m.Table;
        contributions.Clear();
        var expected = table.Bias;
        foreach (var root in table.Starts)
        {
            expected += table.Value[root];
            for (var node = root; table.Left[node] >= 0;)
            {
                var child = table.Left[node] + (table.GoesLeft(node, row) ? 0 : 1);
                contributions[table.Feature[node]] += table.Value[child] - table.Value[node];
                node = child;
            }
        }
        return expected;
    }
}
