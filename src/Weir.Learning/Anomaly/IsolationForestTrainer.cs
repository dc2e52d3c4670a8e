using Weir.Learning.Numerics;
using Weir.Learning.Trees;

namespace Weir.Learning.Anomaly;

/// <summary>Grows an <see cref="IsolationForest"/>; labels and weights of the data set are not looked at.</summary>
public static class IsolationForestTrainer
{
    /// <summary>Grows the trees.</summary>
    /// <exception cref="ArgumentException">Parameters out of range, fewer than two rows, or too many features.</exception>
    public static IsolationForest Fit(Dataset train, IsolationForestParameters p, CancellationToken ct = default)
    {
        p.Check();
        if (train.Rows < 2) throw new ArgumentException($"An isolation forest needs two rows or more: there are {train.Rows}.");
        if (train.FeatureCount > TreeTable.MostFeatures) throw new ArgumentException($"{train.FeatureCount} features; at most {TreeTable.MostFeatures}.");
        var drawn = Math.Min(p.RowsPerTree, train.Rows);
        var trees = new List<IsolationNode>[p.Trees];
        new WorkTeam(p.Threads, ct).Run(trees.Length, t =>
        {
            ct.ThrowIfCancellationRequested();
            trees[t] = new IsolationGrower(train, drawn, SplitMix64.Mix((ulong)t, p.Seed)).Grow();
        });
        var table = new TreeTableBuilder(train.FeatureCount, 0);
        foreach (var tree in trees)
        {
            table.StartTree();
            foreach (var node in tree)
            {
                if (node.Left < 0) table.AddLeaf((node.Depth + UsualPath(node.Rows)) / (UsualPath(drawn) * p.Trees), node.Rows);
                else table.AddSplit(node.Feature, node.Threshold, node.MissingLeft, node.Left, 1);
            }
        }
        return new IsolationForest(table.Build(p.Trees));
    }

    /// <summary>Mean depth at which a search in a random binary tree of so many rows fails: 2 H(n - 1) - 2 (n - 1) / n.</summary>
    internal static double UsualPath(int rows)
    {
        double harmonic = 0;
        for (var i = 1; i < rows; i++) harmonic += 1.0 / i;
        return rows < 2 ? 0 : 2 * harmonic - 2.0 * (rows - 1) / rows;
    }
}
