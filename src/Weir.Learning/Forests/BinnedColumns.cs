using Weir.Learning.Numerics;
using Weir.Learning.Trees;

namespace Weir.Learning.Forests;

/// <summary>The training matrix, one byte a value, column by column: a tree that tries a few features touches only those.</summary>
internal sealed class BinnedColumns
{
    private BinnedColumns(int[] features, FeatureBins[] bins, byte[][] columns) => (Features, Bins, Columns) = (features, bins, columns);

    /// <summary>The data set's feature at each position; features with one bin have none.</summary>
    public int[] Features { get; }

    /// <summary>The bins at each position.</summary>
    public FeatureBins[] Bins { get; }

    /// <summary><c>Columns[position][row]</c>.</summary>
    public byte[][] Columns { get; }

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
        return new BinnedColumns(features, Array.ConvertAll(features, f => bins[f]), Array.ConvertAll(features, f => columns[f]));
    }
}
