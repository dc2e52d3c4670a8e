using Weir.Learning.Trees;

namespace Weir.Learning.Explaining;

/// <summary>
/// Exact Shapley values of trees, features left out being averaged by the covers of the branches (path-dependent TreeSHAP:
/// Lundberg, Erion, Lee 2018). The time of a row grows with the nodes of the trees, not with the square of their depth. No
/// allocation after the first row.
/// </summary>
public static class TreeShap
{
    /// <summary>Fills one contribution (in log-odds) a feature and returns the expected score; together they are the score.</summary>
    /// <exception cref="ArgumentException">A span has another length than the model's feature count.</exception>
    public static double Explain(BoostedTrees m, ReadOnlySpan<float> row, Span<double> contributions)
    {
        CheckShapes(m, row, contributions);
        contributions.Clear();
        return m.Shap.Explain(row, contributions);
    }

    internal static void CheckShapes(BoostedTrees m, ReadOnlySpan<float> row, Span<double> contributions)
    {
        if (row.Length != m.FeatureCount || contributions.Length != m.FeatureCount)
            throw new ArgumentException($"{row.Length} values and {contributions.Length} contributions, the model has {m.FeatureCount} features.");
    }
}
