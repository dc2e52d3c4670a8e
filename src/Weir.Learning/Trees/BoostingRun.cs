namespace Weir.Learning.Trees;

/// <summary>One training run: the state that is carried from tree to tree.</summary>
internal sealed class BoostingRun : IDisposable
{
    private const int Chunk = 16_384;

    /// <summary>After this one the rows are put in order.</summary>
    private const int OrderingTree = 1;

    private readonly TrainingRows _rows;
    private readonly BoostedTreesParameters _p;
    private readonly SpinTeam _team;
    private readonly BinnedMatrix _matrix;
    private readonly Gradients _gradients;
    private readonly TreeGrower _grower;
    private readonly GrownTree _tree;
    private readonly TreeTableBuilder _table;
    private readonly RowSampler _sampler;
    private readonly ValidationLoss? _validation;
    private int _trees;

    public BoostingRun(Dataset train, BoostedTreesParameters p, Dataset? validation)
    {
        var prior = train.PriorLogOdds("Trees");
        (_rows, _p, _team) = (new TrainingRows(train, prior), p, new SpinTeam(p.Threads));
        _matrix = BinnedMatrix.Fit(train, p, _team);
        _gradients = new Gradients(_rows, p.Seed, _team);
        _grower = new TreeGrower(_matrix, p, _team);
        _tree = new GrownTree(p.MaxLeaves);
        _table = new TreeTableBuilder(train.FeatureCount, prior);
        _sampler = new RowSampler(_rows, _matrix.Features.Length, p);
        if (validation is { Rows: > 0 }) _validation = new ValidationLoss(validation, _matrix, prior, _team);
    }

    /// <summary>Whether another tree would not help: nothing left to split, or the validation loss has stopped falling.</summary>
    public bool Finished { get; private set; }

    /// <summary>Adds a tree; returns the validation loss, or NaN.</summary>
    public double Step()
    {
        _gradients.Compute(_trees);
        _sampler.Draw();
        _grower.Grow(_tree, _gradients, _sampler);
        if (_tree.Nodes == 1 && !_sampler.Samples)
        {
            Finished = true;
            return double.NaN;
        }
        _team.Run(_grower.LeafCount, i => SetLeaf(_grower.Leaf(i), _grower.Value(_grower.Leaf(i)) * _p.LearningRate));
        if (_sampler.Samples) UpdateOthers();
        _tree.AppendTo(_table, _matrix);
        if (++_trees == OrderingTree) Reorder();
        if (_validation == null) return double.NaN;
        var loss = _validation.Add(_tree, _trees);
        Finished = _p.EarlyStoppingRounds > 0 && _trees - _validation.BestTrees >= _p.EarlyStoppingRounds;
        return loss;
    }

    public BoostedTrees Model() => _table.Build(_p.EarlyStoppingRounds > 0 && _validation is { BestTrees: > 0 } ? _validation.BestTrees : _trees);

    /// <summary>The model as it was after so many trees, or after the last.</summary>
    public BoostedTrees First(int trees) => _table.Build(Math.Min(trees, _trees));

    public void Dispose() => _team.Dispose();

    private void Reorder()
    {
        var order = _grower.Order(_tree);
        _rows.Reorder(order);
        _matrix.Reorder(order, _team);
        _sampler.Reorder(_rows);
    }

    private void SetLeaf(in OpenLeaf leaf, double value)
    {
        double cover = 0;
        foreach (var entry in _grower.Rows[leaf.Start, leaf.Count])
        {
            var row = (uint)entry;
            cover += _rows.Weights[row];
            _rows.Scores[row] += value;
        }
        _tree.SetLeaf(leaf.Node, value, cover);
    }

    /// <summary>Rows that were not drawn have no place in the partition and walk down the tree.</summary>
    private void UpdateOthers() => _team.Run((_rows.Count + Chunk - 1) / Chunk, c =>
    {
        var end = Math.Min(_rows.Count, (c + 1) * Chunk);
        for (var row = c * Chunk; row < end; row++)
            if (!_sampler.IsDrawn(row)) _rows.Scores[row] += _tree.Value[_tree.LeafOf(_matrix, row)];
    });
}
