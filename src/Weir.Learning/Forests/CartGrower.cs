using Weir.Learning.Numerics;
using Weir.Learning.Trees;

namespace Weir.Learning.Forests;

/// <summary>Grows one tree, the cut that gains most first. One instance grows one tree at a time and keeps its memory.</summary>
internal sealed class CartGrower
{
    /// <summary>Below this many values to add up, waking another thread costs more than it gains.</summary>
    private const int WorthThreads = 100_000;

    private readonly BinnedColumns _data;
    private readonly CartParameters _p;
    private readonly WorkTeam _team;
    private readonly NodeSums[] _sums;
    private readonly Cut[] _best;
    private readonly int[] _order;
    private readonly int _tried;
    private readonly RowSlices _rows;
    private readonly PriorityQueue<OpenNode, (double, int)> _open = new();
    private readonly List<CartNode> _nodes = [];
    private Xoshiro256 _random;
    private CutSearch _search;

    /// <param name="data">The matrix.</param>
    /// <param name="p">How to grow.</param>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="team">Threads for one tree; they share the features of a node that tries all.</param>
    public CartGrower(BinnedColumns data, CartParameters p, int rows, WorkTeam team)
    {
        (_data, _p, _team) = (data, p, team);
        _order = [.. Enumerable.Range(0, data.Features.Length)];
        _tried = Math.Min(p.Tried(data.Features.Length), _order.Length);
        _sums = [.. Enumerable.Range(0, Math.Max(1, team.Threads)).Select(_ => new NodeSums())];
        _best = new Cut[_sums.Length];
        _rows = new RowSlices(rows);
    }

    /// <summary>The nodes of a tree over the rows whose weight is above 0; no leaf weighs less than the least.</summary>
    public CartNode[] Grow(ReadOnlySpan<ulong> weights, double leastWeight, ulong seed, CancellationToken ct)
    {
        _search = new CutSearch(_p.Criterion, leastWeight);
        _random = new Xoshiro256(seed);
        for (var i = 0; i < _order.Length; i++) _order[i] = i;
        _nodes.Clear();
        _open.Clear();
        Add(_rows.Reset(weights), 0, 0, _rows.Count);
        while (2 * _p.MaxLeaves > _nodes.Count + 1 && _open.TryDequeue(out var node, out _))
        {
            ct.ThrowIfCancellationRequested();
            Divide(node);
        }
        return [.. _nodes];
    }

    private void Divide(OpenNode node)
    {
        var (cut, total, left) = (node.Cut, _nodes[node.Node].Weights, _nodes.Count);
        var missing = _data.Bins[cut.Position].Missing;
        var leftCount = _rows.Divide(node.Start, node.Count, _data.View(cut.Position, node.Count), cut.Bin, cut.MissingLeft ? missing : -1);
        _nodes[node.Node] = new CartNode(total, left, cut);
        Add(cut.Left, node.Depth + 1, node.Start, leftCount);
        Add(total - cut.Left, node.Depth + 1, node.Start + leftCount, node.Count - leftCount);
    }

    private void Add(ulong weights, int depth, int start, int count)
    {
        _nodes.Add(new CartNode(weights, -1, Cut.None));
        var isPure = ClassWeights.Zero(weights) == 0 || ClassWeights.One(weights) == 0;
        if (isPure || depth >= _p.MaxDepth) return;
        var cut = _tried < _order.Length || _p.RandomCuts ? BestOfSome(start, count, weights) : BestOfAll(start, count, weights);
        if (cut.Exists) _open.Enqueue(new OpenNode(_nodes.Count - 1, depth, start, count, cut), (-cut.Gain, _nodes.Count));
    }

    /// <summary>Draws features until enough of them vary here.</summary>
    private Cut BestOfSome(int start, int count, ulong total)
    {
        var best = Cut.None;
        for (int i = 0, tried = 0; i < _order.Length && tried < _tried; i++)
        {
            var j = i + _random.NextInt(_order.Length - i);
            (_order[i], _order[j]) = (_order[j], _order[i]);
            var position = _order[i];
            if (TryFeature(ref best, position, start, count, total)) tried++;
        }
        return best;
    }

    private bool TryFeature(ref Cut best, int position, int start, int count, ulong total)
    {
        var view = _data.View(position, count);
        if (count > _data.Bins[position].Count) return TryFewBins(ref best, position, start, count, total);
        if (_p.RandomCuts)
            return _search.TryRandom(ref best, _rows.Bins(start, count, view), _rows.Weights(start, count), _data.Bins[position].Missing, position, total, ref _random);
        if (_rows.IsConstant(start, count, view)) return false;
        best = _search.Best(best, Sums(0, position, start, count), position, total);
        return true;
    }

    /// <summary>The sums of the bins tell all in one pass over the rows; where bins are many and rows few, there are quicker ways.</summary>
    private bool TryFewBins(ref Cut best, int position, int start, int count, ulong total)
    {
        var sums = Sums(0, position, start, count);
        if (_p.RandomCuts) return _search.TryRandom(ref best, sums, position, total, ref _random);
        if (sums.Contains(total)) return false;
        best = _search.Best(best, sums, position, total);
        return true;
    }

    /// <summary>All features, in shares by thread; the first of equal cuts wins whoever found it.</summary>
    private Cut BestOfAll(int start, int count, ulong total)
    {
        var shares = (long)count * _order.Length < WorthThreads ? 1 : _sums.Length;
        _team.Run(shares, share =>
        {
            var best = Cut.None;
            for (var position = _order.Length * share / shares; position < _order.Length * (share + 1) / shares; position++)
                best = _search.Best(best, Sums(share, position, start, count), position, total);
            _best[share] = best;
        });
        return _best[..shares].Aggregate(Cut.None, (best, next) => next.Gain > best.Gain ? next : best);
    }

    private ReadOnlySpan<ulong> Sums(int share, int position, int start, int count) =>
        _sums[share].Of(_data.View(position, count), _data.Bins[position].Count + 1, _rows.Rows(start, count), _rows.Weights(start, count));
}
