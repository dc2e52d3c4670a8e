using Weir.Learning.Neighbours;

namespace Weir.Learning.Preparation;

/// <summary>Fills the holes of a few rows at a time; the arrays are its own, so each thread has one.</summary>
internal sealed class HoleFiller(DonorTiles donors, double[] means, int neighbours, NeighbourWeights weights)
{
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
        _nearest.Find(_distances.Of(row), column);
        if (_nearest.HasNone) return means[column];
        var values = donors.Columns[column];
        var isAtZero = false;
        if (weights == NeighbourWeights.Distance)
            foreach (var distance in _nearest.Distances) isAtZero |= double.IsInfinity(1 / distance);
        double sum = 0, total = 0;
        for (var i = 0; i < _nearest.Rows.Length; i++)
        {
            var inverse = 1 / _nearest.Distances[i];
            var weight = weights == NeighbourWeights.Uniform ? 1 : !isAtZero ? inverse : double.IsInfinity(inverse) ? 1 : 0;
            sum += weight * values[_nearest.Rows[i]];
            total += weight;
        }
        return total > 0 && double.IsFinite(sum) ? sum / total : means[column];
    }
}
