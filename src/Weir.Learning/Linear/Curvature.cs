using System.Runtime.Intrinsics;
using Weir.Learning.Numerics;
using Weir.Learning.Trees;

namespace Weir.Learning.Linear;

/// <summary>
/// The second derivatives of the logistic loss on some of the rows, as a Cholesky factor: columns that say nearly the same
/// make the valley in which L-BFGS alone would take hundreds of steps. Sums are made in fixed pieces and one order.
/// </summary>
internal sealed class Curvature
{
    /// <summary>With more columns the matrix costs more than it saves.</summary>
    public const int MostFeatures = 512;

    private const int SampleRows = 32_768;
    private const int Pieces = 8;

    private readonly int _size;
    private readonly double[] _lower;

    private Curvature(int size)
    {
        _size = size;
        _lower = new double[size * size];
    }

    /// <summary>At a point, with the penalty on the diagonal of all but the bias, which is the last.</summary>
    public static Curvature At(StandardBlocks blocks, ReadOnlySpan<double> weights, double[] point, double penalty, WorkTeam team)
    {
        var curvature = new Curvature(point.Length);
        var every = Math.Max(1, blocks.Count * blocks.Rows / SampleRows);
        int[] sample = [.. Enumerable.Range(0, blocks.Count).Where(b => b % every == 0)];
        var rowWeights = weights.ToArray();
        var shares = new double[Math.Min(Pieces, sample.Length)][];
        team.Run(shares.Length, piece => shares[piece] = SumOf(blocks, rowWeights, point, sample.Where((_, k) => k % shares.Length == piece)));
        foreach (var share in shares)
            for (var i = 0; i < share.Length; i++) curvature._lower[i] += every * share[i];
        curvature.Factor(penalty);
        return curvature;
    }

    /// <summary>Replaces a gradient by the inverse of the matrix times it.</summary>
    public void Solve(double[] vector)
    {
        for (var i = 0; i < _size; i++)
        {
            for (var j = 0; j < i; j++) vector[i] -= _lower[i * _size + j] * vector[j];
            vector[i] /= _lower[i * _size + i];
        }
        for (var i = _size - 1; i >= 0; i--)
        {
            vector[i] /= _lower[i * _size + i];
            for (var j = 0; j < i; j++) vector[j] -= _lower[i * _size + j] * vector[i];
        }
    }

    private static double[] SumOf(StandardBlocks blocks, double[] weights, double[] point, IEnumerable<int> sample)
    {
        var size = point.Length;
        var sum = new double[size * size];
        var (slopes, margins) = (Array.ConvertAll(point, w => (float)w), new float[blocks.Rows]);
        var weighted = new float[blocks.Rows];
        foreach (var b in sample)
        {
            blocks.Margins(b, slopes.AsSpan(0, size - 1), slopes[^1], margins);
            for (var i = 0; i < margins.Length; i++)
            {
                var p = StableMath.Sigmoid(margins[i]);
                margins[i] = (float)(weights[b * blocks.Rows + i] * p * (1 - p));
            }
            for (var f = 0; f < size - 1; f++)
            {
                blocks.Multiply(b, f, margins, weighted);
                blocks.AddGradient(b, f + 1, weighted, sum.AsSpan(f * size, f + 1));
                sum[(size - 1) * size + f] += Sum(weighted);
            }
            sum[^1] += Sum(margins);
        }
        return sum;
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        var lanes = Vector512<float>.Zero;
        for (var i = 0; i < values.Length; i += StandardBlocks.Lanes) lanes += Vector512.Create(values[i..]);
        return StandardBlocks.Total(lanes);
    }

    /// <summary>Cholesky in place; a pivot that rounding has eaten up is put back to a small part of its diagonal.</summary>
    private void Factor(double penalty)
    {
        for (var i = 0; i < _size; i++)
        {
            var diagonal = _lower[i * _size + i] + (i < _size - 1 ? penalty : 0);
            _lower[i * _size + i] = diagonal;
            for (var j = 0; j <= i; j++)
            {
                var sum = _lower[i * _size + j];
                for (var k = 0; k < j; k++) sum -= _lower[i * _size + k] * _lower[j * _size + k];
                if (j < i) _lower[i * _size + j] = sum / _lower[j * _size + j];
                else _lower[i * _size + i] = Math.Sqrt(Math.Max(sum, Math.Max(1e-6 * diagonal, 1e-12)));
            }
        }
    }
}
