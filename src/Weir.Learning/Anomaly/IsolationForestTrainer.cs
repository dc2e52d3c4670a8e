using Weir.Learning.Numerics;
using Weir.Learning.Trees;

namespace Weir.Learning.Anomaly;

/// <summary>Grows an <see cref="IsolationForest"/>; labels and weights of the data set are not looked at.</summary>
public static class IsolationForestTrainer
{
    /// <summary>Grows the trees.</summary>
    /// <exception cref="ArgumentException">Parameters out of range, or fewer than two rows, or too many features.</exception>
    public static IsolationForest Fit(Dataset train, IsolationForestParameters p, CancellationToken ct = default)
    {
        p.Check();
        if (train.Rows < 2) throw new ArgumentException($"An isolation forest needs two rows or more: there are {train.Rows}.");
        if (train.FeatureCount > IsolationTable.MostFeatures) throw new ArgumentException($"{train.FeatureCount} features; at most {IsolationTable.MostFeatures}.");
        var drawn = Math.Min(p.RowsPerTree, train.Rows);
        var trees = new IsolationGrower[p.Trees];
        new WorkTeam(p.Threads, ct).Run(trees.Length, t =>
        {
            ct.ThrowIfCancellationRequested();
            trees[t] = new IsolationGrower(train, p.FeaturesPerCut, drawn, SplitMix64.Mix((ulong)t, p.Seed));
            trees[t].Grow();
        });
        return new IsolationForest(Table(trees, train.FeatureCount, p.FeaturesPerCut, UsualPath(drawn) * p.Trees));
    }

    /// <summary>Mean depth at which a search in a random binary tree of so many rows fails: 2 H(n - 1) - 2 (n - 1) / n.</summary>
    internal static double UsualPath(int rows)
    {
        double harmonic = 0;
        for (var i = 1; i < rows; i++) harmonic += 1.0 / i;
        return rows < 2 ? 0 : 2 * harmonic - 2.0 * (rows - 1) / rows;
    }

    private static IsolationTable Table(IsolationGrower[] trees, int featureCount, int termsOfCut, double usual)
    {
        var (starts, left, value, terms) = (new List<int>(), new List<int>(), new List<double>(), new List<IsolationTerm>());
        foreach (var tree in trees)
        {
            var start = left.Count;
            starts.Add(start);
            left.AddRange(tree.Left.Select(child => child < 0 ? -1 : start + child));
            value.AddRange(tree.Value.Select((v, i) => tree.Left[i] < 0 ? v / usual : v));
            terms.AddRange(tree.Terms);
        }
        return new IsolationTable { FeatureCount = featureCount, TermsOfCut = termsOfCut, Starts = [.. starts], Left = [.. left], Value = [.. value], Terms = [.. terms] };
    }
}
