using System.Buffers;
using Weir.Learning.Trees;

namespace Weir.Learning.Explaining;

/// <summary>
/// The cheap attribution (Saabas 2014): each split on the row's path gives its feature the change of the mean value. Adds up
/// to the score; unlike <see cref="TreeShap"/> it depends on the order of the splits. No allocation after the first row.
/// </summary>
public static class PathAttribution
{
    /// <summary>Fills one contribution (in log-odds) a feature and returns the expected score; together they are the score.</summary>
    /// <exception cref="ArgumentException">A span has another length than the model's feature count.</exception>
    public static double Explain(BoostedTrees m, ReadOnlySpan<float> row, Span<double> contributions)
    {
        TreeShap.CheckShapes(m, row, contributions);
        contributions.Clear();
        var leaves = ArrayPool<int>.Shared.Rent(m.TreeCount);
        m.Scorer.Leaves(row, leaves.AsSpan(0, m.TreeCount));
        var expected = m.Paths.Explain(leaves.AsSpan(0, m.TreeCount), contributions);
        ArrayPool<int>.Shared.Return(leaves);
        return expected;
    }
}
