using Weir.Learning.Numerics;

namespace Weir.Learning.Trees;

/// <summary>
/// The training matrix, one byte a value: features that vary, in blocks of eight; a block holds one 64-bit word a row, the
/// feature at position p in bits 8p .. 8p + 7. One read brings a row's bins of eight features into a register.
/// </summary>
internal sealed class BinnedMatrix
{
    public const int BlockFeatures = 8;

    private BinnedMatrix(int[] features, FeatureBins[] bins, ulong[][] blocks, int rows)
    {
        Features = features;
        Bins = bins;
        Blocks = blocks;
        Rows = rows;
    }

    /// <summary>The dataset's feature at each position; constant features have none.</summary>
    public int[] Features { get; }

    /// <summary>The bins at each position.</summary>
    public FeatureBins[] Bins { get; }

    public ulong[][] Blocks { get; }

    public int Rows { get; }

    public int Bin(int position, int row) => (int)(Blocks[position >> 3][row] >> ((position & 7) << 3)) & 0xFF;

    public static BinnedMatrix Fit(Dataset data, BoostedTreesParameters p, WorkTeam team)
    {
        var all = new FeatureBins[data.FeatureCount];
        team.Run(data.FeatureCount, f =>
        {
            var scratch = System.Buffers.ArrayPool<float>.Shared.Rent(FeatureBins.ScratchSize(data.Rows));
            all[f] = FeatureBins.Fit(data.Columns[f], p.MaxBins, SplitMix64.Mix((ulong)f, p.Seed), scratch);
            System.Buffers.ArrayPool<float>.Shared.Return(scratch);
        });
        var features = Enumerable.Range(0, data.FeatureCount).Where(f => Varies(data.Columns[f], all[f])).ToArray();
        return Fill(data, features, Array.ConvertAll(features, f => all[f]), team);
    }

    /// <summary>Other rows in the same bins.</summary>
    public BinnedMatrix Apply(Dataset data, WorkTeam team) => Fill(data, Features, Bins, team);

    private static bool Varies(float[] column, FeatureBins bins) =>
        bins.Count > 1 || (Array.Exists(column, float.IsNaN) && !Array.TrueForAll(column, float.IsNaN));

    private static BinnedMatrix Fill(Dataset data, int[] features, FeatureBins[] bins, WorkTeam team)
    {
        var blocks = new ulong[(features.Length + BlockFeatures - 1) / BlockFeatures][];
        team.Run(blocks.Length, b =>
        {
            var words = blocks[b] = new ulong[data.Rows];
            var end = Math.Min(features.Length, (b + 1) * BlockFeatures);
            for (var position = b * BlockFeatures; position < end; position++)
                Fill(words, data.Columns[features[position]], bins[position], (position & 7) << 3);
        });
        return new BinnedMatrix(features, bins, blocks, data.Rows);
    }

    private static void Fill(ulong[] words, float[] column, FeatureBins bins, int shift)
    {
        for (var row = 0; row < words.Length; row++) words[row] |= (ulong)bins.BinOf(column[row]) << shift;
    }
}
