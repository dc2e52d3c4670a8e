using System.Runtime.Intrinsics;
using Weir.Learning.Trees;

namespace Weir.Learning.Linear;

/// <summary>
/// Standardised rows in blocks that fit the cache, column by column inside a block, the last one padded with zeros: one
/// pass over memory gives margins and gradient. All sums have one fixed order, whatever the threads and the vector width.
/// </summary>
internal sealed class StandardBlocks
{
    public const int Lanes = 16;

    private readonly float[][] _blocks;
    private readonly int _features;

    public StandardBlocks(Dataset data, Standardizer standardizer, WorkTeam team)
    {
        _features = data.FeatureCount;
        Rows = RowsOf(_features);
        _blocks = new float[(data.Rows + Rows - 1) / Rows][];
        team.Run(_blocks.Length, b => _blocks[b] = Block(data, standardizer, b * Rows));
    }

    /// <summary>Rows of a block, a multiple of <see cref="Lanes"/>.</summary>
    public int Rows { get; }

    public int Count => _blocks.Length;

    /// <summary>margin = start + w1 x1 + w2 x2 + ..., added in this order.</summary>
    public void Margins(int block, ReadOnlySpan<float> weights, float start, Span<float> margins)
    {
        margins.Fill(start);
        var values = _blocks[block].AsSpan();
        var f = 0;
        // Four columns a turn, so that margins are loaded and stored less often.
        for (; f + 4 <= _features; f += 4) AddFour(values.Slice(f * Rows, 4 * Rows), weights.Slice(f, 4), margins);
        for (; f < _features; f++)
        {
            var column = values.Slice(f * Rows, Rows);
            var w = Vector512.Create(weights[f]);
            for (var i = 0; i < margins.Length; i += Lanes)
                (Vector512.Create<float>(margins[i..]) + w * Vector512.Create<float>(column[i..])).CopyTo(margins[i..]);
        }
    }

    /// <summary>Adds the product of every column with the residuals to the gradient: sixteen lanes a block, then double.</summary>
    public void AddGradient(int block, ReadOnlySpan<float> residuals, Span<double> gradient) =>
        AddGradient(block, _features, residuals, gradient);

    /// <summary>The same for the first columns.</summary>
    public void AddGradient(int block, int columns, ReadOnlySpan<float> residuals, Span<double> gradient)
    {
        var values = _blocks[block].AsSpan();
        for (var f = 0; f < columns; f++) gradient[f] += Total(Dot(values.Slice(f * Rows, Rows), residuals));
    }

    /// <summary>A column times a number a row.</summary>
    public void Multiply(int block, int column, ReadOnlySpan<float> factors, Span<float> products)
    {
        var values = _blocks[block].AsSpan(column * Rows, Rows);
        for (var i = 0; i < values.Length; i += Lanes)
            (Vector512.Create<float>(values[i..]) * Vector512.Create(factors[i..])).CopyTo(products[i..]);
    }

    /// <summary>Sixteen lanes in one fixed order: halves, quarters, eighths, pairs.</summary>
    public static float Total(Vector512<float> lanes)
    {
        var eight = lanes.GetLower() + lanes.GetUpper();
        var four = eight.GetLower() + eight.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    private void AddFour(ReadOnlySpan<float> columns, ReadOnlySpan<float> weights, Span<float> margins)
    {
        var a = columns[..Rows];
        var b = columns.Slice(Rows, Rows);
        var c = columns.Slice(2 * Rows, Rows);
        var d = columns.Slice(3 * Rows, Rows);
        var (wa, wb, wc, wd) = (Vector512.Create(weights[0]), Vector512.Create(weights[1]), Vector512.Create(weights[2]), Vector512.Create(weights[3]));
        for (var i = 0; i < margins.Length; i += Lanes)
        {
            var sum = Vector512.Create<float>(margins[i..]) + wa * Vector512.Create(a[i..]);
            sum += wb * Vector512.Create(b[i..]);
            sum += wc * Vector512.Create(c[i..]);
            sum += wd * Vector512.Create(d[i..]);
            sum.CopyTo(margins[i..]);
        }
    }

    private static Vector512<float> Dot(ReadOnlySpan<float> column, ReadOnlySpan<float> residuals)
    {
        // Two sums hide the latency of the additions.
        var (even, odd) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var i = 0;
        for (; i + 2 * Lanes <= column.Length; i += 2 * Lanes)
        {
            even += Vector512.Create(column[i..]) * Vector512.Create(residuals[i..]);
            odd += Vector512.Create(column[(i + Lanes)..]) * Vector512.Create(residuals[(i + Lanes)..]);
        }
        if (i < column.Length) even += Vector512.Create(column[i..]) * Vector512.Create(residuals[i..]);
        return even + odd;
    }

    /// <summary>About 256 KiB a block; the number of columns alone decides.</summary>
    private static int RowsOf(int features) => Math.Clamp(65536 / Math.Max(1, features) / Lanes * Lanes, 64, 1024);

    private float[] Block(Dataset data, Standardizer standardizer, int from)
    {
        var block = new float[_features * Rows];
        var length = Math.Min(Rows, data.Rows - from);
        for (var f = 0; f < _features; f++)
        {
            var column = data.Columns[f].AsSpan(from, length);
            for (var i = 0; i < length; i++) block[f * Rows + i] = standardizer.Apply(f, column[i]);
        }
        return block;
    }
}
