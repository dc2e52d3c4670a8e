using System.Buffers;
using Weir.Learning.Numerics;

namespace Weir.Learning.Trees;

/// <summary>The training matrix in bytes: features that vary, by position; columns by row; and blocks of columns, row by row.</summary>
internal sealed class BinnedMatrix
{
    private const int BlockWidth = 32;

    private readonly (int Block, int Index, byte[]? BinOf)[] _places;

    private BinnedMatrix(int[] features, FeatureBins[] bins, BinColumn[] columns, int rows, SpinTeam team)
    {
        (Features, Bins, Rows) = (features, bins, rows);
        Blocks = Divide(columns, rows, team);
        Slots = columns.Sum(ColumnBlock.SlotsOf);
        _places = new (int, int, byte[]?)[features.Length];
        for (var b = 0; b < Blocks.Length; b++)
            foreach (var place in Blocks[b].Places) _places[place.Position] = (b, place.Index, place.BinOf);
    }

    /// <summary>The dataset's feature at each position; constant features have none.</summary>
    public int[] Features { get; }

    /// <summary>The bins at each position.</summary>
    public FeatureBins[] Bins { get; }

    public ColumnBlock[] Blocks { get; }

    /// <summary>Words of a histogram over all columns.</summary>
    public int Slots { get; }

    public int Rows { get; }

    /// <summary>The column in which a position lives, and the position's bin by its codes.</summary>
    public (byte[] Codes, ColumnMember Member) Column(int position)
    {
        var (block, index, binOf) = _places[position];
        return (Blocks[block].Columns[index].Codes, new ColumnMember(position, binOf));
    }

    public int Bin(int position, int row)
    {
        var (block, index, binOf) = _places[position];
        var code = Blocks[block].Code(index, row);
        return binOf == null ? code : binOf[code];
    }

    /// <summary>Row i becomes what row <paramref name="order"/>[i] is now.</summary>
    public void Reorder(int[] order, SpinTeam team) => team.Run(Blocks.Length, b => Blocks[b].Reorder(order));

    public static BinnedMatrix Fit(Dataset data, BoostedTreesParameters p, SpinTeam team)
    {
        var all = new FeatureBins[data.FeatureCount];
        var singles = new BinColumn?[data.FeatureCount];
        team.Run(data.FeatureCount, f =>
        {
            var scratch = ArrayPool<float>.Shared.Rent(FeatureBins.ScratchSize(data.Rows));
            all[f] = FeatureBins.Fit(data.Columns[f], p.MaxBins, SplitMix64.Mix((ulong)f, p.Seed), scratch);
            ArrayPool<float>.Shared.Return(scratch);
            if (Varies(data.Columns[f], all[f])) singles[f] = Single(data.Columns[f], all[f]);
        });
        var features = Enumerable.Range(0, data.FeatureCount).Where(f => singles[f] != null).ToArray();
        var columns = BinColumn.Bundle(features.Select((f, position) =>
            new BinColumn(singles[f]!.Codes, singles[f]!.Count, [new ColumnMember(position, null)])));
        return new BinnedMatrix(features, Array.ConvertAll(features, f => all[f]), columns, data.Rows, team);
    }

    private static bool Varies(float[] column, FeatureBins bins) =>
        bins.Count > 1 || (Array.Exists(column, float.IsNaN) && !Array.TrueForAll(column, float.IsNaN));

    private static BinColumn Single(float[] column, FeatureBins bins)
    {
        var codes = new byte[column.Length];
        var most = bins.Fill(column, codes);
        return new BinColumn(codes, most + 1, []);
    }

    /// <summary>Blocks of like width, as many as two threads can share evenly, columns with many codes spread over them.</summary>
    private static ColumnBlock[] Divide(BinColumn[] columns, int rows, SpinTeam team)
    {
        var count = (columns.Length + BlockWidth - 1) / BlockWidth;
        if (columns.Length > 1) count += count & 1;
        var blocks = new ColumnBlock[count];
        var starts = Enumerable.Range(0, count)
            .Select(b => columns.Where((_, c) => c % count == b).Sum(ColumnBlock.SlotsOf)).Prepend(0).ToArray();
        for (var b = 1; b <= count; b++) starts[b] += starts[b - 1];
        team.Run(count, b => blocks[b] = new ColumnBlock([.. columns.Where((_, c) => c % count == b)], starts[b], rows));
        return blocks;
    }
}
