using Weir.Learning.Trees;

namespace Weir.Learning.Forests;

/// <summary>What the trees of one model share: the binned rows, and the table that the trees end in.</summary>
internal sealed class CartRun
{
    private readonly Dataset _train;
    private readonly CartParameters _p;
    private readonly TreeTableBuilder _table;
    private int _trees;

    /// <exception cref="ArgumentException">Too many features, or only one class with weight.</exception>
    public CartRun(Dataset train, CartParameters p, WorkTeam team)
    {
        if (train.FeatureCount > TreeTable.MostFeatures) throw new ArgumentException($"{train.FeatureCount} features; at most {TreeTable.MostFeatures}.");
        train.PriorLogOdds("Trees");
        (_train, _p) = (train, p);
        Data = BinnedColumns.Fit(train, p, team);
        _table = new TreeTableBuilder(train.FeatureCount, 0);
    }

    public BinnedColumns Data { get; }

    public CartGrower Grower(WorkTeam team) => new(Data, _p, _train.Rows, team);

    /// <summary>Share of label 1 in each node of a tree, mixed with the root's; between 0 and 1.</summary>
    public double[] Shares(CartNode[] tree, double meanWeight)
    {
        var (mixed, root) = (_p.Smoothing * meanWeight, tree[0].Weights);
        var rate = ClassWeights.One(root) / ClassWeights.Both(root);
        return Array.ConvertAll(tree, node =>
            Math.Clamp((ClassWeights.One(node.Weights) + mixed * rate) / (ClassWeights.Both(node.Weights) + mixed), 1e-12, 1 - 1e-12));
    }

    /// <summary>Adds a tree with the values of its leaves.</summary>
    public void Add(CartNode[] tree, double[] values, double unit)
    {
        _table.StartTree();
        _trees++;
        for (var i = 0; i < tree.Length; i++)
        {
            var (weights, left, cut) = tree[i];
            if (left < 0) _table.AddLeaf(values[i], ClassWeights.Both(weights) * unit);
            else _table.AddSplit(Data.Features[cut.Position], Data.Bins[cut.Position].Upper[cut.Bin], cut.MissingLeft, left, cut.Gain * unit);
        }
    }

    public BoostedTrees Model() => _table.Build(_trees);

    /// <summary>The leaf that a training row reaches.</summary>
    public int LeafOf(CartNode[] tree, int row)
    {
        var node = 0;
        while (tree[node].Left >= 0)
        {
            var cut = tree[node].Cut;
            var bin = Data.View(cut.Position, int.MaxValue)[row];
            var goesLeft = bin <= cut.Bin || (cut.MissingLeft && bin == Data.Bins[cut.Position].Missing);
            node = tree[node].Left + (goesLeft ? 0 : 1);
        }
        return node;
    }
}
