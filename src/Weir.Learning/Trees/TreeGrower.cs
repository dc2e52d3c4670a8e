namespace Weir.Learning.Trees;

/// <summary>
/// Grows one tree leaf by leaf, the leaf with the best gain first. A split costs one histogram pass over the smaller
/// child; the larger child's sums are the parent's minus those.
/// </summary>
internal sealed class TreeGrower(BinnedMatrix matrix, BoostedTreesParameters p, SpinTeam team)
{
    /// <summary>Below this many values to add up, another thread costs more than it gains.</summary>
    private const int WorthThreads = 4_000;

    private const double HeavierNextTime = 1.5;

    private readonly int _maxDepth = p.MaxDepth == 0 ? BoostedTreesParameters.DeepestTree : p.MaxDepth;
    private readonly Histograms _histograms = new(matrix.Slots);
    private readonly OpenLeaf[] _leaves = new OpenLeaf[p.MaxLeaves];
    private readonly Split[] _bestOfFirst = new Split[matrix.Blocks.Length];
    private readonly Split[] _bestOfSecond = new Split[matrix.Blocks.Length];
    private readonly MonotoneRules? _rules = MonotoneRules.Of(p, matrix.Features);
    private SplitSearch _search;
    private bool[] _active = [];
    private int _count;

    public RowPartition Rows { get; } = new(matrix.Rows, team);

    public int LeafCount => _count;

    public ref readonly OpenLeaf Leaf(int index) => ref _leaves[index];

    /// <summary>The newton step of a leaf of the tree just grown.</summary>
    public double Value(in OpenLeaf leaf) => _search.LeafValue(leaf);

    /// <summary>Grows <paramref name="tree"/> over the drawn rows; its leaves have no values yet.</summary>
    public void Grow(GrownTree tree, Gradients gradients, RowSampler sample)
    {
        tree.Reset();
        _search = new SplitSearch(p, gradients.GradientUnit, gradients.HessianUnit, _rules);
        _active = sample.Positions;
        foreach (var block in matrix.Blocks) block.Select(_active);
        _count = 1;
        _leaves[0] = new OpenLeaf { Sum = Rows.Reset(sample.Rows, gradients.Quantised), Count = sample.Rows.Length };
        if (CanSplit(_leaves[0])) Open(0, -1);
        while (_count < p.MaxLeaves && Best() is var best and >= 0) Divide(tree, best);
        foreach (ref var leaf in _leaves.AsSpan(0, _count)) Release(ref leaf);
    }

    /// <summary>The rows in the order of the leaves of the tree just grown, those of one leaf in the order they have.</summary>
    public int[] Order(GrownTree tree)
    {
        var leaves = new int[matrix.Rows];
        const int chunk = 16_384;
        team.Run((matrix.Rows + chunk - 1) / chunk, c =>
        {
            for (var row = c * chunk; row < Math.Min(matrix.Rows, (c + 1) * chunk); row++) leaves[row] = tree.LeafOf(matrix, row);
        });
        var next = new int[tree.Nodes];
        foreach (var leaf in leaves) next[leaf]++;
        var start = 0;
        foreach (var leaf in _leaves.Take(_count).OrderBy(leaf => leaf.Start)) (next[leaf.Node], start) = (start, start + next[leaf.Node]);
        var order = new int[matrix.Rows];
        for (var row = 0; row < order.Length; row++) order[next[leaves[row]]++] = row;
        return order;
    }

    private int Best()
    {
        var best = -1;
        for (var i = 0; i < _count; i++)
            if (_leaves[i].Split.Exists && (best < 0 || _leaves[i].Split.Gain > _leaves[best].Split.Gain)) best = i;
        return best;
    }

    private void Divide(GrownTree tree, int index)
    {
        ref var leaf = ref _leaves[index];
        var split = leaf.Split;
        var leftCount = Rows.Divide(leaf.Start, leaf.Count, matrix, split);
        if (Math.Min(leftCount, leaf.Count - leftCount) < p.MinRowsInLeaf)
        {
            SearchAgain(ref leaf, leftCount * 2 <= leaf.Count ? split.LeftSum : leaf.Sum - split.LeftSum);
            return;
        }
        var node = tree.Divide(leaf.Node, split, matrix);
        var (left, right) = leaf.Divide(node, leftCount, split.LeftSum);
        _rules?.Limit(split.Position, ref left, ref right, _search);
        left.Histogram = leaf.Histogram;
        var rightIndex = _count++;
        (_leaves[index], _leaves[rightIndex]) = (left, right);
        if (_count == p.MaxLeaves || !(CanSplit(left) || CanSplit(right))) Release(ref _leaves[index]);
        else if (leftCount <= right.Count) Open(index, rightIndex);
        else Open(rightIndex, index);
    }

    /// <summary>
    /// Histograms know weights, not rows: a side with too few rows shows only now. The next best split is heavier, by more
    /// after every failure: few rows of great weight would else be tried one by one.
    /// </summary>
    private void SearchAgain(ref OpenLeaf leaf, long tooFew)
    {
        leaf.LeastChild = Math.Max(leaf.LeastChild * HeavierNextTime, Math.BitIncrement(_search.HessianOf(tooFew)));
        var best = Split.None;
        foreach (var block in matrix.Blocks)
            if (block.Search(leaf.Histogram!, leaf, _search, _active, matrix.Bins) is var split && split.IsBefore(best)) best = split;
        leaf.Split = best;
        if (!best.Exists) Release(ref leaf);
    }

    /// <summary>
    /// Sums the first leaf from its rows, gets the second (if any) from the parent's histogram, which one of them holds,
    /// and finds the best split of both.
    /// </summary>
    private void Open(int first, int second)
    {
        ref var small = ref _leaves[first];
        if (second >= 0)
        {
            _leaves[second].Histogram ??= small.Histogram;
            small.Histogram = null;
        }
        if (CanSplit(small)) small.Histogram = _histograms.Rent();
        if ((long)small.Count * matrix.Features.Length < WorthThreads) SpinTeam.RunAlone(matrix.Blocks.Length, block => Work(block, first, second));
        else team.Run(matrix.Blocks.Length, block => Work(block, first, second));
        small.Split = Reduce(_bestOfFirst);
        if (second >= 0) _leaves[second].Split = Reduce(_bestOfSecond);
    }

    private void Work(int index, int first, int second)
    {
        var block = matrix.Blocks[index];
        ref var small = ref _leaves[first];
        block.Add(Rows[small.Start, small.Count]);
        block.Store(small.Histogram, second < 0 ? null : _leaves[second].Histogram);
        _bestOfFirst[index] = Search(block, small);
        if (second >= 0) _bestOfSecond[index] = Search(block, _leaves[second]);
    }

    private Split Search(ColumnBlock block, in OpenLeaf leaf) =>
        CanSplit(leaf) ? block.Search(leaf.Histogram!, leaf, _search, _active, matrix.Bins) : Split.None;

    private static Split Reduce(Split[] ofBlocks)
    {
        var best = Split.None;
        foreach (var split in ofBlocks)
            if (split.IsBefore(best)) best = split;
        return best;
    }

    private bool CanSplit(in OpenLeaf leaf) =>
        leaf.Depth < _maxDepth && leaf.Count / 2 >= p.MinRowsInLeaf && _search.HessianOf(leaf.Sum) >= 2 * p.MinChildWeight;

    private void Release(ref OpenLeaf leaf)
    {
        if (leaf.Histogram != null) _histograms.Return(leaf.Histogram);
        leaf.Histogram = null;
    }
}
