using Weir.Learning.Numerics;

namespace Weir.Learning.Trees;

/// <summary>Follows the weighted mean log-loss of rows that are not learned from.</summary>
internal sealed class ValidationLoss(Dataset data, BinnedMatrix matrix, double prior, SpinTeam team)
{
    private const int Chunk = 16_384;
    private readonly double[] _margins = Filled(data.Rows, prior);
    private readonly double[] _losses = new double[(data.Rows + Chunk - 1) / Chunk];
    private readonly double[] _weights = new double[(data.Rows + Chunk - 1) / Chunk];
    private double _best = double.PositiveInfinity;

    /// <summary>The number of trees with the least loss so far.</summary>
    public int BestTrees { get; private set; }

    /// <summary>The loss with one more tree.</summary>
    public double Add(GrownTree tree, int trees)
    {
        team.Run(_losses.Length, c => AddChunk(tree, c));
        double loss = 0, weight = 0;
        for (var c = 0; c < _losses.Length; c++)
        {
            loss += _losses[c];
            weight += _weights[c];
        }
        loss = weight > 0 ? loss / weight : 0;
        if (loss < _best) (_best, BestTrees) = (loss, trees);
        return loss;
    }

    private void AddChunk(GrownTree tree, int chunk)
    {
        double loss = 0, weight = 0;
        var end = Math.Min(data.Rows, (chunk + 1) * Chunk);
        for (var i = chunk * Chunk; i < end; i++)
        {
            _margins[i] += tree.Predict(data, i, matrix);
            loss += data.Weights[i] * StableMath.Softplus(data.Labels[i] == 1 ? -_margins[i] : _margins[i]);
            weight += data.Weights[i];
        }
        _losses[chunk] = loss;
        _weights[chunk] = weight;
    }

    private static double[] Filled(int rows, double value)
    {
        var values = new double[rows];
        Array.Fill(values, value);
        return values;
    }
}
