using Weir.Learning.Numerics;
using Weir.Learning.Trees;

namespace Weir.Learning.Linear;

/// <summary>
/// The weighted mean of the logistic loss with its L2 penalty, and the gradient: weights of the standardised columns, then
/// the bias. Blocks are shared out in pieces that do not depend on the threads; a piece is added up in order.
/// </summary>
internal sealed class LogisticLoss
{
    private const int MostPieces = 32;

    private readonly StandardBlocks _blocks;
    private readonly WorkTeam _team;
    private readonly double[] _labels;
    private readonly double[] _weights;
    private readonly double _penalty;
    private readonly double[][] _gradients;
    private readonly double[] _losses;

    public LogisticLoss(StandardBlocks blocks, Dataset data, double l2, WorkTeam team)
    {
        (_blocks, _team) = (blocks, team);
        var total = 0.0;
        foreach (var weight in data.Weights) total += weight;
        _penalty = l2 / total;
        // Rows of padding have weight 0. Weights of mean loss add up to 1.
        _labels = new double[blocks.Count * blocks.Rows];
        _weights = new double[_labels.Length];
        for (var i = 0; i < data.Rows; i++) (_labels[i], _weights[i]) = (data.Labels[i], data.Weights[i] / total);
        var pieces = Math.Min(MostPieces, blocks.Count);
        _losses = new double[pieces];
        _gradients = [.. Enumerable.Range(0, pieces).Select(_ => new double[data.FeatureCount + 1])];
    }

    /// <summary>The loss at a point; fills the gradient.</summary>
    public double Evaluate(double[] point, double[] gradient)
    {
        var weights = Array.ConvertAll(point, w => (float)w);
        _team.Run(_losses.Length, piece => EvaluatePiece(piece, weights));
        Array.Clear(gradient);
        var loss = 0.0;
        for (var piece = 0; piece < _losses.Length; piece++)
        {
            loss += _losses[piece];
            for (var f = 0; f < gradient.Length; f++) gradient[f] += _gradients[piece][f];
        }
        for (var f = 0; f < gradient.Length - 1; f++)
        {
            loss += 0.5 * _penalty * point[f] * point[f];
            gradient[f] += _penalty * point[f];
        }
        return loss;
    }

    /// <summary>The second derivatives at a point, from a part of the rows.</summary>
    public Curvature CurvatureAt(double[] point) => Curvature.At(_blocks, _weights, point, _penalty, _team);

    private void EvaluatePiece(int piece, float[] weights)
    {
        var gradient = _gradients[piece];
        Array.Clear(gradient);
        var rows = _blocks.Rows;
        Span<float> values = stackalloc float[rows];
        Span<double> margins = stackalloc double[rows];
        Span<double> residuals = stackalloc double[rows];
        var loss = 0.0;
        var (from, to) = (Start(piece), Start(piece + 1));
        for (var b = from; b < to; b++)
        {
            _blocks.Margins(b, weights.AsSpan(0, weights.Length - 1), weights[^1], values);
            for (var i = 0; i < rows; i++) margins[i] = values[i];
            loss += StableVector.Logistic(margins, _labels.AsSpan(b * rows, rows), _weights.AsSpan(b * rows, rows), residuals);
            foreach (var residual in residuals) gradient[^1] += residual;
            for (var i = 0; i < rows; i++) values[i] = (float)residuals[i];
            _blocks.AddGradient(b, values, gradient);
        }
        _losses[piece] = loss;
    }

    private int Start(int piece) => (int)((long)_blocks.Count * piece / _losses.Length);
}
