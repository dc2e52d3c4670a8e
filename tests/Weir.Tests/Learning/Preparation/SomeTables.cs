using Weir.Learning.Numerics;

namespace Weir.Tests.Learning.Preparation;

/// <summary>Generated tables with holes; the first kind is generated alike in Python, where the peer's figures come from.</summary>
internal static class SomeTables
{
    /// <summary>Row by row: a step of Knuth's MMIX generator for the value (upper bits modulo the levels), one for the hole (a quarter).</summary>
    public static double[][] Levels(int rows, int columns, int levels, ulong seed)
    {
        var state = seed;
        ulong Next() => (state = state * 6364136223846793005 + 1442695040888963407) >> 33;
        var table = Empty(rows, columns);
        for (var i = 0; i < rows; i++)
        {
            for (var c = 0; c < columns; c++)
            {
                table[c][i] = Next() % (ulong)levels;
                if (Next() % 100 < 25) table[c][i] = double.NaN;
            }
        }
        return table;
    }

    /// <summary>Smooth values without ties, or few levels with many, and some rows that are copies of others but for their holes.</summary>
    public static double[][] Mixed(int rows, int columns, double holes, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var table = Empty(rows, columns);
        for (var i = 0; i < rows; i++)
        {
            var copied = i > 0 && random.NextInt(5) == 0 ? random.NextInt(i) : -1;
            for (var c = 0; c < columns; c++)
            {
                var value = c % 3 == 0 ? random.NextInt(3) - 1 : (random.NextDouble() - 0.5) * Math.Pow(10, c % 5);
                table[c][i] = random.NextDouble() < holes ? double.NaN : copied >= 0 && !double.IsNaN(table[c][copied]) ? table[c][copied] : value;
            }
        }
        return table;
    }

    public static double[][] Empty(int rows, int columns) => [.. Enumerable.Range(0, columns).Select(_ => new double[rows])];
}
