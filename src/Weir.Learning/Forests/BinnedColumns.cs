using Weir.Learning.Numerics;
using Weir.Learning.Trees;

namespace Weir.Learning.Forests;

/// <summary>
/// The training matrix, one byte a value, twice: column by column for nodes of many rows, which read all of a few columns,
/// and row by row for nodes of few, which read few rows and find their features side by side.
/// </summary>
internal sealed class BinnedColumns
{
    /// <summary>So many rows of some hundred features stay in the second cache.</summary>
    private const int FewRows = 4_096;

    private readonly byte[][] _columns;
    private readonly byte[] _rows;

    private BinnedColumns(int[] features, FeatureBins[] bins, byte[][] columns, byte[] rows) =>
        (Features, Bins, _columns, _rows) = (features, bins, columns, rows);

    /// <summary>The data set's feature at each position; features with one bin have none.</summary>
    public int[] Features { get; }

    /// <summary>The bins at each position.</summary>
    public FeatureBins[] Bins { get; }

    public static BinnedColumns Fit(Dataset data, CartParameters p, WorkTeam team)
    {
        var bins = new FeatureBins[data.FeatureCount];
        var columns = new byte[data.FeatureCount][];
        team.Run(data.FeatureCount, f =>
        {
            var scratch = System.Buffers.ArrayPool<float>.Shared.Rent(FeatureBins.ScratchSize(data.Rows));
            bins[f] = FeatureBins.Fit(data.Columns[f], p.MaxBins, SplitMix64.Mix((ulong)f, p.Seed), scratch);
            System.Buffers.ArrayPool<float>.Shared.Return(scratch);
            columns[f] = Array.ConvertAll(data.Columns[f], bins[f].BinOf);
        });
        var features = Enumerable.Range(0, data.FeatureCount).Where(f => columns[f].AsSpan().ContainsAnyExcept(columns[f].FirstOrDefault())).ToArray();
        byte[][] varying = [.. features.Select(f => columns[f])];
        return new BinnedColumns(features, Array.ConvertAll(features, f => bins[f]), varying, RowByRow(varying, data.Rows, team));
    }

    /// <summary>The bins at a position, as a node of so many rows reads them best.</summary>
    public BinView View(int position, int rows) =>
        rows <= FewRows && _rows.Length > 0 ? new BinView(_rows, position, _columns.Length) : new BinView(_columns[position], 0, 1);

    /// <summary>Nothing when it does not fit into one array.</summary>
    private static byte[] RowByRow(byte[][] columns, int rows, WorkTeam team)
    {
        if ((long)columns.Length * rows > Array.MaxLength) return [];
        var bytes = new byte[columns.Length * rows];
        team.Run((rows + FewRows - 1) / FewRows, chunk =>
        {
            var end = Math.Min(rows, (chunk + 1) * FewRows);
            for (var position = 0; position < columns.Length; position++)
                for (var row = chunk * FewRows; row < end; row++) bytes[row * columns.Length + position] = columns[position][row];
        });
        return bytes;
    }
}
