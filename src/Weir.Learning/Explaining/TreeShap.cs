using System.Buffers;
using Weir.Learning.Trees;

namespace Weir.Learning.Explaining;

/// <summary>
/// Exact Shapley values of trees, features left out being averaged by the covers of the branches (path-dependent
/// TreeSHAP: Lundberg, Erion, Lee 2018, Algorithm 2).
/// </summary>
public static class TreeShap
{
    /// <summary>Fills one contribution (in log-odds) a feature and returns the expected score; together they are the score.</summary>
    /// <exception cref="ArgumentException">A span has another length than the model's feature count.</exception>
    public static double Explain(BoostedTrees m, ReadOnlySpan<float> row, Span<double> contributions)
    {
        CheckShapes(m, row, contributions);
        var table = m.Table;
        contributions.Clear();
        var expected = table.Bias;
        var deepest = table.Depth.Length == 0 ? 0 : table.Depth.Max();
        // A path of d splits has d + 1 elements, and every level of the recursion keeps its own copy.
        var buffer = ArrayPool<PathElement>.Shared.Rent((deepest + 2) * (deepest + 3) / 2);
        foreach (var root in table.Starts)
        {
            expected += table.Value[root];
            new ShapWalk(table, row, contributions).Visit(root, buffer, 0, 1, 1, -1);
        }
        ArrayPool<PathElement>.Shared.Return(buffer);
        return expected;
    }

    internal static void CheckShapes(BoostedTrees m, ReadOnlySpan<float> row, Span<double> contributions)
    {
        if (row.Length != m.FeatureCount || contributions.Length != m.FeatureCount)
            throw new ArgumentException($"{row.Length} values and {contributions.Length} contributions, the model has {m.FeatureCount} features.");
    }
}
