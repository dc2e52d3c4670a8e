namespace Weir.Learning.Trees;

/// <summary>A tree while it is trained: splits by position and bin. Children lie side by side, after their parent.</summary>
internal sealed class GrownTree(int maxLeaves)
{
    private readonly int[] _position = new int[2 * maxLeaves];
    private readonly float[] _threshold = new float[2 * maxLeaves];
    private readonly int[] _bin = new int[2 * maxLeaves];
    private readonly bool[] _missingLeft = new bool[2 * maxLeaves];
    private readonly int[] _left = new int[2 * maxLeaves];

    public int Nodes { get; private set; }

    /// <summary>Gain of the split at a node.</summary>
    public double[] Gain { get; } = new double[2 * maxLeaves];

    /// <summary>Leaf values with the learning rate; 0 at splits.</summary>
    public double[] Value { get; } = new double[2 * maxLeaves];

    /// <summary>Sum of weights of the rows of a leaf.</summary>
    public double[] Cover { get; } = new double[2 * maxLeaves];

    public void Reset()
    {
        Nodes = 0;
        Add();
    }

    /// <summary>Makes a leaf into a split; its children are the result and the node after it.</summary>
    public int Divide(int node, Split split, BinnedMatrix matrix)
    {
        _position[node] = split.Position;
        _threshold[node] = matrix.Bins[split.Position].Upper[split.Bin];
        _bin[node] = split.Bin;
        _missingLeft[node] = split.MissingLeft;
        Gain[node] = split.Gain;
        var left = _left[node] = Nodes;
        Add();
        Add();
        return left;
    }

    public void SetLeaf(int node, double value, double cover)
    {
        Value[node] = value;
        Cover[node] = cover;
    }

    /// <summary>The leaf that a row reaches.</summary>
    public int LeafOf(BinnedMatrix matrix, int row)
    {
        var node = 0;
        while (_left[node] >= 0)
        {
            var position = _position[node];
            var bin = matrix.Bin(position, row);
            var goesLeft = bin == matrix.Bins[position].Missing ? _missingLeft[node] : bin <= _bin[node];
            node = _left[node] + (goesLeft ? 0 : 1);
        }
        return node;
    }

    /// <summary>The value of the leaf for a row of other data.</summary>
    public double Predict(Dataset data, int row, BinnedMatrix matrix)
    {
        var node = 0;
        while (_left[node] >= 0)
        {
            var value = data.Columns[matrix.Features[_position[node]]][row];
            var goesLeft = float.IsNaN(value) ? _missingLeft[node] : value <= _threshold[node];
            node = _left[node] + (goesLeft ? 0 : 1);
        }
        return Value[node];
    }

    /// <summary>Appends the tree to the model's table and its gains to the importance.</summary>
    public void AppendTo(TreeTableBuilder table, BinnedMatrix matrix)
    {
        table.StartTree();
        for (var node = 0; node < Nodes; node++)
        {
            if (_left[node] < 0)
            {
                table.AddLeaf(Value[node], Cover[node]);
                continue;
            }
            var position = _position[node];
            table.AddSplit(matrix.Features[position], _threshold[node], _missingLeft[node], _left[node], Gain[node]);
        }
    }

    private void Add()
    {
        _left[Nodes] = -1;
        Value[Nodes] = 0;
        Cover[Nodes] = 0;
        Gain[Nodes] = 0;
        Nodes++;
    }
}
