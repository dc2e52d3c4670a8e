using Weir.Learning.Numerics;

namespace Weir.Learning.Networks;

/// <summary>The moving parts of a fit: weights, the tables made of them, gradients, the optimiser.</summary>
internal sealed class CharTraining
{
    private const int PieceRows = 16;
    private readonly SymbolRows _rows;
    private readonly byte[] _labels;
    private readonly float[] _rowWeights;
    private readonly float _scale;
    private readonly CharNetworkParameters _p;
    private readonly CharShape _shape;
    private readonly float[] _weights;
    private readonly float[] _tables;
    private readonly CharBatch _batch;
    private readonly CharGradient _gradient;
    private readonly Adam _adam;

    /// <param name="rows">The texts.</param>
    /// <param name="labels">0 or 1, one a row.</param>
    /// <param name="rowWeights">One a row; empty means 1.</param>
    /// <param name="scale">Factor that makes the mean weight 1.</param>
    /// <param name="p">Settings, checked.</param>
    public CharTraining(SymbolRows rows, byte[] labels, float[] rowWeights, float scale, CharNetworkParameters p)
    {
        (_rows, _labels, _rowWeights, _scale, _p, _shape) = (rows, labels, rowWeights, scale, p, p.Shape);
        _weights = new float[_shape.Weights];
        _tables = new float[_shape.Tables];
        _batch = new CharBatch(_shape, p);
        _gradient = new CharGradient(_shape);
        _adam = new Adam(_weights.Length);
    }

    /// <summary>Draws the first weights so that sums keep their size from layer to layer (He et al. 2015).</summary>
    public void Start(double logOdds)
    {
        var random = new Xoshiro256(SplitMix64.Mix(_p.Seed, 1));
        void Draw(int from, int to, double fanIn)
        {
            for (var i = from; i < to; i++) _weights[i] = (float)((2 * random.NextDouble() - 1) * Math.Sqrt(6 / fanIn));
        }
        Draw(0, _shape.Kernel(0), 6);
        for (var block = 0; block < _shape.Blocks; block++) Draw(_shape.Kernel(block), _shape.Kernel(block + 1), _shape.Width(block) * _shape.Embedding);
        Draw(_shape.HiddenWeights, _shape.HiddenBias, _shape.Pooled);
        Draw(_shape.Output, _shape.OutputBias, 4 * _shape.Hidden);
        _weights[_shape.OutputBias] = (float)logOdds;
    }

    /// <summary>One step of the optimiser on some rows.</summary>
    public void Step(ReadOnlyMemory<int> rows, ulong epoch, double rate)
    {
        Gradient(rows, epoch);
        _adam.Step(_weights, _gradient.Sum, 1f / rows.Length, rate, _p.WeightDecay);
    }

    /// <summary>The summed gradient of the loss of some rows by every weight.</summary>
    public float[] Gradient(ReadOnlyMemory<int> rows, ulong epoch)
    {
        Run(_shape.Blocks, block => Convolution.Fill(_shape, _weights, _tables, block));
        Run((rows.Length + PieceRows - 1) / PieceRows, piece =>
        {
            for (var r = piece * PieceRows; r < Math.Min(rows.Length, (piece + 1) * PieceRows); r++) Learn(r, rows.Span[r], epoch);
        });
        Run(_shape.Blocks, block => _gradient.AddBlock(block, _batch, rows.Length, _weights));
        _gradient.AddRest(_batch, rows.Length);
        return _gradient.Sum;
    }

    /// <summary>The network as learned so far.</summary>
    /// <exception cref="InvalidOperationException">Weights have grown without bound.</exception>
    public CharNetwork Network() => CharNetworkFile.IsTame(_weights)
        ? new CharNetwork(_shape, (float[])_weights.Clone())
        : throw new InvalidOperationException("The network diverged: lower its learning rate.");

    private void Learn(int r, int row, ulong epoch)
    {
        var weight = _scale * (_rowWeights.Length == 0 ? 1 : _rowWeights[row]);
        _batch.Learn(r, _rows[row], _labels[row], weight, _weights, _tables, SplitMix64.Mix((ulong)row, SplitMix64.Mix(epoch, _p.Seed)));
    }

    private void Run(int pieces, Action<int> work)
    {
        var threads = _p.Threads == 0 ? Environment.ProcessorCount : _p.Threads;
        if (threads > 1) Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
        else for (var i = 0; i < pieces; i++) work(i);
    }
}
