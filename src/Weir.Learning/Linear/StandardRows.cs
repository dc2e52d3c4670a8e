using System.Runtime.Intrinsics;
using Weir.Learning.Numerics;
using Weir.Learning.Trees;

namespace Weir.Learning.Linear;

/// <summary>
/// Standardised rows one after the other, each with a 1 behind its values (the bias) and zeros up to a multiple of sixteen.
/// Sums over a row are made in eight fixed lanes of double, whatever the vector width.
/// </summary>
internal sealed class StandardRows
{
    private const int Lanes = 16;
    private const int ChunkRows = 4096;

    private readonly float[][] _chunks;

    public StandardRows(Dataset data, Standardizer standardizer, WorkTeam team)
    {
        Stride = (data.FeatureCount + Lanes) / Lanes * Lanes;
        _chunks = new float[(data.Rows + ChunkRows - 1) / ChunkRows][];
        team.Run(_chunks.Length, c => _chunks[c] = Chunk(data, standardizer, c * ChunkRows));
    }

    /// <summary>Values of a row with bias and padding.</summary>
    public int Stride { get; }

    public ReadOnlySpan<float> this[int row] => _chunks[row / ChunkRows].AsSpan(row % ChunkRows * Stride, Stride);

    /// <summary>The sum of the products of a row and weights.</summary>
    public double Dot(int row, ReadOnlySpan<double> weights)
    {
        var values = this[row];
        weights = weights[..values.Length];
        var (lower, upper) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (var i = 0; i < values.Length; i += Lanes)
        {
            var (low, high) = Vector512.Widen(Vector512.Create(values[i..]));
            lower += low * Vector512.Create(weights[i..]);
            upper += high * Vector512.Create(weights[(i + 8)..]);
        }
        return StableVector.Total(lower + upper);
    }

    /// <summary>Adds a multiple of a row to weights.</summary>
    public void AddTo(Span<double> weights, int row, double times)
    {
        var values = this[row];
        weights = weights[..values.Length];
        var factor = Vector512.Create(times);
        for (var i = 0; i < values.Length; i += Lanes)
        {
            var (low, high) = Vector512.Widen(Vector512.Create(values[i..]));
            (Vector512.Create<double>(weights[i..]) + low * factor).CopyTo(weights[i..]);
            (Vector512.Create<double>(weights[(i + 8)..]) + high * factor).CopyTo(weights[(i + 8)..]);
        }
    }

    private float[] Chunk(Dataset data, Standardizer standardizer, int from)
    {
        var length = Math.Min(ChunkRows, data.Rows - from);
        var chunk = new float[length * Stride];
        for (var f = 0; f < data.FeatureCount; f++)
        {
            var column = data.Columns[f].AsSpan(from, length);
            for (var i = 0; i < length; i++) chunk[i * Stride + f] = standardizer.Apply(f, column[i]);
        }
        for (var i = 0; i < length; i++) chunk[i * Stride + data.FeatureCount] = 1;
        return chunk;
    }
}
