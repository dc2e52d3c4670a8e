namespace Weir.Learning.Trees;

/// <summary>Collects the nodes of a model tree by tree.</summary>
internal sealed class TreeTableBuilder(int featureCount, double bias)
{
    private readonly List<int> _starts = [];
    private readonly List<int> _feature = [];
    private readonly List<float> _threshold = [];
    private readonly List<byte> _missingLeft = [];
    private readonly List<int> _left = [];
    private readonly List<double> _value = [];
    private readonly List<double> _cover = [];
    private readonly List<double> _gain = [];

    public void StartTree() => _starts.Add(_feature.Count);

    public void AddLeaf(double value, double cover) => Add(-1, 0, false, -1, value, cover, 0);

    /// <param name="feature">Column of the data set.</param>
    /// <param name="threshold">Values up to this go left.</param>
    /// <param name="missingLeft">Whether missing values go left.</param>
    /// <param name="left">The left child, counted from the tree's root.</param>
    /// <param name="gain">What the split gained.</param>
    public void AddSplit(int feature, float threshold, bool missingLeft, int left, double gain) =>
        Add(feature, threshold, missingLeft, _starts[^1] + left, 0, 0, gain);

    /// <summary>The model of the first trees.</summary>
    public BoostedTrees Build(int trees)
    {
        var nodes = trees < _starts.Count ? _starts[trees] : _feature.Count;
        var importance = new double[featureCount];
        for (var i = 0; i < nodes; i++)
            if (_feature[i] >= 0) importance[_feature[i]] += _gain[i];
        var table = new TreeTable
        {
            FeatureCount = featureCount,
            Bias = bias,
            Starts = [.. _starts.Take(trees)],
            Feature = [.. _feature.Take(nodes)],
            Threshold = [.. _threshold.Take(nodes)],
            MissingLeft = [.. _missingLeft.Take(nodes)],
            Left = [.. _left.Take(nodes)],
            Value = [.. _value.Take(nodes)],
            Cover = [.. _cover.Take(nodes)],
        };
        return new BoostedTrees(table, importance);
    }

    private void Add(int feature, float threshold, bool missingLeft, int left, double value, double cover, double gain)
    {
        _feature.Add(feature);
        _threshold.Add(threshold);
        _missingLeft.Add(missingLeft ? (byte)1 : (byte)0);
        _left.Add(left);
        _value.Add(value);
        _cover.Add(cover);
        _gain.Add(gain);
    }
}
