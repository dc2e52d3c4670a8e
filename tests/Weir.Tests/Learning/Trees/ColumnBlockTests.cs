using Weir.Learning.Numerics;
using Weir.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Trees;

public sealed class ColumnBlockTests
{
    [Fact]
    public void Features_with_few_bins_share_a_column_and_lose_nothing()
    {
        var random = new Xoshiro256(1);
        var bins = Enumerable.Range(0, 30).Select(f => Codes(ref random, 3000, f < 24 ? 2 : 40)).ToArray();
        var columns = BinColumn.Bundle(bins.Select((codes, f) => new BinColumn(codes, f < 24 ? 2 : 40, [new ColumnMember(f, null)])));
        Assert.InRange(columns.Length, 6, 12);
        Assert.Equal(Enumerable.Range(0, 30), columns.SelectMany(c => c.Members).Select(m => m.Position).Order());
        foreach (var column in columns)
        {
            Assert.InRange(column.Codes.Max(), 0, column.Count - 1);
            foreach (var member in column.Members)
                Assert.Equal(bins[member.Position], column.Codes.Select(code => (byte)member.Bin(code)));
        }
    }

    [Theory]
    [InlineData(1, 700)]
    [InlineData(5, 64)]
    [InlineData(16, 130)]
    [InlineData(23, 20)]
    public void Sums_are_those_of_adding_one_by_one(int width, int share)
    {
        var random = new Xoshiro256((ulong)width);
        var columns = Enumerable.Range(0, width).Select(c => new BinColumn(Codes(ref random, 1000, 7 + c), 7 + c, [new ColumnMember(c, null)])).ToArray();
        ulong[] entries = [.. Enumerable.Range(0, 1000).Where(_ => random.NextInt(1000) < share).Select(row => (random.NextULong() << 32) | (uint)row)];
        var block = new ColumnBlock(columns, 0, 1000);
        var active = new bool[width];
        for (var round = 0; round < 2; round++)
        {
            // At first all columns, then every third.
            for (var c = 0; c < width; c++) active[c] = round == 0 || c % 3 == 0;
            block.Select(active);
            var sums = new long[columns.Sum(ColumnBlock.SlotsOf)];
            long[] sibling = [.. sums.Select(_ => 5L)];
            block.Add(entries);
            block.Store(sums, sibling);
            var slot = 0;
            foreach (var (c, column) in columns.Index())
            {
                for (var code = 0; code < column.Count; code++)
                {
                    var wanted = active[c] ? entries.Where(e => column.Codes[(uint)e] == code).Sum(Gradients.Widen) : 0;
                    Assert.Equal((wanted, 5 - wanted), (sums[slot + code], sibling[slot + code]));
                }
                slot += ColumnBlock.SlotsOf(column);
            }
        }
    }

    [Fact]
    public void Rows_are_divided_in_their_order_across_chunks()
    {
        var random = new Xoshiro256(3);
        float[] values = [.. Enumerable.Range(0, 50_000).Select(_ => (float)random.NextInt(9))];
        using var team = new SpinTeam(3);
        var matrix = BinnedMatrix.Fit(Toy.Of([values], new byte[50_000]), new BoostedTreesParameters(), team);
        var rows = new RowPartition(50_000, team);
        uint[] quantised = [.. Enumerable.Range(0, 50_000).Select(i => (uint)i * 7)];
        Assert.Equal(quantised.Sum(q => Gradients.Widen((ulong)q << 32)), rows.Reset(Enumerable.Range(0, 50_000).ToArray(), quantised));
        var left = rows.Divide(0, 50_000, matrix, new Split(1, 0, 3, false, 0));
        Assert.Equal(Enumerable.Range(0, 50_000).Where(i => values[i] <= 3), rows[0, left].ToArray().Select(e => (int)(uint)e));
        Assert.Equal(Enumerable.Range(0, 50_000).Where(i => values[i] > 3), rows[left, 50_000 - left].ToArray().Select(e => (int)(uint)e));
    }

    private static byte[] Codes(ref Xoshiro256 random, int rows, int count)
    {
        var codes = new byte[rows];
        // Skewed: most rows have code 0.
        for (var i = 0; i < rows; i++) codes[i] = random.NextInt(10) < 7 ? (byte)0 : (byte)random.NextInt(count);
        return codes;
    }
}
