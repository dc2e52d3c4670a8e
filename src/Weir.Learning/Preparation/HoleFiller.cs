using Weir.Learning.Neighbours;

namespace Weir.Learning.Preparation;

/// <summary>Fills the holes of a few rows at a time; the arrays are its own, so each thread has one.</summary>
internal sealed class HoleFiller(DonorTiles donors, double[] means, int neighbours, NeighbourWeights weights)
{
    private const double Large = 1e5;
    private const double Exact = 1L << 42;

    private readonly double[] _terms = new double[neighbours];
    private readonly double[] _weights = new double[neighbours];
    private readonly Receivers _rows = new(donors.ColumnCount, donors.BlockRows);
    private readonly HoleDistances _distances = new(donors);
    private readonly NearestDonors _nearest = new(donors, neighbours);

    /// <summary>Fills the holes of these rows of a table, at most <see cref="DonorTiles.BlockRows"/>.</summary>
    public void Fill(double[][] table, ReadOnlySpan<int> rows)
    {
        _rows.Read(table, rows);
        _distances.Measure(_rows);
        for (var r = 0; r < rows.Length; r++)
            foreach (var column in _rows.Holes[r].AsSpan(0, _rows.HoleCounts[r]))
                if (donors.Counts[column] > 0) table[column][rows[r]] = Value(r, column);
    }

    private double Value(int row, int column)
    {
        var values = donors.Columns[column];
        _nearest.Find(_distances.Of(row), column);
        if (_nearest.HasNone) return means[column];
        if (DoesOrderShow(values)) _nearest.TakeAsNumPy(_distances.Of(row), column);
        var count = _nearest.Rows.Length;
        for (var i = 0; i < count; i++) _terms[i] = values[_nearest.Rows[i]];
        double value;
        if (weights == NeighbourWeights.Uniform) value = PairwiseSum.Of(_terms.AsSpan(0, count)) / count;
        else
        {
            Weigh(_nearest.Distances);
            for (var i = 0; i < count; i++) _terms[i] *= _weights[i];
            value = PairwiseSum.Of(_terms.AsSpan(0, count)) / PairwiseSum.Of(_weights.AsSpan(0, count));
        }
        return double.IsFinite(value) ? value : means[column];
    }

    /// <summary>Whether the order of a sum could change its tenth digit after the point: large numbers that are not added exactly.</summary>
    private bool DoesOrderShow(double[] values)
    {
        var (largest, areWhole) = (0.0, true);
        foreach (var row in _nearest.Rows)
        {
            largest = Math.Max(largest, Math.Abs(values[row]));
            areWhole &= values[row] == Math.Floor(values[row]);
        }
        return largest > Large && (largest > Exact || !areWhole || weights == NeighbourWeights.Distance);
    }

    /// <summary>One over each distance; where some are 0, these count 1 and the others nothing.</summary>
    private void Weigh(ReadOnlySpan<double> distances)
    {
        var isAtZero = false;
        for (var i = 0; i < distances.Length; i++)
        {
            _weights[i] = 1 / distances[i];
            isAtZero |= double.IsInfinity(_weights[i]);
        }
        for (var i = 0; isAtZero && i < distances.Length; i++) _weights[i] = double.IsInfinity(_weights[i]) ? 1 : 0;
    }
}
