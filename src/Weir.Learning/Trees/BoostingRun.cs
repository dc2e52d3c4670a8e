namespace Weir.Learning.Trees;

/// <summary>One training run: the state that is carried from tree to tree.</summary>
internal sealed class BoostingRun
{
    private const int Chunk = 16_384;
    private readonly Dataset _train;
    private readonly BoostedTreesParameters _p;
    private readonly WorkTeam _team;
    private readonly BinnedMatrix _matrix;
    private readonly Gradients _gradients;
    private readonly TreeGrower _grower;
    private readonly GrownTree _tree;
    private readonly TreeTableBuilder _table;
    private readonly RowSampler _sampler;
    private readonly ValidationLoss? _validation;
    private readonly double[] _scores;
    private int _trees;

    public BoostingRun(Dataset train, BoostedTreesParameters p, Dataset? validation, CancellationToken ct)
    {
        var prior = BoostedTreesTrainer.Prior(train);
        (_train, _p, _team) = (train, p, new WorkTeam(p.Threads, ct));
        _matrix = BinnedMatrix.Fit(train, p, _team);
        _gradients = new Gradients(train, p.Seed, _team);
        _grower = new TreeGrower(_matrix, p, _team);
        _tree = new GrownTree(p.MaxLeaves);
        _table = new TreeTableBuilder(train.FeatureCount, prior);
        _sampler = new RowSampler(train, _matrix.Features.Length, p);
        if (validation is { Rows: > 0 }) _validation = new ValidationLoss(validation, _matrix.Apply(validation, _team), prior, _team);
        _scores = new double[train.Rows];
        Array.Fill(_scores, prior);
    }

    /// <summary>Whether another tree would not help: nothing left to split, or the validation loss has stopped falling.</summary>
    public bool Finished { get; private set; }

    /// <summary>Adds a tree; returns the validation loss, or NaN.</summary>
    public double Step()
    {
        _gradients.Compute(_scores, _trees);
        _sampler.Draw();
        _grower.Rows.Reset(_sampler.Rows);
        var search = new SplitSearch(_p, _gradients.GradientUnit, _gradients.HessianUnit);
        _grower.Grow(_tree, _gradients.Packed, search, _sampler.Positions);
        if (_tree.Nodes == 1 && !_sampler.Samples)
        {
            Finished = true;
            return double.NaN;
        }
        _team.Run(_grower.LeafCount, i => SetLeaf(_grower.Leaf(i), search.LeafValue(_grower.Leaf(i).Sum) * _p.LearningRate));
        if (_sampler.Samples) UpdateOthers();
        _tree.AppendTo(_table, _matrix);
        _trees++;
        if (_validation == null) return double.NaN;
        var loss = _validation.Add(_tree, _trees);
        Finished = _p.EarlyStoppingRounds > 0 && _trees - _validation.BestTrees >= _p.EarlyStoppingRounds;
        return loss;
    }

    public BoostedTrees Model() => _table.Build(_p.EarlyStoppingRounds > 0 && _validation is { BestTrees: > 0 } ? _validation.BestTrees : _trees);

    private void SetLeaf(in OpenLeaf leaf, double value)
    {
        double cover = 0;
        foreach (var row in _grower.Rows[leaf.Start, leaf.Count])
        {
            cover += _train.Weights[row];
            _scores[row] += value;
        }
        _tree.SetLeaf(leaf.Node, value, cover);
    }

    /// <summary>Rows that were not drawn have no place in the partition and walk down the tree.</summary>
    private void UpdateOthers() => _team.Run((_train.Rows + Chunk - 1) / Chunk, c =>
    {
        var end = Math.Min(_train.Rows, (c + 1) * Chunk);
        for (var row = c * Chunk; row < end; row++)
            if (!_sampler.IsDrawn(row)) _scores[row] += _tree.Predict(_matrix, row);
    });
}
