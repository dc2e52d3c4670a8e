using System.Globalization;
using System.IO.Compression;
using Weir.Learning.Numerics;

namespace Weir.Benchmarks.Harness;

/// <summary>Tables of numbers, real and generated, and holes made in them by a seed.</summary>
internal static class HoledTables
{
    /// <summary>Every table, cut to so many rows (0 = all).</summary>
    public static IEnumerable<(string Name, double[][] Table)> All(Bench bench, int most)
    {
        var rows = most == 0 ? 3000 : most;
        yield return ("phisingData (30 columns of -1, 0, 1)", Head(Read(bench, "phisingData", 30), most));
        yield return ("Phishing_Legitimate_full (48)", Head(Read(bench, "Phishing_Legitimate_full", 49), most)[1..]);
        yield return ("hannousse_dataset_phishing_87", Head(Read(bench, "hannousse_dataset_phishing_87", 87), most));
        yield return ("normal numbers", Normal(rows, 20, 1));
        yield return ("three levels, all ties", Levels(rows, 12, 3, 2));
        yield return ("two levels", Levels(rows, 6, 2, 3));
        yield return ("copied rows and ties of tenths", Copies(rows, 15, 4));
    }

    /// <summary>The table with so great a share of its values taken out, none of it wholly.</summary>
    public static double[][] WithHoles(double[][] table, double share, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var holed = Array.ConvertAll(table, column => (double[])column.Clone());
        for (var i = 0; i < table[0].Length; i++)
            foreach (var column in holed)
                if (random.NextDouble() < share) column[i] = double.NaN;
        return holed;
    }

    public static double[][] Normal(int rows, int columns, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var table = Empty(rows, columns);
        for (var i = 0; i < rows; i++)
            foreach (var column in table) column[i] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return table;
    }

    private static double[][] Levels(int rows, int columns, int levels, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var table = Empty(rows, columns);
        for (var i = 0; i < rows; i++)
            foreach (var column in table) column[i] = random.NextInt(levels);
        return table;
    }

    /// <summary>A third of the rows repeat one before; the others hold tenths, whose squares are rounded.</summary>
    private static double[][] Copies(int rows, int columns, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var table = Empty(rows, columns);
        for (var i = 0; i < rows; i++)
        {
            var copied = i > 0 && random.NextInt(3) == 0 ? random.NextInt(i) : i;
            for (var c = 0; c < columns; c++) table[c][i] = copied < i ? table[c][copied] : random.NextInt(30) / 10.0 + (c % 4 == 0 ? random.NextDouble() * 1000 : 0);
        }
        return table;
    }

    /// <summary>The columns before the last one, which is the target, counted from the right: a text before them may hold commas.</summary>
    private static double[][] Read(Bench bench, string name, int columns)
    {
        using var file = new StreamReader(new GZipStream(File.OpenRead(bench.SharedFile($"data/tabular/{name}.csv.gz")), CompressionMode.Decompress));
        file.ReadLine();
        var table = Enumerable.Range(0, columns).Select(_ => new List<double>()).ToArray();
        while (file.ReadLine() is { } line)
        {
            var cells = line.Split(',')[^(columns + 1)..^1];
            for (var c = 0; c < columns; c++) table[c].Add(double.Parse(cells[c], NumberStyles.Float, CultureInfo.InvariantCulture));
        }
        return Array.ConvertAll(table, column => column.ToArray());
    }

    private static double[][] Head(double[][] table, int most) => most == 0 ? table : Array.ConvertAll(table, column => column[..Math.Min(most, column.Length)]);

    private static double[][] Empty(int rows, int columns) => [.. Enumerable.Range(0, columns).Select(_ => new double[rows])];
}
