using System.Runtime.CompilerServices;
using Weir.Learning.Trees;

namespace Weir.Learning.Explaining;

/// <summary>One split. Nodes count from the tree's root.</summary>
internal struct ShapSplit
{
    public int Node;
    public int Left;
    public int Feature;

    /// <summary>The key of the row that is compared (see <see cref="RowKeys"/>); above <see cref="Key"/> goes right.</summary>
    public int KeyIndex;
    public int Key;

    /// <summary>1 + the node behind the nearest split of the same feature on the way to this one; 0 = there is none.</summary>
    public int Same;

    /// <summary>Share of rows that the feature's earlier splits leave on the way; 1 = there are none.</summary>
    public double Above;
    public Shares Shares;
}

/// <summary>Shares of a split's rows that go left and right.</summary>
[InlineArray(2)]
internal struct Shares
{
    private double _left;
}

/// <summary>The splits of all trees, parents first, and for each where the same feature was asked for before.</summary>
internal sealed class ShapSplits
{
    private readonly TreeTable _table;
    private readonly Stack<WayStep> _way = new();
    private readonly ShapSplit[] _splits;
    private readonly int[] _starts;

    public ShapSplits(TreeTable table)
    {
        _table = table;
        MostFeatures = new int[table.Starts.Length];
        _starts = new int[table.Starts.Length + 1];
        var byNode = new ShapSplit[table.Nodes];
        for (var tree = 0; tree < table.Starts.Length; tree++) MostFeatures[tree] = Visit(table.Starts[tree], table.Starts[tree], byNode, 0);
        for (var tree = 0; tree < table.Starts.Length; tree++)
            _starts[tree + 1] = _starts[tree] + (table.End(tree) - table.Starts[tree]) / 2;
        _splits = [.. byNode.Where((_, node) => table.Left[node] >= 0)];
    }

    /// <summary>Most different features on a way from the root to a leaf, a figure a tree.</summary>
    public int[] MostFeatures { get; }

    public ReadOnlySpan<ShapSplit> Of(int tree) => _splits.AsSpan(_starts[tree], _starts[tree + 1] - _starts[tree]);

    private int Visit(int node, int root, ShapSplit[] byNode, int features)
    {
        var left = _table.Left[node];
        if (left < 0) return features;
        var feature = _table.Feature[node];
        // A stack is read from its top: the nearest split comes first, its share is the product of all above.
        var (_, before, above) = _way.FirstOrDefault(step => step.Feature == feature, new WayStep(feature, root - 1, 1));
        var (leftShare, rightShare) = (_table.Cover[left] / _table.Cover[node], _table.Cover[left + 1] / _table.Cover[node]);
        byNode[node] = new ShapSplit
        {
            Node = node - root,
            Left = left - root,
            Feature = feature,
            KeyIndex = feature + (_table.MissingLeft[node] != 0 ? 0 : _table.FeatureCount),
            Key = RowKeys.Of(_table.Threshold[node]),
            Same = before - root + 1,
            Above = above,
        };
        (byNode[node].Shares[0], byNode[node].Shares[1]) = (leftShare, rightShare);
        if (before < root) features++;
        _way.Push(new WayStep(feature, left, above * leftShare));
        var most = Visit(left, root, byNode, features);
        _way.Pop();
        _way.Push(new WayStep(feature, left + 1, above * rightShare));
        most = Math.Max(most, Visit(left + 1, root, byNode, features));
        _way.Pop();
        return most;
    }

    /// <summary>A node on the way, the feature that led to it, and the share of rows that the feature's splits leave so far.</summary>
    private readonly record struct WayStep(int Feature, int Child, double Share);
}
