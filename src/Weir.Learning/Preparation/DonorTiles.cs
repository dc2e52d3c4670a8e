using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Weir.Learning.Numerics;

namespace Weir.Learning.Preparation;

/// <summary>
/// The training rows of an imputer, sixteen to a tile and column by column within it, so that a vector holds one column of
/// eight rows. Holes are 0 in the values and set bits in the marks; the last tile is filled up with rows of holes.
/// </summary>
internal sealed class DonorTiles
{
    public const int Lanes = 8;
    public const int TileRows = 2 * Lanes;

    // A pass over the donors costs their way from memory, so many rows share it; their distances stay within a few megabytes.
    private const int MostDistances = 1 << 20;
    private const int MostBlockRows = 64;

    private static readonly Vector512<long> LaneBits = Vector512.Create(1L, 2, 4, 8, 16, 32, 64, 128);

    public DonorTiles(double[][] columns)
    {
        Columns = columns;
        Rows = columns[0].Length;
        Tiles = (Rows + TileRows - 1) / TileRows;
        Counts = Array.ConvertAll(columns, column => column.Count(value => !double.IsNaN(value)));
        Has = Array.ConvertAll(columns, HasOf);
        (Values, Marks) = Pack();
        (Norms, Holes) = (CacheLine.Copy<double>(NormsOf()), CacheLine.Copy<double>(HolesOf()));
        MixedColumns = [.. Enumerable.Range(0, Tiles).Select(Mixed)];
    }

    /// <summary><c>Columns[column][row]</c>, NaN = hole.</summary>
    public double[][] Columns { get; }

    public int ColumnCount => Columns.Length;

    public int Rows { get; }

    public int Tiles { get; }

    /// <summary>How many rows are measured against the donors in one pass: a multiple of <see cref="Receivers.Group"/>.</summary>
    public int BlockRows => Math.Clamp(MostDistances / (Tiles * TileRows), Receivers.Group, MostBlockRows) / Receivers.Group * Receivers.Group;

    /// <summary>How many rows have a value, by column.</summary>
    public int[] Counts { get; }

    /// <summary>By column, a byte for eight rows: bit set = the row has a value.</summary>
    public byte[][] Has { get; }

    /// <summary>Values at (tile x columns + column) x 16 from <see cref="CacheLine.First"/> on.</summary>
    public double[] Values { get; }

    /// <summary>A bit for each value, set where it is a hole: two bytes at (tile x columns + column) x 2.</summary>
    public byte[] Marks { get; }

    /// <summary>Sum of squares of each row.</summary>
    public double[] Norms { get; }

    /// <summary>How many holes each row has.</summary>
    public double[] Holes { get; }

    /// <summary>By tile, the columns in which one of its rows has a hole.</summary>
    public int[][] MixedColumns { get; }

    /// <summary>All bits of a lane set where the byte has a bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Lane(byte bits) => Vector512.Equals(Vector512.Create((long)bits) & LaneBits, LaneBits).AsDouble();

    private byte[] HasOf(double[] column)
    {
        var has = new byte[Tiles * TileRows / Lanes];
        for (var i = 0; i < column.Length; i++)
            if (!double.IsNaN(column[i])) has[i / Lanes] |= (byte)(1 << i % Lanes);
        return has;
    }

    private (double[] Values, byte[] Marks) Pack()
    {
        var values = new double[Tiles * ColumnCount * TileRows];
        var marks = new byte[values.Length / Lanes];
        Array.Fill(marks, (byte)0xFF);
        for (var c = 0; c < ColumnCount; c++)
        {
            for (var i = 0; i < Rows; i++)
            {
                if (double.IsNaN(Columns[c][i])) continue;
                var at = (i / TileRows * ColumnCount + c) * TileRows + i % TileRows;
                values[at] = Columns[c][i];
                marks[at / Lanes] &= (byte)~(1 << at % Lanes);
            }
        }
        return (CacheLine.Copy<double>(values), marks);
    }

    private double[] NormsOf()
    {
        var norms = new double[Tiles * TileRows];
        var row = new double[ColumnCount];
        for (var i = 0; i < Rows; i++)
        {
            for (var c = 0; c < row.Length; c++) row[c] = double.IsNaN(Columns[c][i]) ? 0 : Columns[c][i];
            norms[i] = Norm(row);
        }
        return norms;
    }

    private double[] HolesOf()
    {
        var holes = new double[Tiles * TileRows];
        Array.Fill(holes, ColumnCount);
        for (var i = 0; i < Rows; i++) holes[i] = Columns.Count(column => double.IsNaN(column[i]));
        return holes;
    }

    private int[] Mixed(int tile)
    {
        var mixed = new List<int>();
        for (var c = 0; c < ColumnCount; c++)
            if (Marks.AsSpan((tile * ColumnCount + c) * 2, 2).ContainsAnyExcept((byte)0)) mixed.Add(c);
        return [.. mixed];
    }

    /// <summary>The sum of squares in the order in which NumPy's einsum adds on x86-64: two lanes, and of every eight values the last first.</summary>
    public static double Norm(ReadOnlySpan<double> row)
    {
        double even = 0, odd = 0;
        var whole = row.Length - row.Length % 8;
        for (var from = 0; from < whole; from += 8)
        {
            for (var c = from + 6; c >= from; c -= 2)
            {
                even += row[c] * row[c];
                odd += row[c + 1] * row[c + 1];
            }
        }
        for (var c = whole; c < row.Length; c += 2)
        {
            even += row[c] * row[c];
            if (c + 1 < row.Length) odd += row[c + 1] * row[c + 1];
        }
        return even + odd;
    }
}
