namespace Weir.Learning.Trees;

/// <summary>The leaves of each tree from left to right: leaf i of a tree is the i-th that a walk from left to right meets.</summary>
internal sealed class LeafOrder
{
    private readonly TreeTable _table;
    private readonly List<int> _nodes = [];

    public LeafOrder(TreeTable table)
    {
        _table = table;
        First = new int[table.Nodes];
        Count = new int[table.Nodes];
        Start = new int[table.Starts.Length];
        for (var tree = 0; tree < table.Starts.Length; tree++)
        {
            Start[tree] = _nodes.Count;
            Visit(table.Starts[tree], Start[tree]);
            Most = Math.Max(Most, Count[table.Starts[tree]]);
        }
        Nodes = [.. _nodes];
        Values = Array.ConvertAll(Nodes, node => table.Value[node]);
    }

    /// <summary>The leaf of its tree at which a node's leaves begin.</summary>
    public int[] First { get; }

    /// <summary>How many leaves a node has below it.</summary>
    public int[] Count { get; }

    /// <summary>Where a tree's leaves begin in <see cref="Nodes"/>.</summary>
    public int[] Start { get; }

    /// <summary>The nodes of all leaves, tree by tree.</summary>
    public int[] Nodes { get; }

    /// <summary>The values of <see cref="Nodes"/>.</summary>
    public double[] Values { get; }

    /// <summary>Leaves of the largest tree.</summary>
    public int Most { get; }

    // Recursion is safe: no tree is deeper than BoostedTreesParameters.DeepestTree.
    private void Visit(int node, int start)
    {
        First[node] = _nodes.Count - start;
        if (_table.Left[node] < 0) _nodes.Add(node);
        else
        {
            Visit(_table.Left[node], start);
            Visit(_table.Left[node] + 1, start);
        }
        Count[node] = _nodes.Count - start - First[node];
    }
}
