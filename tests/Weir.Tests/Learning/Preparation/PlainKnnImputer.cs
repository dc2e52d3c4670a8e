using Weir.Learning.Neighbours;
using Weir.Learning.Preparation;

namespace Weir.Tests.Learning.Preparation;

/// <summary>The imputer without blocks, vectors and short cuts: every hole sorts all its donors.</summary>
internal static class PlainKnnImputer
{
    public static double[][] Fill(double[][] donors, double[][] table, int neighbours, NeighbourWeights weights)
    {
        var filled = Array.ConvertAll(table, column => (double[])column.Clone());
        for (var i = 0; i < table[0].Length; i++)
        {
            var row = Array.ConvertAll(table, column => column[i]);
            var distances = Enumerable.Range(0, donors[0].Length).Select(j => Distance(row, Array.ConvertAll(donors, column => column[j]))).ToArray();
            for (var c = 0; c < row.Length; c++)
                if (double.IsNaN(row[c])) filled[c][i] = Value(donors[c], distances, neighbours, weights);
        }
        return filled;
    }

    private static double Distance(double[] x, double[] y)
    {
        double product = 0, ofX = 0, ofY = 0;
        var common = 0;
        for (var c = 0; c < x.Length; c++)
        {
            if (!double.IsNaN(x[c]) && !double.IsNaN(y[c]))
            {
                product += x[c] * y[c];
                common++;
            }
            else if (!double.IsNaN(x[c])) ofX += x[c] * x[c];
            else if (!double.IsNaN(y[c])) ofY += y[c] * y[c];
        }
        if (common == 0) return double.PositiveInfinity;
        var squared = Math.Max(0, -2 * product + Norm(x) + Norm(y));
        return Math.Sqrt(Math.Max(0, squared - ofX - ofY) / common * x.Length);
    }

    private static double Norm(double[] row) => DonorTiles.Norm(Array.ConvertAll(row, value => double.IsNaN(value) ? 0 : value));

    private static double Value(double[] column, double[] distances, int neighbours, NeighbourWeights weights)
    {
        int[] order = [.. Enumerable.Range(0, column.Length).Where(j => !double.IsNaN(column[j]))];
        if (order.Length == 0) return 0;
        var sorted = Array.ConvertAll(order, j => distances[j]);
        if (Array.TrueForAll(sorted, double.IsInfinity)) return order.Average(j => column[j]);
        var k = Math.Min(neighbours, order.Length);
        IntroSelect.Run(sorted, order, k - 1);
        var near = sorted.Zip(order).Take(k).ToArray();
        if (weights == NeighbourWeights.Uniform) return near.Average(n => column[n.Second]);
        var atZero = near.Where(n => n.First == 0).ToArray();
        return atZero.Length > 0 ? atZero.Average(n => column[n.Second]) : near.Sum(n => column[n.Second] / n.First) / near.Sum(n => 1 / n.First);
    }
}
