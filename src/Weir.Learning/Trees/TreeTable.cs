namespace Weir.Learning.Trees;

/// <summary>
/// All trees of a model as flat arrays by node. Trees follow one another; the root is a tree's first node, the children of
/// node i are <c>Left[i]</c> and <c>Left[i] + 1</c>, leaves have -1. Values up to the threshold go left.
/// </summary>
internal sealed class TreeTable
{
    public const int MostFeatures = 32_767;
    private const int MostNodesOfATree = 32_767;

    public required int FeatureCount { get; init; }

    public required double Bias { get; init; }

    public required int[] Starts { get; init; }

    public required int[] Feature { get; init; }

    public required float[] Threshold { get; init; }

    public required byte[] MissingLeft { get; init; }

    public required int[] Left { get; init; }

    /// <summary>Leaf values; at splits the mean below by cover, once <see cref="Complete"/> has run.</summary>
    public required double[] Value { get; init; }

    /// <summary>Sum of weights of the training rows of a leaf; at splits the sum below, once <see cref="Complete"/> has run.</summary>
    public required double[] Cover { get; init; }

    /// <summary>Most splits from a root to a leaf, a figure a tree.</summary>
    public int[] Depth { get; private set; } = [];

    public int Nodes => Feature.Length;

    /// <summary>The node after the last one of a tree.</summary>
    public int End(int tree) => tree + 1 < Starts.Length ? Starts[tree + 1] : Nodes;

    public bool GoesLeft(int node, ReadOnlySpan<float> row)
    {
        var value = row[Feature[node]];
        return float.IsNaN(value) ? MissingLeft[node] != 0 : value <= Threshold[node];
    }

    /// <summary>The leaf that a row reaches in a tree.</summary>
    public int Leaf(int tree, ReadOnlySpan<float> row)
    {
        var node = Starts[tree];
        while (Left[node] >= 0) node = Left[node] + (GoesLeft(node, row) ? 0 : 1);
        return node;
    }

    /// <summary>The same splits on other columns; see <see cref="BoostedTrees.Over"/>.</summary>
    public TreeTable Over(ReadOnlySpan<int> columns, int featureCount)
    {
        var feature = new int[Nodes];
        for (var i = 0; i < feature.Length; i++) feature[i] = Left[i] < 0 ? Feature[i] : columns[Feature[i]];
        return new TreeTable
        {
            FeatureCount = featureCount,
            Bias = Bias,
            Starts = Starts,
            Feature = feature,
            Threshold = Threshold,
            MissingLeft = MissingLeft,
            Left = Left,
            Value = Value,
            Cover = Cover,
        };
    }

    /// <summary>Checks arrays that may come from a hostile file, fills in what follows from them; false = they are no trees.</summary>
    public bool Complete()
    {
        if (FeatureCount is < 0 or > MostFeatures || !double.IsFinite(Bias)) return false;
        if (!Array.TrueForAll([Threshold.Length, MissingLeft.Length, Left.Length, Value.Length, Cover.Length], n => n == Nodes)) return false;
        if (Starts.Length == 0 ? Nodes != 0 : Starts[0] != 0) return false;
        Depth = new int[Starts.Length];
        for (var tree = 0; tree < Starts.Length; tree++)
        {
            var start = Starts[tree];
            var end = End(tree);
            if (start < 0 || end <= start || end > Nodes || end - start > MostNodesOfATree) return false;
            if (!IsTree(start, end)) return false;
            Depth[tree] = Deepest(start, end);
            if (Depth[tree] > BoostedTreesParameters.DeepestTree) return false;
            if (!FillMeans(start, end)) return false;
        }
        return true;
    }

    /// <summary>Every node but the root is the child of exactly one earlier node.</summary>
    private bool IsTree(int start, int end)
    {
        var reached = new bool[end - start];
        reached[0] = true;
        for (var i = start; i < end; i++)
        {
            if (!reached[i - start]) return false;
            if (Left[i] == -1) continue;
            if (Left[i] <= i || Left[i] >= end - 1 || (uint)Feature[i] >= (uint)FeatureCount || float.IsNaN(Threshold[i])) return false;
            var child = Left[i] - start;
            if (reached[child] || reached[child + 1]) return false;
            reached[child] = reached[child + 1] = true;
        }
        return true;
    }

    private int Deepest(int start, int end)
    {
        var depths = new int[end - start];
        var deepest = 0;
        for (var i = start; i < end; i++)
        {
            deepest = Math.Max(deepest, depths[i - start]);
            if (Left[i] < 0) continue;
            depths[Left[i] - start] = depths[Left[i] + 1 - start] = depths[i - start] + 1;
        }
        return deepest;
    }

    private bool FillMeans(int start, int end)
    {
        for (var i = end - 1; i >= start; i--)
        {
            if (Left[i] < 0)
            {
                if (!(Cover[i] > 0 && Cover[i] < 1e30 && Math.Abs(Value[i]) < 1e30)) return false;
                continue;
            }
            var (left, right) = (Left[i], Left[i] + 1);
            Cover[i] = Cover[left] + Cover[right];
            Value[i] = (Cover[left] * Value[left] + Cover[right] * Value[right]) / Cover[i];
        }
        return true;
    }
}
