namespace Weir.Learning.Preparation;

/// <summary>Some rows with holes, side by side in fours, as <see cref="HoleDistances"/> reads them. Reused from block to block.</summary>
/// <param name="columns">Of the table.</param>
/// <param name="most">Most rows at a time, a multiple of <see cref="Group"/>.</param>
internal sealed class Receivers(int columns, int most)
{
    /// <summary>Rows that are measured together.</summary>
    public const int Group = 4;

    /// <summary>Values at (row / 4 x columns + column) x 4 + row % 4; holes are 0.</summary>
    public double[] Values { get; } = new double[most * columns];

    /// <summary>The squares of the values.</summary>
    public double[] Squares { get; } = new double[most * columns];

    /// <summary>The sum of squares of each row, 0 where there is no row.</summary>
    public double[] Norms { get; } = new double[most];

    /// <summary>The columns of the holes of each row; <see cref="HoleCounts"/> of them count.</summary>
    public int[][] Holes { get; } = [.. Enumerable.Range(0, most).Select(_ => new int[columns])];

    /// <summary>How many holes each row has.</summary>
    public int[] HoleCounts { get; } = new int[most];

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    private readonly double[] _row = new double[columns];

    /// <summary>Takes rows of a table.</summary>
    public void Read(double[][] table, ReadOnlySpan<int> rows)
    {
        Count = rows.Length;
        for (var r = 0; r < most; r++) Read(table, r, r < rows.Length ? rows[r] : -1);
    }

    private void Read(double[][] table, int place, int row)
    {
        var holes = 0;
        for (var c = 0; c < columns; c++)
        {
            var value = row < 0 ? 0 : table[c][row];
            if (!double.IsFinite(value)) Holes[place][holes++] = c;
            _row[c] = double.IsFinite(value) ? value : 0;
            var at = (place / Group * columns + c) * Group + place % Group;
            Values[at] = _row[c];
            Squares[at] = _row[c] * _row[c];
        }
        HoleCounts[place] = holes;
        Norms[place] = DonorTiles.Norm(_row);
    }
}
