namespace Weir.Learning.Trees;

/// <summary>
/// Grows one tree leaf by leaf, the leaf with the best gain first. A split costs one histogram pass over the smaller
/// child; the larger child's sums are the parent's minus those.
/// </summary>
internal sealed class TreeGrower(BinnedMatrix matrix, BoostedTreesParameters p, WorkTeam team)
{
    /// <summary>Below this many values to add up, waking another thread costs more than it gains.</summary>
    private const int WorthThreads = 30_000;
    private const int Chunk = 16_384;

    private readonly int _maxDepth = p.MaxDepth == 0 ? BoostedTreesParameters.DeepestTree : p.MaxDepth;
    private readonly Histograms _histograms = new(matrix.Features.Length);
    private readonly OpenLeaf[] _leaves = new OpenLeaf[p.MaxLeaves];
    private readonly Split[] _bestOfFirst = new Split[matrix.Blocks.Length];
    private readonly Split[] _bestOfSecond = new Split[matrix.Blocks.Length];
    private readonly long[] _gathered = new long[matrix.Rows];
    private int _count;

    public RowPartition Rows { get; } = new(matrix.Rows, team);

    public int LeafCount => _count;

    public ref readonly OpenLeaf Leaf(int index) => ref _leaves[index];

    /// <summary>Grows <paramref name="tree"/> over the rows in <see cref="Rows"/>; its leaves have no values yet.</summary>
    /// <param name="tree">Where the splits are written.</param>
    /// <param name="gradients">Words by row.</param>
    /// <param name="search">The gain to use.</param>
    /// <param name="active">The positions that may be split on.</param>
    public void Grow(GrownTree tree, long[] gradients, SplitSearch search, bool[] active)
    {
        tree.Reset();
        _count = 1;
        var root = new OpenLeaf { Count = Rows.Count };
        foreach (var row in Rows[0, Rows.Count]) root.Sum += gradients[row];
        _leaves[0] = root;
        if (CanSplit(root) && p.MaxLeaves > 1) Open(0, -1, gradients, search, active);
        while (_count < p.MaxLeaves && Best() is var best and >= 0) Divide(tree, best, gradients, search, active);
        foreach (ref var leaf in _leaves.AsSpan(0, _count)) Release(ref leaf);
    }

    private int Best()
    {
        var best = -1;
        for (var i = 0; i < _count; i++)
            if (_leaves[i].Split.Exists && (best < 0 || _leaves[i].Split.Gain > _leaves[best].Split.Gain)) best = i;
        return best;
    }

    private void Divide(GrownTree tree, int index, long[] gradients, SplitSearch search, bool[] active)
    {
        ref var leaf = ref _leaves[index];
        var split = leaf.Split;
        var leftCount = Rows.Divide(leaf.Start, leaf.Count, matrix, split);
        if (Math.Min(leftCount, leaf.Count - leftCount) < p.MinRowsInLeaf)
        {
            // Histograms know weights, not rows: a split with too few rows shows only now. The leaf stays one.
            leaf.Split = Split.None;
            Release(ref leaf);
            return;
        }
        var node = tree.Divide(leaf.Node, split);
        var right = new OpenLeaf
        {
            Node = node + 1,
            Depth = leaf.Depth + 1,
            Start = leaf.Start + leftCount,
            Count = leaf.Count - leftCount,
            Sum = leaf.Sum - split.LeftSum,
        };
        leaf = new OpenLeaf
        {
            Node = node,
            Depth = right.Depth,
            Start = leaf.Start,
            Count = leftCount,
            Sum = split.LeftSum,
            Histogram = leaf.Histogram,
        };
        var rightIndex = _count++;
        _leaves[rightIndex] = right;
        if (_count == p.MaxLeaves || !(CanSplit(leaf) || CanSplit(right))) Release(ref leaf);
        else if (leftCount <= right.Count) Open(index, rightIndex, gradients, search, active);
        else Open(rightIndex, index, gradients, search, active);
    }

    /// <summary>
    /// Sums the first leaf from its rows, gets the second (if any) from the parent's histogram, which one of them holds,
    /// and finds the best split of both.
    /// </summary>
    private void Open(int first, int second, long[] gradients, SplitSearch search, bool[] active)
    {
        ref var small = ref _leaves[first];
        var parent = second < 0 ? null : small.Histogram ?? _leaves[second].Histogram!;
        small.Histogram = _histograms.Rent();
        if (second >= 0) _leaves[second].Histogram = parent;
        Gather(small.Start, small.Count, gradients);
        Action<int> work = block => Work(block, first, second, search, active);
        if ((long)small.Count * matrix.Features.Length < WorthThreads) WorkTeam.RunAlone(matrix.Blocks.Length, work);
        else team.Run(matrix.Blocks.Length, work);
        small.Split = Reduce(_bestOfFirst);
        if (second >= 0) _leaves[second].Split = Reduce(_bestOfSecond);
    }

    /// <summary>Brings the leaf's gradients into the order of its rows, once for all blocks.</summary>
    private void Gather(int start, int count, long[] gradients) => team.Run((count + Chunk - 1) / Chunk, c =>
    {
        var rows = Rows[start + c * Chunk, Math.Min(Chunk, count - c * Chunk)];
        var to = _gathered.AsSpan(c * Chunk, rows.Length);
        for (var i = 0; i < rows.Length; i++) to[i] = gradients[rows[i]];
    });

    private void Work(int block, int first, int second, SplitSearch search, bool[] active)
    {
        ref var small = ref _leaves[first];
        Histograms.Build(small.Histogram!, block, matrix.Blocks[block], Rows[small.Start, small.Count], _gathered);
        _bestOfFirst[block] = Search(small, block, search, active);
        if (second < 0) return;
        Histograms.Subtract(_leaves[second].Histogram!, small.Histogram!, block);
        _bestOfSecond[block] = Search(_leaves[second], block, search, active);
    }

    private Split Search(in OpenLeaf leaf, int block, SplitSearch search, bool[] active)
    {
        var best = Split.None;
        if (!CanSplit(leaf)) return best;
        var end = Math.Min(matrix.Features.Length, (block + 1) * BinnedMatrix.BlockFeatures);
        for (var position = block * BinnedMatrix.BlockFeatures; position < end; position++)
        {
            if (!active[position]) continue;
            var histogram = leaf.Histogram.AsSpan(position * Histograms.Stride, Histograms.Stride);
            best = search.Best(best, histogram, matrix.Bins[position], position, leaf.Sum);
        }
        return best;
    }

    private static Split Reduce(Split[] ofBlocks)
    {
        var best = Split.None;
        foreach (var split in ofBlocks)
            if (split.Exists && split.Gain > best.Gain) best = split;
        return best;
    }

    private bool CanSplit(in OpenLeaf leaf) => leaf.Depth < _maxDepth && leaf.Count / 2 >= p.MinRowsInLeaf;

    private void Release(ref OpenLeaf leaf)
    {
        if (leaf.Histogram != null) _histograms.Return(leaf.Histogram);
        leaf.Histogram = null;
    }
}

/// <summary>A leaf of the tree that grows: its rows in the partition, their sum, and its best split when it has one.</summary>
internal struct OpenLeaf()
{
    public int Node;
    public int Depth;
    public int Start;
    public int Count;
    public long Sum;
    public long[]? Histogram;
    public Split Split = Split.None;
}
