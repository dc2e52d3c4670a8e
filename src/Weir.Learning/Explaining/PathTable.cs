using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Weir.Learning.Trees;

namespace Weir.Learning.Explaining;

/// <summary>What each leaf's way from the root gives its features, added up before the first row is seen.</summary>
internal sealed class PathTable
{
    private readonly int[] _starts;
    private readonly ushort[] _features;
    private readonly double[] _changes;
    private readonly double _expected;

    public PathTable(TreeTable table, LeafOrder order)
    {
        var (features, changes, way) = (new List<ushort>(), new List<double>(), new List<(int Feature, double Change)>());
        _starts = new int[order.Nodes.Length + 1];
        _expected = table.Bias;
        var leaf = 0;
        foreach (var root in table.Starts)
        {
            _expected += table.Value[root];
            Visit(table, root, way, () =>
            {
                foreach (var feature in way.GroupBy(step => step.Feature))
                {
                    features.Add((ushort)feature.Key);
                    changes.Add(feature.Sum(step => step.Change));
                }
                _starts[++leaf] = features.Count;
            });
        }
        (_features, _changes) = ([.. features], [.. changes]);
    }

    /// <summary>Adds the contributions of the ways to these leaves (of the <see cref="LeafOrder"/>); returns the expected score.</summary>
    public double Explain(ReadOnlySpan<int> leaves, Span<double> contributions)
    {
        ref var sum = ref MemoryMarshal.GetReference(contributions);
        foreach (var leaf in leaves)
            for (var i = _starts[leaf]; i < _starts[leaf + 1]; i++) Unsafe.Add(ref sum, _features[i]) += _changes[i];
        return _expected;
    }

    private static void Visit(TreeTable table, int node, List<(int Feature, double Change)> way, Action atLeaf)
    {
        var left = table.Left[node];
        if (left < 0)
        {
            atLeaf();
            return;
        }
        for (var child = left; child <= left + 1; child++)
        {
            way.Add((table.Feature[node], table.Value[child] - table.Value[node]));
            Visit(table, child, way, atLeaf);
            way.RemoveAt(way.Count - 1);
        }
    }
}
